import { createHash, X509Certificate } from 'node:crypto';
import { DER, type DerElement, derElements, derObjectId, derText, derTime } from './der.js';
import { ALGORITHMS, ATTRIBUTES } from './names.js';

/** What a certificate says (RFC 5280). Null for what it leaves out. */
export interface Certificate {
  readonly commonName: string | null;
  /** `/C=US/O=Example/CN=Name`, as OpenSSL writes it in one line. */
  readonly subject: string;
  readonly issuer: string;
  /** Seconds since the epoch. */
  readonly notBefore: number | null;
  readonly notAfter: number | null;
  /** Of the whole certificate, in hexadecimal. */
  readonly sha1: string;
  /** In upper-case hexadecimal. */
  readonly serial: string;
  readonly isAuthority: boolean;
  readonly isSelfSigned: boolean;
  readonly keyUsage: string | null;
  /** In hexadecimal, as the next. */
  readonly authorityKeyId: string | null;
  readonly subjectKeyId: string | null;
  readonly signingAlgorithm: string;
  readonly keyAlgorithm: string;
  /** Bits, or the name of the curve. */
  readonly keyStrength: string | null;
}

const EXTENSION = {
  keyUsage: '2.5.29.15',
  subjectKeyId: '2.5.29.14',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
};
const EXTENSIONS_TAG = 0xa3;
const VERSION_TAG = 0xa0;

/** Null for what OpenSSL cannot read. Pure. */
export function parseCertificate(der: Buffer): Certificate | null {
  const keyStrength = keyStrengthOf(der);
  if (keyStrength === undefined) return null;
  const [outer] = derElements(der);
  const [tbs, signature] = derElements(outer?.content ?? Buffer.alloc(0));
  const all = derElements(tbs?.content ?? Buffer.alloc(0));
  const [serial, , issuer, validity, subject, key, ...rest] = all[0]?.tag === VERSION_TAG ? all.slice(1) : all;
  if (!outer || !signature || !serial || !issuer || !validity || !subject || !key) return null;
  const [notBefore, notAfter] = derElements(validity.content);
  const extensions = extensionsOf(rest.find(({ tag }) => tag === EXTENSIONS_TAG));
  const attributes = attributesOf(subject);
  return {
    commonName: attributes.find(([name]) => name === 'CN')?.[1] ?? null,
    subject: oneLine(attributes),
    issuer: oneLine(attributesOf(issuer)),
    notBefore: notBefore ? derTime(notBefore) : null,
    notAfter: notAfter ? derTime(notAfter) : null,
    sha1: createHash('sha1').update(outer.bytes).digest('hex'),
    serial: serial.content
      .toString('hex')
      .toUpperCase()
      .replace(/^(00)+(?=..)/, ''),
    isAuthority: isAuthority(extensions.get(EXTENSION.basicConstraints)),
    isSelfSigned: subject.bytes.equals(issuer.bytes),
    keyUsage: keyUsageOf(extensions.get(EXTENSION.keyUsage)),
    authorityKeyId: authorityKeyIdOf(extensions.get(EXTENSION.authorityKeyId)),
    subjectKeyId: only(extensions.get(EXTENSION.subjectKeyId), DER.octetString)?.content.toString('hex') ?? null,
    signingAlgorithm: algorithmOf(signature),
    keyAlgorithm: algorithmOf(only(key.content, DER.sequence)),
    keyStrength,
  };
}

/** Undefined where there is no certificate, null for a key of a kind that OpenSSL does not know. */
function keyStrengthOf(der: Buffer): string | null | undefined {
  try {
    const certificate = new X509Certificate(der);
    try {
      const { modulusLength, namedCurve } = certificate.publicKey.asymmetricKeyDetails ?? {};
      return namedCurve ?? (modulusLength === undefined ? null : String(modulusLength));
    } catch {
      return null;
    }
  } catch {
    return undefined;
  }
}

type Attribute = readonly [name: string, value: string];

function attributesOf(name: DerElement): Attribute[] {
  return derElements(name.content)
    .flatMap((set) => derElements(set.content))
    .flatMap((attribute) => {
      const [type, value] = derElements(attribute.content);
      if (type?.tag !== DER.objectId || !value) return [];
      const id = derObjectId(type.content);
      return [[ATTRIBUTES[id] ?? id, derText(value)] as const];
    });
}

const oneLine = (attributes: readonly Attribute[]): string =>
  attributes.map(([name, value]) => `/${name}=${value}`).join('');

/** What extensions hold, by their ids. */
function extensionsOf(wrapper: DerElement | undefined): Map<string, Buffer> {
  const extensions = new Map<string, Buffer>();
  for (const extension of derElements(only(wrapper?.content, DER.sequence)?.content ?? Buffer.alloc(0))) {
    const parts = derElements(extension.content);
    const value = parts.find(({ tag }) => tag === DER.octetString);
    if (parts[0]?.tag === DER.objectId && value) extensions.set(derObjectId(parts[0].content), value.content);
  }
  return extensions;
}

/** The first element, if it is of that kind. */
function only(bytes: Buffer | undefined, tag: number): DerElement | undefined {
  const element = bytes && derElements(bytes)[0];
  return element?.tag === tag ? element : undefined;
}

function algorithmOf(identifier: DerElement | undefined): string {
  const id = only(identifier?.content, DER.objectId);
  const dotted = id ? derObjectId(id.content) : '';
  return ALGORITHMS[dotted] ?? dotted;
}

function isAuthority(constraints: Buffer | undefined): boolean {
  const flag = only(only(constraints, DER.sequence)?.content, DER.boolean);
  return flag !== undefined && flag.content[0] !== 0;
}

/** The key's own id is the field [0]. */
const authorityKeyIdOf = (extension: Buffer | undefined): string | null =>
  derElements(only(extension, DER.sequence)?.content ?? Buffer.alloc(0))
    .find(({ tag }) => tag === 0x80)
    ?.content.toString('hex') ?? null;

/** Bits from the first on (RFC 5280, 4.2.1.3), and the place that osquery gives each. */
const USAGES: readonly (readonly [name: string, order: number])[] = [
  ['Digital Signature', 7],
  ['Non Repudiation', 6],
  ['Key Encipherment', 5],
  ['Data Encipherment', 4],
  ['Key Agreement', 3],
  ['Key Cert Sign', 2],
  ['CRL Sign', 1],
  ['Encipher Only', 0],
  ['Decipher Only', 8],
];

function keyUsageOf(extension: Buffer | undefined): string | null {
  const bits = only(extension, DER.bitString)?.content.subarray(1);
  if (!bits) return null;
  const isSet = (bit: number): boolean => (((bits[bit >> 3] ?? 0) >> (7 - (bit % 8))) & 1) === 1;
  const usages = USAGES.filter((_, bit) => isSet(bit)).sort(([, a], [, b]) => a - b);
  return usages.map(([name]) => name).join(', ') || null;
}
