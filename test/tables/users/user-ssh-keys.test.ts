import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import t from 'tap';
import { Host, parsePrivateKey } from '../../../src/host/index.js';
import { userSshKeys } from '../../../src/tables/users/user-ssh-keys.js';
import { scanColumn, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const live = new Host();
const pem = (key: KeyObject, type: 'pkcs8' | 'sec1' | 'pkcs1' = 'pkcs8'): string =>
  String(key.export({ format: 'pem', type }));
const info = (text: string): unknown[] | null => {
  const key = parsePrivateKey(text);
  return key && [key.isEncrypted, key.type, key.group, key.bits, key.securityBits];
};

t.test('keys of a user', async (t) => {
  const folder = '/home/alice/.ssh';
  t.same(scanTable(userSshKeys, debian, { lookup: { uid: [1000] } }).map(Object.values), [
    [1000, `${folder}/id_ecdsa`, 1, 'ec', 'secp384r1', 384, 192],
    [1000, `${folder}/id_ed25519`, 0, 'ed25519', null, 256, 128],
    [1000, `${folder}/linked`, 0, 'ed25519', null, 256, 128],
  ]);
  const opened = debian.counters.filesOpened;
  t.same(scanColumn(userSshKeys, debian, 'encrypted', { lookup: { uid: [1000], path: [`${folder}/linked`] } }), [0]);
  t.equal(debian.counters.filesOpened - opened, 3, 'passwd, the folder, the one file');
});

t.test('kinds of keys', async (t) => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  t.same(info(pem(ec)), [false, 'ec', 'prime256v1', 256, 128]);
  t.same(info(pem(ec, 'sec1')), [false, 'ec', 'prime256v1', 256, 128]);
  t.same(info(`some words\n${pem(rsa).replaceAll('\n', '\r\n')}`), [false, 'rsa', null, 2048, 112]);
  t.same(info(pem(rsa, 'pkcs1')), [false, 'rsa', null, 2048, 112]);
  t.same(info(pem(generateKeyPairSync('ed448').privateKey)), [false, 'ed448', null, 456, 224]);
  t.same(info(pem(generateKeyPairSync('x25519').privateKey)), [false, 'x25519', null, 253, 128]);
  t.same(info(pem(ec) + pem(rsa))?.[1], 'ec', 'the first counts');
  const secret = { format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' } as const;
  const hidden = [true, null, null, null, null];
  t.same(info(String(rsa.export({ ...secret, type: 'pkcs8' }))), hidden);
  t.same(info(String(rsa.export({ ...secret, type: 'pkcs1' }))), hidden);
});

/** Strings of RFC 4251, one behind the other. */
const strings = (...values: (string | Buffer)[]): Buffer =>
  Buffer.concat(
    values.flatMap((value) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(value.length);
      return [length, Buffer.from(value)];
    }),
  );

function openSsh(cipher: string, publicKey: Buffer): string {
  const one = Buffer.from([0, 0, 0, 1]);
  const parts = [Buffer.from('openssh-key-v1\0'), strings(cipher, 'none', ''), one, strings(publicKey)];
  const body = Buffer.concat(parts).toString('base64');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

t.test("keys in OpenSSH's own format", async (t) => {
  const modulus = Buffer.concat([Buffer.from([0, 0xc0]), Buffer.alloc(383, 1)]);
  t.same(info(openSsh('aes256-ctr', strings('ssh-rsa', '\x01\0\x01', modulus))), [true, 'rsa', null, 3072, 128]);
  const odd = Buffer.from([0x01, 0xff]);
  t.same(info(openSsh('none', strings('ssh-dss', odd)))?.slice(1, 4), ['dsa', null, 9]);
  t.same(info(openSsh('none', strings('ecdsa-sha2-nistp521', 'nistp521', 'Q'))), [false, 'ec', 'secp521r1', 521, 256]);
  t.same(info(openSsh('none', strings('new-kind'))), [false, null, null, null, null]);
  t.same(info(openSsh('none', Buffer.from([255, 255, 255, 255]))), [false, null, null, null, null]);
});

t.test('what is no key', async (t) => {
  const marker = '-----BEGIN PRIVATE KEY-----\n';
  const junk = ['', 'ssh-ed25519 AAAA', marker, `${marker}AAAA\n-----END PRIVATE KEY-----\n`];
  junk.push('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----');
  junk.push(marker.repeat(40_000), '-'.repeat(1_000_000), `${'-----BEGIN '.repeat(90_000)}`);
  for (const text of junk) t.equal(parsePrivateKey(text), null, JSON.stringify(text.slice(0, 60)));
});

t.test('on this machine', async (t) => {
  for (const { path } of scanTable(userSshKeys, live, { lookup: { uid: [process.getuid?.() ?? 0] } }))
    t.match(path, /\/\.ssh\//);
});
