import { DER, type DerElement, derElements, derObjectId, derText } from './der.js';
import { shortName } from './names.js';

interface Attribute {
  readonly id: string;
  readonly value: DerElement;
}

/** A name in a certificate (RFC 5280, 4.1.2.4): sets of attributes, most of them with one. */
export class DistinguishedName {
  readonly #sets: readonly (readonly Attribute[])[];

  constructor(readonly element: DerElement) {
    this.#sets = derElements(element.content).map((set) => derElements(set.content).flatMap(attributeOf));
  }

  /** The first value of an attribute such as `CN`. */
  first(name: string): string | null {
    for (const set of this.#sets) for (const { id, value } of set) if (shortName(id) === name) return derText(value);
    return null;
  }

  /** `/C=US/O=Example/CN=Name`, as X509_NAME_oneline of OpenSSL writes it: byte for byte, those beyond ASCII as `\xC3`. */
  get oneLine(): string {
    const written = ({ id, value }: Attribute): string => `${shortName(id)}=${escapedBytes(value.content)}`;
    return this.#sets.map((set) => `/${set.map(written).join('+')}`).join('');
  }

  /** `C = US, O = "Example, Inc.", CN = Name`, as XN_FLAG_ONELINE of OpenSSL has it (RFC 2253 with quotes). */
  get spaced(): string {
    const written = ({ id, value }: Attribute): string => `${shortName(id)} = ${quotedText(value)}`;
    return this.#sets.map((set) => set.map(written).join(' + ')).join(', ');
  }

  /** Whether both name the same (RFC 5280, 7.1): case of ASCII letters and runs of blanks do not count. */
  equals(other: DistinguishedName): boolean {
    return this.element.bytes.equals(other.element.bytes) || this.#folded === other.#folded;
  }

  get #folded(): string {
    const folded = ({ id, value }: Attribute): string => `${id}=${JSON.stringify(foldText(derText(value)))}`;
    return this.#sets.map((set) => set.map(folded).sort().join('+')).join(',');
  }
}

function attributeOf({ content }: DerElement): Attribute[] {
  const [type, value] = derElements(content);
  return type?.tag === DER.objectId && value ? [{ id: derObjectId(type.content), value }] : [];
}

const foldText = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');

function escapedBytes(bytes: Buffer): string {
  let text = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (byte < 0x20 || byte > 0x7e) text += `\\x${hex(byte)}`;
    else text += character === '/' || character === '+' ? `\\${character}` : character;
  }
  return text;
}

/** What OpenSSL knows to make UTF-8 of; it shows any other value as the hexadecimal of its DER. */
const TEXTS: ReadonlySet<number> = new Set([
  ...[DER.utf8String, DER.numericString, DER.printableString, DER.teletexString, DER.ia5String, DER.utcTime],
  ...[DER.generalizedTime, DER.visibleString, DER.universalString, DER.bmpString],
]);

function quotedText(value: DerElement): string {
  if (!TEXTS.has(value.tag)) return `#${value.bytes.toString('hex').toUpperCase()}`;
  const bytes = Buffer.from(derText(value), 'utf8');
  let text = '';
  let needsQuotes = false;
  bytes.forEach((byte, at) => {
    const character = String.fromCharCode(byte);
    const isEnd = at === 0 || at === bytes.length - 1;
    needsQuotes ||= ',+<>;'.includes(character) || (character === ' ' && isEnd) || (character === '#' && at === 0);
    if (byte < 0x20 || byte > 0x7e) text += `\\${hex(byte)}`;
    else text += character === '"' || character === '\\' ? `\\${character}` : character;
  });
  return needsQuotes ? `"${text}"` : text;
}
