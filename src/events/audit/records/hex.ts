/** Values of hexadecimal digits by byte; 255 for what is none. */
const DIGITS = new Uint8Array(256).fill(255);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  DIGITS[digit.charCodeAt(0)] = value;
  DIGITS[digit.toUpperCase().charCodeAt(0)] = value;
}

/** The value of a digit; 255 for what is none. */
export const hexDigit = (byte: number): number => DIGITS[byte] as number;

/** Whether there is an even number of hexadecimal digits, and at least two. */
export function isHex(bytes: Uint8Array, start: number, end: number): boolean {
  if (end <= start || (end - start) % 2 !== 0) return false;
  for (let at = start; at < end; at++) if ((DIGITS[bytes[at] as number] as number) > 15) return false;
  return true;
}

/** What {@link isHex} digits stand for. */
export function decodeHex(bytes: Uint8Array, start: number, end: number): Buffer {
  const decoded = Buffer.allocUnsafe((end - start) >> 1);
  for (let at = start, to = 0; to < decoded.length; at += 2, to++) {
    decoded[to] = ((DIGITS[bytes[at] as number] as number) << 4) | (DIGITS[bytes[at + 1] as number] as number);
  }
  return decoded;
}
