import { createSecureContext } from 'node:tls';
import t from 'tap';
import { Host } from '../../../src/host/index.js';
import { curlCertificate, parseAddress } from '../../../src/tables/network/curl-certificate.js';
import { type ScannedRow, type ScanOptions, scanTableAsync } from '../scan.js';
import { expired, type MadeCertificate, makeCertificate, noOpenssl, openssl } from './openssl.js';
import { httpServer, rawServer, tlsServer } from './servers.js';

const COLUMNS = curlCertificate.columns.map(({ name }) => name);

async function look(hostname: string | string[], options: ScanOptions = {}, host = new Host()) {
  const warnings: string[] = [];
  const lookup = { hostname: [hostname].flat(), ...options.lookup };
  const rows = await scanTableAsync(curlCertificate, host, { warnings, columns: COLUMNS, ...options, lookup });
  return { rows, warnings: warnings.sort() };
}

/** Of an extension what openssl(1) shows, lines joined by semicolons. */
function shown({ path }: MadeCertificate, extension: string): string {
  const [, ...lines] = openssl('x509', '-in', path, '-noout', '-ext', extension).split('\n');
  return lines
    .map((line) => line.replace(/^ {4}/, ''))
    .join('\n')
    .replace(/\n+$/, '')
    .replaceAll('\n', ';');
}

const EXTENSIONS = `
keyUsage = digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth
certificatePolicies = 2.23.140.1.2.1, 1.2.3.4
subjectAltName = DNS:one.example, IP:127.0.0.1
authorityInfoAccess = OCSP;URI:http://ocsp.example/, caIssuers;URI:http://ca.example/
basicConstraints = CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
`;

t.test('certificates that servers show', { skip: noOpenssl }, async (t) => {
  const folder = t.testdir({});
  const rsa = ['-newkey', 'rsa:2048', '-days', '36500', '-set_serial', '0x0102'];
  const one = makeCertificate(folder, '/O=Example, Inc./OU=Unit/CN=one.example', rsa, EXTENSIONS);
  const two = makeCertificate(folder, '/CN=two.example');
  const old = expired(two);

  for (const version of ['TLSv1', 'TLSv1.2', 'TLSv1.3'] as const) {
    const legacy = version === 'TLSv1' && { ciphers: 'DEFAULT@SECLEVEL=0' };
    const port = await tlsServer(t, { ...one, ...legacy, minVersion: version, maxVersion: version });
    const hostname = `127.0.0.1:${port}`;
    const { rows, warnings } = await look(hostname, { lookup: { dump_certificate: [1] } });
    t.same(warnings, []);
    const field = (word: string): string =>
      openssl('x509', '-in', one.path, '-noout', word)
        .replace(/^[^=]*=/, '')
        .trim();
    const digest = (word: string): string =>
      openssl('x509', '-in', one.path, '-noout', '-fingerprint', word)
        .replace(/^[^=]*=/, '')
        .replaceAll(':', '')
        .trim()
        .toLowerCase();
    const [, signature = ''] =
      /Signature Value:\s*([0-9a-f:\s]+)/.exec(openssl('x509', '-in', one.path, '-noout', '-text')) ?? [];
    t.same(
      rows,
      [
        {
          ...{ hostname, common_name: 'one.example', organization: 'Example, Inc.', organization_unit: 'Unit' },
          ...{ serial_number: '0102', issuer_common_name: 'one.example', issuer_organization: 'Example, Inc.' },
          ...{ issuer_organization_unit: 'Unit', valid_from: field('-startdate'), valid_to: field('-enddate') },
          ...{ sha256_fingerprint: digest('-sha256'), sha1_fingerprint: digest('-sha1'), version: 3 },
          ...{ signature_algorithm: 'RSA-SHA256', signature: signature.replace(/\s/g, '') },
          subject_key_identifier: shown(one, 'subjectKeyIdentifier'),
          authority_key_identifier: shown(one, 'authorityKeyIdentifier'),
          key_usage: 'Digital Signature, Key Encipherment',
          extended_key_usage: 'TLS Web Server Authentication',
          policies: 'Policy: 2.23.140.1.2.1;Policy: 1.2.3.4',
          subject_alternative_names: 'DNS:one.example, IP Address:127.0.0.1',
          issuer_alternative_names: null,
          info_access: 'OCSP - URI:http://ocsp.example/;CA Issuers - URI:http://ca.example/',
          ...{ subject_info_access: null, policy_mappings: null, has_expired: 0, basic_constraint: 'CA:FALSE' },
          ...{ name_constraints: null, policy_constraints: null, dump_certificate: 1, timeout: 4, pem: one.cert },
        },
      ],
      version,
    );
  }

  const pick = (rows: readonly ScannedRow[]) =>
    rows.map((row) => [row.common_name, row.has_expired, row.pem, row.timeout]);
  const past = await tlsServer(t, old);
  t.same(pick((await look(`127.0.0.1:${past}`)).rows), [['two.example', 1, null, 4]], 'expired, and not dumped');
  t.same(pick((await look(`127.0.0.1:${past}`, { lookup: { dump_certificate: [0, 1, 2], timeout: [7] } })).rows), [
    ['two.example', 1, null, 7],
    ['two.example', 1, old.cert, 7],
  ]);
  t.same((await look(`127.0.0.1:${past}`, { lookup: { dump_certificate: [2] } })).rows, []);
  t.same((await look(`127.0.0.1:${past}`, { lookup: { timeout: [-1] } })).rows, []);

  const named = await tlsServer(t, {
    ...one,
    SNICallback: (name, done) => done(null, name === 'localhost' ? createSecureContext(two) : undefined),
  });
  t.same(pick((await look([`localhost:${named}`, `127.0.0.1:${named}`])).rows), [
    ['two.example', 0, null, 4],
    ['one.example', 0, null, 4],
  ]);

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const strict = await tlsServer(t, { ...one, maxVersion, requestCert: true, rejectUnauthorized: true });
    t.same(
      pick((await look(`127.0.0.1:${strict}`)).rows),
      [['one.example', 0, null, 4]],
      `wants one of ours, ${maxVersion}`,
    );
  }
});

t.test('servers that show none', async (t) => {
  const plain = await httpServer(t, (_, response) => response.end());
  const rude = await rawServer(t, (socket) => void socket.end('no TLS here\n'));
  const mute = await rawServer(t, (socket) => void socket.end());
  const silent = await rawServer(t, () => {});
  const ports = [plain, rude, mute, 1];
  const { rows, warnings } = await look(ports.map((port) => `127.0.0.1:${port}`));
  t.same(rows, []);
  t.equal(warnings.length, ports.length);
  for (const port of ports) t.match(warnings.join('\n'), `cannot read 127.0.0.1:${port}: `);
  t.same(await look(`127.0.0.1:${silent}`, { lookup: { timeout: [1] } }), {
    rows: [],
    warnings: [`cannot read 127.0.0.1:${silent}: no answer in 1 s`],
  });
  t.same((await look(['', 'a b', 'x:99999', 'x:y'])).warnings.length, 4);
});

t.test('a recorded machine asks nobody', async (t) => {
  t.same(await look('127.0.0.1:1', {}, new Host('test/hosts/debian-small')), {
    rows: [],
    warnings: ['cannot read 127.0.0.1:1: not recorded'],
  });
});

t.test('hosts and ports', async (t) => {
  const at = (host: string, port: number) => ({ host, port });
  t.same(parseAddress('example.org'), at('example.org', 443));
  t.same(parseAddress('example.org:8443'), at('example.org', 8443));
  t.same(parseAddress('::1'), at('::1', 443));
  t.same(parseAddress('[::1]:8443'), at('::1', 8443));
  t.same(parseAddress('[fe80::1%eth0]'), at('fe80::1%eth0', 443));
  for (const none of ['', ':443', 'x:0', 'x:65536', 'x:', 'https://x/', 'a b', 'x\0y', '[x', '[]:1'])
    t.equal(parseAddress(none), null, none);
});
