import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import {
  type Certificate,
  type ExtensionName,
  Host,
  parseCertificate,
  parsePemCertificates,
} from '../../../src/host/index.js';
import { certificates } from '../../../src/tables/network/certificates.js';
import { scanTable } from '../scan.js';
import { makeCertificate, noOpenssl, openssl } from './openssl.js';

const debian = new Host('test/hosts/debian-small');
const BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** What openssl(1) calls the extensions that have a text. */
const TITLES: Readonly<Record<ExtensionName, string>> = {
  subjectKeyIdentifier: 'X509v3 Subject Key Identifier',
  authorityKeyIdentifier: 'X509v3 Authority Key Identifier',
  keyUsage: 'X509v3 Key Usage',
  extendedKeyUsage: 'X509v3 Extended Key Usage',
  certificatePolicies: 'X509v3 Certificate Policies',
  subjectAltName: 'X509v3 Subject Alternative Name',
  issuerAltName: 'X509v3 Issuer Alternative Name',
  authorityInfoAccess: 'Authority Information Access',
  subjectInfoAccess: 'Subject Information Access',
  policyMappings: 'X509v3 Policy Mappings',
  basicConstraints: 'X509v3 Basic Constraints',
  nameConstraints: 'X509v3 Name Constraints',
  policyConstraints: 'X509v3 Policy Constraints',
};

/** Every extension that is told as text, with all kinds of names. */
const EVERYTHING = `
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
keyUsage = critical, digitalSignature, keyCertSign, cRLSign, decipherOnly, keyAgreement
extendedKeyUsage = serverAuth, clientAuth, codeSigning, emailProtection, timeStamping, OCSPSigning, 1.2.3.4.5.6
certificatePolicies = ia5org, 2.23.140.1.2.1, anyPolicy, @policy
subjectAltName = @names
issuerAltName = email:ca@example.org, URI:http://ca.example.org/
authorityInfoAccess = OCSP;URI:http://ocsp.example.org/, caIssuers;URI:http://ca.example.org/ca.crt
subjectInfoAccess = caRepository;URI:http://ca.example.org/repository
policyMappings = 1.2.3.4:1.2.3.5, 2.23.140.1.2.1:1.2.3.6
basicConstraints = critical, CA:TRUE, pathlen:3
nameConstraints = permitted;DNS:example.org, permitted;IP:10.0.0.0/255.0.0.0, excluded;email:.example.com, excluded;dirName:somebody
policyConstraints = requireExplicitPolicy:3, inhibitPolicyMapping:0
[policy]
policyIdentifier = 1.3.6.1.4.1.99999.1.20
CPS.1 = https://example.org/cps
CPS.2 = https://example.org/cps2
userNotice.1 = @notice
userNotice.2 = @short
[notice]
explicitText = "UTF8:Grüße, alle"
organization = Example
noticeNumbers = 1, 20
[short]
explicitText = Short
[names]
DNS.1 = example.org
DNS.2 = *.example.org
IP.1 = 192.0.2.7
IP.2 = 2001:db8::7
email = admin@example.org
URI = https://example.org/a?b=c
RID = 1.2.3.4
dirName = somebody
otherName.1 = 1.3.6.1.4.1.311.20.2.3;UTF8:user@example.org
otherName.2 = 1.2.3.4;INTEGER:5
[somebody]
C = DE
O = "Some, Body"
CN = Straße/1
`;

const decode = (pem: string): Certificate[] =>
  [...parsePemCertificates(pem)].flatMap((der) => (der && parseCertificate(der)) || []);

/** openssl(1) prints such a text byte by byte, up to the first NUL, where we decode what has two bytes a character. */
const withoutTwoByteTexts = (text: string | null | undefined): string | undefined =>
  text?.replace(/\n+$/, '').replace(/(?<=Explicit Text: )(?!Grüße|Short).*/g, '');

/** Text behind each title, without its indentation. */
function extensionsOf(text: string): Map<string, string> {
  const blocks = new Map<string, string>();
  for (const [, title = '', block = ''] of text.matchAll(
    /^ {12}(\S[^\n]*?): ?(?:critical)?\n((?: {16}[^\n]*\n|\n)+)/gm,
  ))
    blocks.set(title, block.replace(/^ {16}/gm, '').replace(/\n+$/, ''));
  return blocks;
}

function compare(t: Test, found: Certificate, path: string): void {
  const shown = (...words: string[]): string => openssl('x509', '-in', path, '-noout', ...words);
  const field = (name: string, text: string): string | undefined =>
    new RegExp(`^${name}\\s*=\\s*(.*)$`, 'm').exec(text)?.[1];
  const compat = shown('-subject', '-issuer', '-serial', '-dates', '-fingerprint', '-sha256', '-nameopt', 'compat');
  const spaced = shown('-subject', '-issuer', '-nameopt', 'oneline');
  const name = found.subject.oneLine;
  t.equal(found.subject.oneLine, field('subject', compat), name);
  t.equal(found.issuer.oneLine, field('issuer', compat), name);
  t.equal(found.subject.spaced, field('subject', spaced), name);
  t.equal(found.issuer.spaced, field('issuer', spaced), name);
  t.equal(found.serial, field('serial', compat), name);
  t.equal(found.notBefore, Date.parse(field('notBefore', compat) ?? '') / 1000, name);
  t.equal(found.notAfter, Date.parse(field('notAfter', compat) ?? '') / 1000, name);
  t.equal(found.digest('sha256'), field('sha256 Fingerprint', compat)?.replaceAll(':', '').toLowerCase(), name);
  const text = shown('-text');
  t.equal(found.signingAlgorithm, /^ {4}Signature Algorithm: (.*)$/m.exec(text)?.[1], name);
  t.equal(found.keyAlgorithm, /Public Key Algorithm: (.*)$/m.exec(text)?.[1], name);
  t.equal(found.version, Number(/Version: (\d)/.exec(text)?.[1]), name);
  const [hex = ''] = /(?:\n {8}[0-9a-f:]+)+\n*$/.exec(text) ?? [];
  t.equal(found.signature.toString('hex'), hex.replace(/[:\s]/g, ''), name);
  const nodes = new X509Certificate(readFileSync(path));
  t.equal(found.isSelfSigned, nodes.checkIssued(nodes), `${name} signed itself`);
  const { namedCurve, modulusLength } = nodes.publicKey.asymmetricKeyDetails ?? {};
  t.equal(found.keyStrength, namedCurve ?? (modulusLength === undefined ? null : String(modulusLength)), name);
  t.equal(found.pem, nodes.toString(), name);
  const extensions = extensionsOf(text);
  for (const [key, title] of Object.entries(TITLES))
    t.equal(
      withoutTwoByteTexts(found.extension(key as ExtensionName)),
      withoutTwoByteTexts(extensions.get(title)),
      `${name}: ${title}`,
    );
}

t.test('certificates with every extension, as openssl(1) prints them', { skip: noOpenssl }, async (t) => {
  const folder = t.testdir({});
  const rsa = ['-newkey', 'rsa:1024', '-sha512', '-days', '36500'];
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1', '-sha384', '-days', '1'];
  const made = [
    makeCertificate(folder, '/C=DE/O=Example, Inc./OU= a /CN=x "quoted" \\\\ a\\+b\\/c <d>;#', rsa, EVERYTHING),
    makeCertificate(folder, '/CN=Straße\\/日本/DC=example+DC=org', [...ec, '-set_serial', '-5']),
    makeCertificate(folder, '/CN=#1/serialNumber=7/postalCode=12345/jurisdictionC=DE', [...ec, '-set_serial', '0']),
    makeCertificate(folder, '/CN=leaf', ec, 'basicConstraints = CA:FALSE\nkeyUsage = digitalSignature'),
    makeCertificate(folder, '/CN=usage only', ec, 'keyUsage = keyCertSign'),
    makeCertificate(folder, '/CN=may not sign', ec, 'basicConstraints = CA:TRUE\nkeyUsage = cRLSign'),
    makeCertificate(folder, '/CN=ids', ec, 'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid,issuer:always'),
    makeCertificate(folder, '/CN=ed', ['-newkey', 'ed25519', '-days', '30000']),
    makeCertificate(folder, '/CN=pss', ['-newkey', 'rsa:1032', '-sigopt', 'rsa_padding_mode:pss', '-days', '30000']),
    makeCertificate(folder, '/CN=k1', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1', '-days', '9']),
  ];
  for (const { cert, path } of made) {
    const [found, ...rest] = decode(cert);
    t.equal(rest.length, 0);
    if (found) compare(t, found, path);
    const name = found?.subject.first('CN') ?? '';
    t.equal(found?.isSelfSigned, !/leaf|may not/.test(name), `${name} signed itself`);
    t.equal(found?.isAuthority, !/leaf|may not|ids/.test(name), `${name} may sign others`);
  }
});

t.test('the authorities of this machine, as openssl(1) prints them', { skip: noOpenssl }, async (t) => {
  const rows = scanTable(certificates, new Host());
  for (const { path } of rows.slice(0, 1)) {
    const pem = String(new Host().readText(String(path)));
    const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? [];
    t.equal(rows.filter((row) => row.path === path).length, blocks.length);
    const file = join(t.testdir({}), 'one.pem');
    for (const block of blocks.filter((_, at) => at % 8 === 0)) {
      writeFileSync(file, block);
      const [found] = decode(block);
      if (found) compare(t, found, file);
    }
  }
});

t.test('bundles', async (t) => {
  const pem = debian.readText(BUNDLE);
  const [first = '', second = ''] = pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g) ?? [];
  const count = (text: string): (number | null)[] =>
    [...parsePemCertificates(text)].map((der) => (der === null ? null : der.length));
  const [one, two] = count(first + second);
  t.same(count(`words\n${first}\nmore\n${second}`), [one, two]);
  t.same(count((first + second).replaceAll('\n', '\r\n')), [one, two], 'CRLF');
  t.same(count(first.replaceAll('CERTIFICATE', 'X509 CRL') + second), [two], 'other blocks');
  t.same(count(first.replaceAll(' CERTIFICATE', ' TRUSTED CERTIFICATE')), [one]);
  t.same(count(first.replace('\n', '\nProc-Type: 4\nName: x\n\n')), [one], 'headers');
  t.same(count(first.replace(/[a-z]{3}/, '!') + second), [null], 'damage ends it');
  t.same(count(first.slice(0, 200) + second), [null], 'cut off');
  t.same(count(first.slice(0, 200)), [null]);
  for (const none of ['', 'text', '\x30\x82\x01', '-----BEGIN CERTIFICATE', '-----BEGIN X-----\n'])
    t.same(count(none), []);
  const started = performance.now();
  count('-----BEGIN CERTIFICATE-----\n'.repeat(100_000));
  count(`-----BEGIN A-----\n${'x: y\n'.repeat(200_000)}-----END A-----\n`);
  count(`-----BEGIN CERTIFICATE-----\n${'x: y\n'.repeat(200_000)}-----END CERTIFICATE-----\n`);
  t.ok(performance.now() - started < 2000, 'in time');
});

t.test('files that are no bundles', async (t) => {
  const folder = t.testdir({
    text: 'no certificate',
    broken: '-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n',
  });
  const host = new Host(folder);
  const warnings: string[] = [];
  t.same(scanTable(certificates, host, { lookup: { path: ['/text', '/none', '/broken', '/'] }, warnings }), []);
  t.same(warnings, [
    '/broken: a certificate is damaged, and what comes behind it is left out',
    'cannot read /: not a regular file',
  ]);
});

t.test('damaged certificates', async (t) => {
  const [der = Buffer.alloc(0)] = parsePemCertificates(debian.readText(BUNDLE));
  t.ok(der);
  if (!der) return;
  for (let at = 0; at < der.length; at++) {
    const forged = Buffer.from(der);
    forged[at] = (forged[at] ?? 0) ^ 0xff;
    const found = parseCertificate(forged);
    if (found) for (const { read } of certificates.columns) read({ certificate: found, path: '' } as never);
    for (const name of Object.keys(TITLES)) found?.extension(name as ExtensionName);
    parseCertificate(der.subarray(0, at));
  }
  t.pass('nothing is thrown');
});
