import { Buffer, isAscii, isUtf8 } from 'node:buffer';

/** Where a byte that is no UTF-8 stands: 0x80…0xFF as U+DC80…U+DCFF, alone (PEP 383). */
const RAW = 0xdc00;
/** V8 knows at once that a text of one-byte characters has none. */
const SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const LONE_RAW = /[\udc80-\udcff]/u; // with `u`, a pair is one character and never matches

/**
 * Bytes as text: UTF-8, and every byte that is none becomes a lone surrogate, so that {@link encodeText} gives
 * exactly these bytes back. `end` is exclusive.
 */
export function decodeText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const part = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start));
  if (isAscii(part)) return part.toString('latin1');
  return isUtf8(part) ? part.toString('utf8') : decodeDirty(part);
}

/** Text as bytes: the reverse of {@link decodeText}. A surrogate that stands for no byte becomes U+FFFD. */
export function encodeText(text: string): Uint8Array {
  if (!LONE_SURROGATE.test(text)) return Buffer.from(text, 'utf8');
  const parts: Uint8Array[] = [];
  let clean = 0;
  for (let at = 0; at < text.length; at++) {
    const raw = rawByteAt(text, at);
    if (raw === undefined) continue;
    parts.push(Buffer.from(text.slice(clean, at), 'utf8'), Uint8Array.of(raw));
    clean = at + 1;
  }
  parts.push(Buffer.from(text.slice(clean), 'utf8'));
  return Buffer.concat(parts);
}

/** True where some byte of the text is no UTF-8. */
export function hasRawBytes(text: string): boolean {
  return LONE_RAW.test(text);
}

/** Length in code points; a byte that is no UTF-8 counts as one. */
export function textLength(text: string): number {
  let length = text.length;
  if (!SURROGATE.test(text)) return length;
  for (let at = 0; at < text.length; at++) {
    if (!isHighSurrogate(text.charCodeAt(at))) continue;
    if (isLowSurrogate(text.charCodeAt(at + 1))) {
      length--;
      at++;
    }
  }
  return length;
}

export const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
export const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Two texts as one. Raw bytes that meet at the seam may make a character together, as they do for SQLite. */
export function joinText(left: string, right: string): string {
  const joined = left + right;
  // The right side is asked first: it is short mostly, and asking the left one may flatten what many joins have built.
  if (!isLowSurrogate(right.charCodeAt(0)) || !isLowSurrogate(left.charCodeAt(left.length - 1))) return joined;
  return decodeText(encodeText(joined));
}

function rawByteAt(text: string, at: number): number | undefined {
  const unit = text.charCodeAt(at);
  if (unit < 0xdc80 || unit > 0xdcff || isHighSurrogate(text.charCodeAt(at - 1))) return undefined;
  return unit - RAW;
}

function decodeDirty(bytes: Buffer): string {
  let text = '';
  let clean = 0;
  for (let at = 0; at < bytes.length; ) {
    const size = sequenceSize(bytes, at);
    if (size > 0) {
      at += size;
      continue;
    }
    text += bytes.toString('utf8', clean, at) + String.fromCharCode(RAW + byteAt(bytes, at));
    clean = ++at;
  }
  return text + bytes.toString('utf8', clean);
}

/** The length of the well-formed sequence that starts here (RFC 3629, section 4), 0 where none does. */
function sequenceSize(bytes: Uint8Array, at: number): number {
  const lead = byteAt(bytes, at);
  if (lead < 0x80) return 1;
  const size =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (size === 0) return 0;
  for (let i = 1; i < size; i++) if ((byteAt(bytes, at + i) & 0xc0) !== 0x80) return 0;
  const second = byteAt(bytes, at + 1);
  const overlong = (lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90);
  const surrogate = lead === 0xed && second > 0x9f;
  const beyond = lead === 0xf4 && second > 0x8f;
  return overlong || surrogate || beyond ? 0 : size;
}

/** A byte, 0 past the end. */
const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
