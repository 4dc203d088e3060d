import { Real, toText, type Value } from '../core/index.js';
import { visible } from '../terminal/index.js';

export { cellWidth, fit, padEnd, padStart, visible } from '../terminal/index.js';

/** What the form of a cell depends on. */
interface CellSettings {
  readonly nullText: string;
  /** Defined where the reader is a terminal. */
  readonly width: number | undefined;
  readonly asOsquery: boolean;
}

/** A value as SQL turns it into text, as it is; what could drive a terminal is written out where there is one. */
export function cellText(value: Value, { nullText, width, asOsquery }: CellSettings): string {
  if (value === null) return nullText;
  const text = asOsquery ? untilNul(toText(value)) : toText(value);
  if (width === undefined) return text;
  return asOsquery ? text.replace(TERMINAL_CONTROLS, visible) : visible(text);
}

/** osquery reads cells as C strings. */
function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** A value for people: blobs in hex, as SQL writes them, and on one line. */
export function shownText(value: Value, nullText: string): string {
  if (value === null) return nullText;
  return value instanceof Uint8Array ? blobText(value) : visible(toText(value));
}

/** A value for a page of text with markup: as {@link shownText}, line by line, each escaped. */
export function markedUp(value: Value, nullText: string, escape: (line: string) => string): string {
  const text = value === null ? nullText : value instanceof Uint8Array ? blobText(value) : toText(value);
  return text
    .split(/\r?\n/)
    .map((line) => escape(visible(line)))
    .join('<br>');
}

const blobText = (value: Uint8Array): string => `x'${Buffer.from(value).toString('hex')}'`;

/** `1 row`, `1,234 rows`. */
export const rowCount = (rows: number): string => `${rows.toLocaleString('en')} row${rows === 1 ? '' : 's'}`;

/** All control characters but tab and newline. */
const TERMINAL_CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** JSON of a value with its type kept: int64 exact, REAL always with a point or exponent, blobs in hex. */
export function typedJson(value: Value): string {
  switch (typeof value) {
    case 'number':
      if (Number.isSafeInteger(value)) return String(value);
      // JSON has no infinity: a number too large for any reader is the nearest to it.
      return Number.isFinite(value) ? realJson(value) : value > 0 ? '9e999' : '-9e999';
    case 'bigint':
      return String(value);
    case 'string':
      return JSON.stringify(value);
    default:
      if (value === null) return 'null';
      return value instanceof Real ? realJson(value.value) : JSON.stringify(Buffer.from(value).toString('hex'));
  }
}

function realJson(value: number): string {
  const text = Object.is(value, -0) ? '0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
