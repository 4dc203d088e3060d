import { textOf } from '../text.js';

/** An element of DER (X.690): its tag, and where its content is. */
export interface DerElement {
  readonly tag: number;
  /** The whole element. */
  readonly bytes: Buffer;
  readonly content: Buffer;
}

export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
} as const;

/** Elements one after another, up to the first that is malformed. Tags beyond 30 do not occur in certificates. Pure. */
export function derElements(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const first = bytes.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first - 0x80;
    const start = at + 2 + lengthBytes;
    if (lengthBytes > 4 || first === 0x80 || start > bytes.length) break;
    const end = start + (lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes));
    if (end > bytes.length) break;
    elements.push({ tag: bytes.readUInt8(at), bytes: bytes.subarray(at, end), content: bytes.subarray(start, end) });
    at = end;
  }
  return elements;
}

/** An element's own elements, where it is a sequence; else none. Pure. */
export const derSequence = (element: DerElement | undefined): DerElement[] =>
  element?.tag === DER.sequence ? derElements(element.content) : [];

/** The first element, if it is of that kind. Pure. */
export function derOnly(bytes: Buffer | undefined, tag: number): DerElement | undefined {
  const element = bytes && derElements(bytes)[0];
  return element?.tag === tag ? element : undefined;
}

/** Longest object identifier that is read: some of certificates have 20 bytes. */
const MAX_ID_BYTES = 1024;

/** An object identifier in dotted decimal, '' where it is too long for one. Pure. */
export function derObjectId(content: Buffer): string {
  if (content.length > MAX_ID_BYTES) return '';
  let text = '';
  let value: number | bigint = 0;
  for (const byte of content) {
    // Numbers are exact up to 2^53; arcs made of UUIDs are larger.
    if (typeof value === 'number' && value >= 2 ** 46) value = BigInt(value);
    value = typeof value === 'number' ? value * 128 + (byte & 0x7f) : value * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    text += text === '' ? firstArcs(value) : `.${value}`;
    value = 0;
  }
  return text;
}

/** Two arcs are in the first number: 40 times the one, which is 2 at most, plus the other. */
const firstArcs = (value: number | bigint): string =>
  typeof value === 'bigint'
    ? `2.${value - 80n}`
    : `${Math.min(2, Math.floor(value / 40))}.${value - 40 * Math.min(2, Math.floor(value / 40))}`;

/** A whole number in hexadecimal, two digits a byte: `0A`, `-05`. Pure. */
export function derHexNumber(content: Buffer): string {
  const value = content.length === 0 ? 0n : BigInt.asIntN(content.length * 8, BigInt(`0x${content.toString('hex')}`));
  const digits = (value < 0n ? -value : value).toString(16).toUpperCase();
  return (value < 0n ? '-' : '') + (digits.length % 2 === 0 ? digits : `0${digits}`);
}

/** A whole number in decimal; one of 128 bits or more in hexadecimal, as OpenSSL writes it. Pure. */
export function derDecimal(content: Buffer): string {
  const digits = derHexNumber(content);
  const isNegative = digits.startsWith('-');
  const number = BigInt(`0x${isNegative ? digits.slice(1) : digits}`);
  const isLong = content.length > 16 && number >> 127n !== 0n;
  return (isNegative ? '-' : '') + (isLong ? `0x${digits.replace('-', '')}` : number);
}

/** A string of any of the kinds that names are made of. Pure. */
export function derText({ tag, content }: DerElement): string {
  if (tag === DER.utf8String) return textOf(content);
  if (tag === DER.bmpString && content.length % 2 === 0) return Buffer.from(content).swap16().toString('utf16le');
  if (tag === DER.universalString && content.length % 4 === 0) return utf32Text(content);
  return content.toString('latin1');
}

function utf32Text(content: Buffer): string {
  let text = '';
  for (let at = 0; at < content.length; at += 4) {
    const point = content.readUInt32BE(at);
    text += point <= 0x10_ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  return text;
}

/** Seconds since the epoch of a UTCTime or GeneralizedTime as certificates write them; null for any other. Pure. */
export function derTime({ tag, content }: DerElement): number | null {
  const text = content.toString('latin1');
  const [, year = '', rest] = /^(\d{2}|\d{4})(\d{10})Z$/.exec(text) ?? [];
  if (rest === undefined || (tag === DER.utcTime) !== (year.length === 2)) return null;
  // RFC 5280, 4.1.2.5.1: two digits mean 1950 to 2049.
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = (rest.match(/../g) ?? []).map(Number);
  return Date.UTC(full, month - 1, day, hour, minute, second) / 1000;
}
