import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Cleaned } from './words.js';

const BEGIN = /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY)-----\r?\n/g;

/**
 * Puts a made-up key of the same kind and size in the place of every private key, so that what can be told of it stays:
 * its format, type and size, and whether a passphrase guards it.
 */
export function withoutPrivateKeys(text: string): Cleaned {
  if (!text.includes('PRIVATE KEY-----')) return { text, count: 0 };
  let cleaned = '';
  let count = 0;
  let done = 0;
  const endless = new Set<string>();
  for (const begin of text.matchAll(BEGIN)) {
    const [head, label = ''] = begin;
    if (begin.index < done || endless.has(label)) continue;
    const end = `-----END ${label}-----`;
    const endsAt = text.indexOf(end, begin.index);
    if (endsAt < 0) {
      endless.add(label);
      continue;
    }
    const body = text.slice(begin.index + head.length, endsAt);
    const key = `-----BEGIN ${label}-----\n${madeUp(head + body + end, label, body)}`;
    cleaned += text.slice(done, begin.index) + key;
    done = endsAt;
    count++;
  }
  return { text: cleaned + text.slice(done), count };
}

function madeUp(found: string, label: string, body: string): string {
  if (label === 'OPENSSH PRIVATE KEY') return inLines(publicPartOf(Buffer.from(body, 'base64')));
  const headers = /^(?:[\w-]+:[^\n]*\n)*/.exec(body)?.[0] ?? '';
  if (label === 'ENCRYPTED PRIVATE KEY' || /ENCRYPTED/.test(headers)) return `${headers}\n${inLines(blank(body))}`;
  return anotherLike(found, label) ?? inLines(blank(body));
}

const blank = (body: string): Buffer => Buffer.alloc(Math.min(4096, Math.ceil((body.length * 3) / 4)));

const inLines = (bytes: Buffer): string => bytes.toString('base64').replace(/.{1,70}/g, '$&\n');

/** PROTOCOL.key of OpenSSH: names of cipher and key derivation, its options, the public key; the private part is emptied. */
function publicPartOf(bytes: Buffer): Buffer {
  const MAGIC_BYTES = 15;
  let at = MAGIC_BYTES;
  for (const isOptions of [false, false, true]) {
    const size = at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0;
    at += 4;
    if (isOptions) blankOut(bytes, at, at + size); // the salt
    at += size;
  }
  at += 4; // how many keys
  const size = at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0;
  at += 4 + size;
  return blankOut(bytes, at + 4, bytes.length);
}

const blankOut = (bytes: Buffer, start: number, end: number): Buffer =>
  bytes.fill(0, Math.min(start, bytes.length), Math.min(end, bytes.length));

/** A fresh key in the PEM of another; undefined where there is no making one. */
function anotherLike(pem: string, label: string): string | undefined {
  try {
    const key = freshLike(createPrivateKey(pem));
    const type = label === 'RSA PRIVATE KEY' ? 'pkcs1' : label === 'EC PRIVATE KEY' ? 'sec1' : 'pkcs8';
    const made = String(key?.export({ format: 'pem', type: type as 'pkcs8' })); // which types a key has depends on its kind
    return /-----BEGIN [^-]*-----\n([^]*)-----END/.exec(made)?.[1];
  } catch {
    return undefined;
  }
}

function freshLike(key: KeyObject): KeyObject | undefined {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: Math.min(modulusLength, 8192) }).privateKey;
    case 'ec':
      return generateKeyPairSync('ec', { namedCurve }).privateKey;
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    case 'ed448':
      return generateKeyPairSync('ed448').privateKey;
    case 'x25519':
      return generateKeyPairSync('x25519').privateKey;
    case 'x448':
      return generateKeyPairSync('x448').privateKey;
    default:
      return undefined;
  }
}
