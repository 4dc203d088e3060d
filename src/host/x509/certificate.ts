import { createHash, X509Certificate } from 'node:crypto';
import { DER, type DerElement, derElements, derHexNumber, derObjectId, derOnly, derSequence, derTime } from './der.js';
import { DistinguishedName } from './distinguished-name.js';
import { EXTENSION, type ExtensionName, extensionText, usageBits } from './extension-text.js';
import { longName, shortName } from './names.js';

const EXTENSIONS_TAG = 0xa3;
const VERSION_TAG = 0xa0;
const SIGNS_CERTIFICATES = 5;

/** Bits of a key's usage in the order that osquery gives them, by their numbers. */
const USAGES: readonly (readonly [bit: number, name: string])[] = [
  [7, 'Encipher Only'],
  [6, 'CRL Sign'],
  [5, 'Key Cert Sign'],
  [4, 'Key Agreement'],
  [3, 'Data Encipherment'],
  [2, 'Key Encipherment'],
  [1, 'Non Repudiation'],
  [0, 'Digital Signature'],
  [8, 'Decipher Only'],
];

interface Parts {
  readonly algorithm: DerElement;
  readonly signature: DerElement;
  readonly version: DerElement | undefined;
  readonly serial: DerElement;
  readonly issuer: DerElement;
  readonly validity: DerElement;
  readonly subject: DerElement;
  readonly key: DerElement;
  readonly extensions: DerElement | undefined;
}

/** A certificate (RFC 5280). What it leaves out is null; what is asked of it is read then. */
export class Certificate {
  readonly #openssl: X509Certificate;
  readonly #parts: Parts;
  #subject: DistinguishedName | undefined;
  #issuer: DistinguishedName | undefined;
  #extensions: ReadonlyMap<string, Buffer> | undefined;

  /** See {@link parseCertificate}. */
  constructor(openssl: X509Certificate, parts: Parts) {
    this.#openssl = openssl;
    this.#parts = parts;
  }

  get subject(): DistinguishedName {
    this.#subject ??= new DistinguishedName(this.#parts.subject);
    return this.#subject;
  }

  get issuer(): DistinguishedName {
    this.#issuer ??= new DistinguishedName(this.#parts.issuer);
    return this.#issuer;
  }

  /** 1 to 3 for what there is. */
  get version(): number {
    const number = this.#parts.version && derOnly(this.#parts.version.content, DER.integer);
    return (number?.content.at(-1) ?? 0) + 1;
  }

  /** Seconds since the epoch, as the next. */
  get notBefore(): number | null {
    return this.#time(0);
  }

  get notAfter(): number | null {
    return this.#time(1);
  }

  /** In hexadecimal, of the whole certificate. */
  digest(algorithm: 'sha1' | 'sha256'): string {
    return createHash(algorithm).update(this.#openssl.raw).digest('hex');
  }

  /** In upper-case hexadecimal, two digits a byte. */
  get serial(): string {
    return derHexNumber(this.#parts.serial.content);
  }

  /** Whether OpenSSL takes it for one that signs others: by its constraints, else as older ones say so. */
  get isAuthority(): boolean {
    const usage = this.#usage;
    if (usage && !usage.has(SIGNS_CERTIFICATES)) return false;
    const constraints = this.#extension('basicConstraints');
    if (constraints === undefined) return usage !== null || (this.version === 1 && this.isSelfSigned);
    const flag = derOnly(derOnly(constraints, DER.sequence)?.content, DER.boolean);
    return flag !== undefined && flag.content[0] !== 0;
  }

  /** Whether it could have signed itself, by names, key ids, and what its key is for; the signature is not checked. */
  get isSelfSigned(): boolean {
    return this.#openssl.checkIssued(this.#openssl);
  }

  /** In osquery's words and order. */
  get keyUsage(): string | null {
    const usage = this.#usage;
    return (
      usage &&
      USAGES.filter(([bit]) => usage.has(bit))
        .map(([, name]) => name)
        .join(', ')
    );
  }

  /** In hexadecimal, as the next. */
  get subjectKeyId(): string | null {
    return derOnly(this.#extension('subjectKeyIdentifier'), DER.octetString)?.content.toString('hex') ?? null;
  }

  get authorityKeyId(): string | null {
    const fields = derSequence(derOnly(this.#extension('authorityKeyIdentifier'), DER.sequence));
    return fields.find(({ tag }) => tag === 0x80)?.content.toString('hex') ?? null;
  }

  /** Such as `sha256WithRSAEncryption`; in short, `RSA-SHA256`. */
  get signingAlgorithm(): string {
    return longName(algorithmOf(this.#parts.algorithm));
  }

  get shortSigningAlgorithm(): string {
    return shortName(algorithmOf(this.#parts.algorithm));
  }

  /** Such as `id-ecPublicKey`. */
  get keyAlgorithm(): string {
    return longName(algorithmOf(derSequence(this.#parts.key)[0]));
  }

  /** Bits, or the name of the curve; null for a key of another kind, or of one that OpenSSL does not know. */
  get keyStrength(): string | null {
    try {
      const { modulusLength, namedCurve } = this.#openssl.publicKey.asymmetricKeyDetails ?? {};
      return namedCurve ?? (modulusLength === undefined ? null : String(modulusLength));
    } catch {
      return null;
    }
  }

  /** Without the count of unused bits before it. */
  get signature(): Buffer {
    return this.#parts.signature.content.subarray(1);
  }

  /** As OpenSSL prints it, in several lines where there is much to say; null for one that is not there, or malformed. */
  extension(name: ExtensionName): string | null {
    const content = this.#extension(name);
    return content === undefined ? null : extensionText(name, content);
  }

  get pem(): string {
    return this.#openssl.toString();
  }

  get #usage(): ReadonlySet<number> | null {
    return usageBits(this.#extension('keyUsage'));
  }

  #time(at: number): number | null {
    const time = derElements(this.#parts.validity.content)[at];
    return time ? derTime(time) : null;
  }

  #extension(name: ExtensionName): Buffer | undefined {
    this.#extensions ??= extensionsOf(this.#parts.extensions);
    return this.#extensions.get(EXTENSION[name]);
  }
}

/** Null for what OpenSSL cannot read. Pure. @param der which the certificate keeps */
export function parseCertificate(der: Buffer): Certificate | null {
  try {
    const openssl = new X509Certificate(der);
    const parts = partsOf(openssl.raw);
    return parts && new Certificate(openssl, parts);
  } catch {
    return null;
  }
}

function partsOf(der: Buffer): Parts | null {
  const [tbs, algorithm, signature] = derSequence(derElements(der)[0]);
  const all = derSequence(tbs);
  const version = all[0]?.tag === VERSION_TAG ? all[0] : undefined;
  const [serial, , issuer, validity, subject, key, ...rest] = version ? all.slice(1) : all;
  if (!tbs || !algorithm || !signature || !serial || !issuer || !validity || !subject || !key) return null;
  const extensions = rest.find(({ tag }) => tag === EXTENSIONS_TAG);
  return { algorithm, signature, version, serial, issuer, validity, subject, key, extensions };
}

/** What extensions hold, by their ids. */
function extensionsOf(wrapper: DerElement | undefined): Map<string, Buffer> {
  const extensions = new Map<string, Buffer>();
  for (const extension of derSequence(derOnly(wrapper?.content, DER.sequence))) {
    const parts = derElements(extension.content);
    const value = parts.find(({ tag }) => tag === DER.octetString);
    const id = parts[0]?.tag === DER.objectId ? derObjectId(parts[0].content) : '';
    if (value && !extensions.has(id)) extensions.set(id, value.content);
  }
  return extensions;
}

function algorithmOf(identifier: DerElement | undefined): string {
  const id = derOnly(identifier?.content, DER.objectId);
  return id ? derObjectId(id.content) : '';
}
