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
  utcTime: 0x17,
  generalizedTime: 0x18,
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

/** An object identifier in dotted decimal. Pure. */
export function derObjectId(content: Buffer): string {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length === 0)
      arcs.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
}

/** A string of any of the kinds that names are made of. Pure. */
export function derText({ tag, content }: DerElement): string {
  if (tag === DER.utf8String) return content.toString('utf8');
  if (tag === DER.bmpString && content.length % 2 === 0) return Buffer.from(content).swap16().toString('utf16le');
  return content.toString('latin1');
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
