import { createPrivateKey, type KeyObject } from 'node:crypto';

/** What a private key's file tells without its passphrase. */
export interface PrivateKeyInfo {
  readonly isEncrypted: boolean;
  /** rsa, dsa, dh, ec, ed25519, …; null where the passphrase hides it, as in the fields after it. */
  readonly type: string | null;
  /** Curve, such as prime256v1; null for keys that have none. */
  readonly group: string | null;
  readonly bits: number | null;
  /** Bits of a symmetric key as strong as this. */
  readonly securityBits: number | null;
}

const BEGIN = /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY)-----[^\n]*\n/;
const UNKNOWN = { type: null, group: null, bits: null, securityBits: null } as const;

/** The first private key of a PEM text, null where there is none. Pure. */
export function parsePrivateKey(text: string): PrivateKeyInfo | null {
  const begin = BEGIN.exec(text);
  const label = begin?.[1];
  if (!begin || label === undefined) return null;
  const start = begin.index + begin[0].length;
  const footer = `-----END ${label}-----`;
  const end = text.indexOf(footer, start);
  if (end < 0) return null;
  const body = text.slice(start, end);
  if (label === 'OPENSSH PRIVATE KEY') return parseOpenSsh(Buffer.from(body, 'base64'));
  if (label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: *4, *ENCRYPTED/m.test(body))
    return { isEncrypted: true, ...UNKNOWN };
  try {
    return { isEncrypted: false, ...describe(createPrivateKey(text.slice(begin.index, end + footer.length))) };
  } catch {
    return null; // OpenSSL can make nothing of it
  }
}

function describe(key: KeyObject): Omit<PrivateKeyInfo, 'isEncrypted'> {
  const type = key.asymmetricKeyType ?? null;
  const { namedCurve = null, modulusLength = null } = key.asymmetricKeyDetails ?? {};
  if (type === 'ec') return curve(namedCurve);
  if (type === 'rsa' || type === 'rsa-pss' || type === 'dsa')
    return { type, group: null, bits: modulusLength, securityBits: modulusLength && strengthOf(modulusLength) };
  return fixed(type);
}

/** RFC 8032 and 7748: a kind of key that has one size. */
const FIXED: Readonly<Record<string, readonly [bits: number, securityBits: number]>> = {
  ed25519: [256, 128],
  x25519: [253, 128],
  ed448: [456, 224],
  x448: [448, 224],
};

function fixed(type: string | null): Omit<PrivateKeyInfo, 'isEncrypted'> {
  const [bits = null, securityBits = null] = (type !== null && FIXED[type]) || [];
  return { type, group: null, bits, securityBits };
}

function curve(name: string | null): Omit<PrivateKeyInfo, 'isEncrypted'> {
  const bits = Number(/(?<!\d)\d{3}(?!\d)/.exec(name ?? '')?.[0]) || null;
  return { type: 'ec', group: name, bits, securityBits: bits && (bits >= 512 ? 256 : Math.floor(bits / 2)) };
}

/** SP 800-56B rev. 2, appendix D, rounded to 8 bits, and never above what the next size of its tables gives. */
function strengthOf(bits: number): number {
  const x = bits * Math.LN2;
  const strength = (1.923 * Math.cbrt(x * Math.log(x) ** 2) - 4.69) / Math.LN2;
  return Math.max(0, Math.min(bits <= 7680 ? 192 : 256, Math.round(strength / 8) * 8));
}

const MAGIC = 'openssh-key-v1\0';
const SSH_CURVES: Readonly<Record<string, string>> = {
  nistp256: 'prime256v1',
  nistp384: 'secp384r1',
  nistp521: 'secp521r1',
};

/** PROTOCOL.key of OpenSSH: name of the cipher, then what concerns it, then the public key, which is never encrypted. */
function parseOpenSsh(bytes: Buffer): PrivateKeyInfo | null {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return null;
  const fields = stringsOf(bytes, MAGIC.length, 3);
  const [cipher, kdf, options] = fields;
  if (!cipher || !kdf || !options) return null;
  const publicAt = MAGIC.length + fields.reduce((sum, value) => sum + 4 + value.length, 0) + 4;
  const [publicKey] = stringsOf(bytes, publicAt, 1);
  return { isEncrypted: cipher.toString('latin1') !== 'none', ...describePublic(publicKey ?? Buffer.alloc(0)) };
}

/** RFC 4253, section 6.6; RFC 5656, section 3.1. */
function describePublic(blob: Buffer): Omit<PrivateKeyInfo, 'isEncrypted'> {
  const [name, first, second] = stringsOf(blob, 0, 3);
  const type = name?.toString('latin1') ?? '';
  if (type === 'ssh-rsa' || type === 'ssh-dss') {
    const number = type === 'ssh-rsa' ? second : first;
    const bits = number ? bitLength(number) : null;
    return { type: type === 'ssh-rsa' ? 'rsa' : 'dsa', group: null, bits, securityBits: bits && strengthOf(bits) };
  }
  if (type.includes('ed25519')) return fixed('ed25519');
  if (type.includes('ecdsa')) return curve(SSH_CURVES[first?.toString('latin1') ?? ''] ?? null);
  return UNKNOWN;
}

/** Strings of RFC 4251: a length of 32 bits, then the bytes. Fewer where the blob ends before. */
function stringsOf(bytes: Buffer, start: number, count: number): Buffer[] {
  const strings: Buffer[] = [];
  for (let at = start; strings.length < count && at + 4 <= bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    strings.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return strings;
}

/** Of a positive number with the highest byte first. */
function bitLength(bytes: Buffer): number {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start < 0 ? 0 : (bytes.length - start) * 8 - Math.clz32(bytes[start] ?? 0) + 24;
}
