import { createHash } from 'node:crypto';
import { DER, type DerElement, derElements, derHexNumber, derObjectId, derOnly, derSequence, derTime } from './der.js';
import { DistinguishedName } from './distinguished-name.js';
import { EXTENSION, type ExtensionName, extensionText, usageBits } from './extension-text.js';
import { longName, shortName } from './names.js';

const EXTENSIONS_TAG = 0xa3;
const VERSION_TAG = 0xa0;
const DIRECTORY_TAG = 0xa4;
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
  /** What behind it may stand (trust, in a file of OpenSSL's) is not of the certificate. */
  readonly whole: DerElement;
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
  readonly #parts: Parts;
  #subject: DistinguishedName | undefined;
  #issuer: DistinguishedName | undefined;
  #extensions: ReadonlyMap<string, Buffer> | undefined;

  /** See {@link parseCertificate}. */
  constructor(parts: Parts) {
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
    return createHash(algorithm).update(this.#parts.whole.bytes).digest('hex');
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

  /** Whether it could have signed itself, by names, key ids, and what its key is and is for; the signature is not checked. */
  get isSelfSigned(): boolean {
    if (!this.subject.equals(this.issuer) || this.#usage?.has(SIGNS_CERTIFICATES) === false) return false;
    return signs(this.keyAlgorithm, this.signingAlgorithm) && this.#isOwnAuthority;
  }

  /** RFC 5280, 4.2.1.1: what it says of its issuer's key holds of its own. */
  get #isOwnAuthority(): boolean {
    const fields = this.#authorityFields;
    const field = (wanted: number): DerElement | undefined => fields.find(({ tag }) => tag === wanted);
    const [key, names, serial] = [field(0x80), field(0xa1), field(0x82)];
    const own = derOnly(this.#extension('subjectKeyIdentifier'), DER.octetString);
    if (key && own && !key.content.equals(own.content)) return false;
    if (serial && derHexNumber(serial.content) !== this.serial) return false;
    const directory = names && derElements(names.content).find(({ tag }) => tag === DIRECTORY_TAG);
    const name = directory && derOnly(directory.content, DER.sequence);
    return !name || new DistinguishedName(name).equals(this.issuer);
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
    return this.#authorityFields.find(({ tag }) => tag === 0x80)?.content.toString('hex') ?? null;
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

  /** Bits of the modulus, or the name of the curve; null for a key of another kind. */
  get keyStrength(): string | null {
    const [identifier, key] = derSequence(this.#parts.key);
    const parameters = derSequence(identifier)[1];
    switch (this.keyAlgorithm) {
      case 'rsaEncryption':
      case 'rsassaPss':
        return bitsOf(derSequence(derOnly(key?.content.subarray(1), DER.sequence))[0]);
      case 'dsaEncryption':
        return bitsOf(derSequence(parameters)[0]);
      case 'id-ecPublicKey':
        return parameters?.tag === DER.objectId ? shortName(derObjectId(parameters.content)) : null;
      default:
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
    const base64 = this.#parts.whole.bytes.toString('base64').replace(/.{1,64}/g, '$&\n');
    return `-----BEGIN CERTIFICATE-----\n${base64}-----END CERTIFICATE-----\n`;
  }

  get #authorityFields(): DerElement[] {
    return derSequence(derOnly(this.#extension('authorityKeyIdentifier'), DER.sequence));
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

/** Null for what is no certificate. Pure. @param der which the certificate keeps */
export function parseCertificate(der: Buffer): Certificate | null {
  const [whole] = derElements(der);
  const [tbs, algorithm, signature] = derSequence(whole);
  const all = derSequence(tbs);
  const version = all[0]?.tag === VERSION_TAG ? all[0] : undefined;
  const [serial, inner, issuer, validity, subject, key, ...rest] = version ? all.slice(1) : all;
  if (!whole || !algorithm || !serial || !inner || !issuer || !validity || !subject || !key) return null;
  const areSequences = [algorithm, inner, issuer, validity, subject, key].every(({ tag }) => tag === DER.sequence);
  if (!areSequences || serial.tag !== DER.integer || signature?.tag !== DER.bitString) return null;
  if (derElements(validity.content).length !== 2) return null;
  const extensions = rest.find(({ tag }) => tag === EXTENSIONS_TAG);
  return new Certificate({ whole, algorithm, signature, version, serial, issuer, validity, subject, key, extensions });
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

/** Whether a key of that kind makes signatures of that kind, both by OpenSSL's names. */
function signs(key: string, signature: string): boolean {
  if (/^ED/.test(key)) return key === signature;
  if (key === 'rsassaPss') return signature === key;
  if (key === 'rsaEncryption') return /RSA|^rsassaPss$/.test(signature);
  if (key === 'dsaEncryption') return /^dsa/.test(signature);
  return key === 'id-ecPublicKey' && /^ecdsa|^SM2-/.test(signature);
}

/** How many bits a positive number has, in decimal. */
function bitsOf(number: DerElement | undefined): string | null {
  if (number?.tag !== DER.integer) return null;
  const start = number.content.findIndex((byte) => byte !== 0);
  const first = number.content[start];
  return first === undefined ? null : String((number.content.length - start - 1) * 8 + 32 - Math.clz32(first));
}
