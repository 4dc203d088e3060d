import { tableOf } from '../../catalog/index.js';
import {
  type Certificate,
  parseCertificate,
  parsePemCertificates,
  readOrWarn,
  readRegularText,
} from '../../host/index.js';

interface BundledCertificate {
  readonly certificate: Certificate;
  readonly path: string;
}

const { table, integer, text } = tableOf<BundledCertificate>();

/** Where distributions keep the authorities that programs trust. */
export const BUNDLES = [
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/certs/ca-certificates.crt',
  '/var/lib/ca-certificates/ca-bundle.pem',
];

const nocase = { collation: 'nocase' } as const;
/** OpenSSL makes a key of it (Node 20, measured). */
const KEY_COST = 20;
const digits = (value: number | null): string | null => (value === null ? null : String(value));

/** A row per certificate, in the order of the file. */
export const certificates = table({
  name: 'certificates',
  description: 'Certificates of the authorities that the machine trusts, or those in the PEM files that are named',
  rows: 150,
  rowCost: 60,
  sources: [...BUNDLES, 'files named by path'],
  examples: [
    "SELECT common_name, key_algorithm, key_strength FROM certificates WHERE not_valid_after < strftime('%s', 'now')",
    "SELECT subject2, sha1 FROM certificates WHERE path = '/etc/ssl/certs/ca-certificates.crt' AND ca = 0",
  ],
  columns: {
    common_name: text('Common name of the subject', ({ certificate }) => certificate.subject.first('CN')),
    subject: text('Whose it is, in one line: /C=US/O=Example', ({ certificate }) => certificate.subject.oneLine),
    subject2: text('Whose it is, with blanks: C = US, O = Example', ({ certificate }) => certificate.subject.spaced),
    issuer: text('Who signed it, as subject', ({ certificate }) => certificate.issuer.oneLine),
    issuer2: text('Who signed it, as subject2', ({ certificate }) => certificate.issuer.spaced),
    ca: integer('1 where it may sign others, else 0', ({ certificate }) => Number(certificate.isAuthority)),
    self_signed: integer('1 where it may have signed itself, else 0', ({ certificate }) =>
      Number(certificate.isSelfSigned),
    ),
    not_valid_before: text('Start of its validity, in seconds since the epoch', ({ certificate }) =>
      digits(certificate.notBefore),
    ),
    not_valid_after: text('End of its validity, in seconds since the epoch', ({ certificate }) =>
      digits(certificate.notAfter),
    ),
    signing_algorithm: text('How it was signed', ({ certificate }) => certificate.signingAlgorithm),
    key_algorithm: text('Kind of its key', ({ certificate }) => certificate.keyAlgorithm),
    key_strength: text('Bits of the key, or the name of its curve', ({ certificate }) => certificate.keyStrength, {
      cost: KEY_COST,
    }),
    key_usage: text('What its key is for', ({ certificate }) => certificate.keyUsage),
    subject_key_id: text('Id of its key', ({ certificate }) => certificate.subjectKeyId, nocase),
    authority_key_id: text('Id of the key that signed it', ({ certificate }) => certificate.authorityKeyId, nocase),
    sha1: text('SHA-1 of the certificate', ({ certificate }) => certificate.digest('sha1'), nocase),
    path: text('File it is in: a PEM bundle', (row) => row.path, { key: { rowsPerValue: 150 } }),
    serial: text('Serial number, hexadecimal', ({ certificate }) => certificate.serial, nocase),
    sid: text('Security id of the owner, on Windows only', () => null, { hidden: true }),
    store_location: text('Place of the store, on Windows only', () => null, { hidden: true }),
    store: text('Store it is in, on Windows only', () => null, { hidden: true }),
    username: text('Owner of the store, on Windows only', () => null, { hidden: true }),
    store_id: text('Id of the store, on Windows only', () => null, { hidden: true }),
  },
  *scan({ host, lookup, warn, checkpoint }) {
    for (const path of lookup.path?.values ?? BUNDLES) {
      for (const der of parsePemCertificates(readOrWarn('', warn, () => readRegularText(host, path)))) {
        checkpoint();
        const certificate = der && parseCertificate(der);
        if (certificate) yield { certificate, path };
        else {
          warn(`${path}: a certificate is damaged, and what comes behind it is left out`);
          break;
        }
      }
    }
  },
});
