import { isAscii, isUtf8 } from 'node:buffer';
import { decodeText, encodeText } from '../core/index.js';

/** A file's or name's bytes as text; those that are no UTF-8 survive (see `decodeText`). */
export function textOf(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeText(bytes);
}

/** A path for the system: as bytes where the text stands for bytes that are no UTF-8. */
export function pathBytes(path: string): string | Buffer {
  for (let i = 0; i < path.length; i++) if (path.charCodeAt(i) >= 0xd800) return Buffer.from(encodeText(path));
  return path;
}

const ASCII = /^[\0-\x7f]*$/;

/** As `textOf`, for bytes that were read as Latin-1, one character each. */
export const textOfLatin1 = (latin1: string): string =>
  ASCII.test(latin1) ? latin1 : textOf(Buffer.from(latin1, 'latin1'));
