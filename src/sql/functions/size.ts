import { encodeText, MAX_TEXT_LENGTH, tooBig } from '../../core/index.js';

/** The size, if a value may be so long. @throws SqlError 'string or blob too big' */
export function checkSize(size: number): number {
  if (size > MAX_TEXT_LENGTH) throw tooBig();
  return size;
}

/** A text's bytes, or a blob. */
export const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? encodeText(value) : value;
