// Certificates: 300 in a bundle, to bare reads and parses by OpenSSL.
import { X509Certificate } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { probe } from './probe.js';

const CERTIFICATES = 300;
/** A bundle of RSA and elliptic keys, one of them of version 1. */
const BUNDLE = 'test/hosts/debian-small/etc/ssl/certs/ca-certificates.crt';
const BLOCK = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----\n/g;

function makeBundle(file: string): void {
  const blocks = fs.readFileSync(BUNDLE, 'utf8').match(BLOCK) ?? [];
  fs.writeFileSync(file, Array.from({ length: CERTIFICATES }, (_, at) => blocks[at % blocks.length]).join(''));
}

/** What Node parses of each certificate, and of that what `look` reads. */
const bare = (file: string, look: (certificate: X509Certificate) => unknown) => (): void => {
  for (const [, base64 = ''] of fs.readFileSync(file, 'latin1').matchAll(BLOCK))
    look(new X509Certificate(Buffer.from(base64, 'base64')));
};

const everything = (found: X509Certificate): unknown => [
  ...[found.subject, found.issuer, found.validFrom, found.validTo, found.serialNumber, found.fingerprint, found.ca],
  ...[found.checkIssued(found), found.keyUsage, found.publicKey.asymmetricKeyDetails],
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hostql-bench-'));
try {
  const file = path.join(folder, 'bundle.pem');
  makeBundle(file);
  const isRight = (rows: readonly unknown[]): boolean => rows.length === CERTIFICATES;
  const from = `FROM certificates WHERE path = '${file}'`;
  await probe({
    label: `common_name, not_valid_after of ${CERTIFICATES} certificates`,
    sql: `SELECT common_name, not_valid_after ${from}`,
    isRight,
    floor: bare(file, ({ subject, validTo }) => [subject, validTo]),
  });
  await probe({
    label: `all of ${CERTIFICATES} certificates`,
    sql: `SELECT * ${from}`,
    isRight,
    floor: bare(file, everything),
  });
} finally {
  fs.rmSync(folder, { recursive: true });
}
