import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import t from 'tap';
import { certificatesOfVariable, Host, parseCertificate } from '../../../src/host/index.js';
import { securebootCertificates } from '../../../src/tables/hardware/secureboot-certificates.js';
import { ask } from '../against.js';
import { scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const EFIVARS = '/sys/firmware/efi/efivars';
const GUID = 'd719b2cb-3d3a-4596-a3bc-dad00e67656f';

t.test('certificates of a recorded machine', async (t) => {
  const warnings: string[] = [];
  t.same(scanTable(securebootCertificates, debian, { warnings }).map(Object.values), [
    [
      'Example UEFI CA 2020',
      '/C=US/O=Example, Inc./CN=Example UEFI CA 2020',
      '/C=US/O=Example, Inc./CN=Example UEFI CA 2020',
      '1795555155',
      '2227555155',
      '5e413242a9cbd5abbd66b606e2249b67e80a67a2',
      '59C671127C38AC69224BABE6A88ED5349E7A4094',
      0,
      `${EFIVARS}/db-${GUID}`,
      1,
      1,
      'CRL Sign, Key Cert Sign, Digital Signature',
      'c9a78ee70c1b463161ed01af59dd607bbb02b805',
      'c9a78ee70c1b463161ed01af59dd607bbb02b805',
      'sha256WithRSAEncryption',
      'rsaEncryption',
      '2048',
    ],
    [
      'Straße',
      '/DC=example/CN=Stra\\xC3\\x9Fe',
      '/DC=example/CN=Stra\\xC3\\x9Fe',
      '1795555155',
      '1830115155',
      '26fe42b4e24aafbd082877766eef841f323e7f4f',
      '0290109C8757CE089EFE31A586D1C16E83229840',
      1,
      `${EFIVARS}/dbx-${GUID}`,
      0,
      1,
      null,
      '96213c189c4f4738e459cb48674bac60682839a2',
      '96213c189c4f4738e459cb48674bac60682839a2',
      'ecdsa-with-SHA256',
      'id-ecPublicKey',
      'secp384r1',
    ],
  ]);
  t.same(warnings, []);
  t.same(scanTable(securebootCertificates, new Host(t.testdir({}))), []);
});

t.test('lists that are cut off or forged', async (t) => {
  const variable = debian.readBytes(`${EFIVARS}/db-${GUID}`);
  const bytes = Buffer.from(variable);
  const count = (text: Buffer): number =>
    [...certificatesOfVariable(text)].map(parseCertificate).filter(Boolean).length;
  t.equal(count(bytes), 1);
  for (let length = 0; length < bytes.length; length += 3) t.equal(count(bytes.subarray(0, length)), 0);
  for (let at = 0; at < 200; at++) {
    const forged = Buffer.from(bytes);
    forged[at] = (forged[at] ?? 0) ^ 0xff;
    t.ok(count(forged) <= 1);
  }
  const [der = Buffer.alloc(0)] = certificatesOfVariable(bytes);
  for (let at = 0; at < der.length; at++) {
    const forged = Buffer.from(der);
    forged[at] = 0xff;
    parseCertificate(forged);
  }
});

t.test(
  'kinds of keys, as openssl(1) describes them',
  { skip: !ask('openssl', 'version') && 'no openssl(1)' },
  async (t) => {
    const folder = t.testdir({});
    const options: readonly (readonly string[])[] = [
      [
        '-newkey',
        'rsa:1024',
        '-sha512',
        '-days',
        '36500',
        '-addext',
        'keyUsage=nonRepudiation,decipherOnly,keyAgreement',
      ],
      ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-sha384', '-days', '1', '-set_serial', '0x0102'],
      ['-newkey', 'ed25519', '-days', '9000'],
    ];
    for (const [index, words] of options.entries()) {
      const file = path.join(folder, `${index}.der`);
      const subject = '/C=DE/ST=Some/L=Where/O=An Org/OU=Unit/CN=name/emailAddress=a@example.org';
      const made = ['-x509', '-nodes', '-keyout', '/dev/null', '-subj', subject, '-outform', 'DER', '-out', file];
      execFileSync('openssl', ['req', ...made, ...words], { stdio: 'ignore' });
      const shown = String(
        execFileSync('openssl', [
          ...[
            'x509',
            '-inform',
            'DER',
            '-in',
            file,
            '-noout',
            '-subject',
            '-issuer',
            '-serial',
            '-dates',
            '-fingerprint',
            '-sha1',
          ],
          ...['-nameopt', 'compat', '-text'],
        ]),
      );
      const found = parseCertificate(fs.readFileSync(file));
      const field = (pattern: RegExp): string => pattern.exec(shown)?.[1] ?? '';
      t.equal(found?.subject.oneLine, subject);
      t.equal(found?.subject.oneLine, field(/^subject=\s*(.*)$/m));
      t.equal(found?.serial, field(/^serial=(.*)$/m));
      t.equal(found?.notBefore, Date.parse(field(/^notBefore=(.*)$/m)) / 1000);
      t.equal(found?.notAfter, Date.parse(field(/^notAfter=(.*)$/m)) / 1000);
      t.equal(
        found?.digest('sha1'),
        field(/Fingerprint=(.*)$/m)
          .replaceAll(':', '')
          .toLowerCase(),
      );
      t.equal(found?.signingAlgorithm, field(/Signature Algorithm: (.*)$/m));
      t.equal(found?.keyAlgorithm, field(/Public Key Algorithm: (.*)$/m));
      t.equal(found?.keyUsage ?? '', index === 0 ? 'Key Agreement, Non Repudiation, Decipher Only' : '');
      t.equal(found?.keyStrength ?? '', field(/ASN1 OID: (.*)$/m) || (index === 0 ? '1024' : ''));
    }
  },
);
