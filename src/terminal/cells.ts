import { textWidth } from '../core/index.js';

/** Control characters, bytes that are no UTF-8 and what turns the direction of writing. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;
const EACH_UNSAFE = new RegExp(UNSAFE, 'gu');

/** A text in which nothing can drive a terminal: controls and the like are written out (`\n`, `\e`, `\x07`, `\u202e`). */
export function visible(text: string): string {
  return UNSAFE.test(text) ? text.replace(EACH_UNSAFE, writtenOut) : text;
}

function writtenOut(char: string): string {
  const code = char.charCodeAt(0);
  // A byte that is no UTF-8 is kept as a lone surrogate.
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  return NAMES.get(char) ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`);
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\u001b', '\\e'],
  ['\0', '\\0'],
]);

/** Longer texts are counted, not measured: it takes a microsecond per character. */
const MEASURED = 10_000;

/** Cells of a terminal that a text takes. */
export const cellWidth = (text: string): number => (text.length > MEASURED ? text.length : textWidth(text));

let segmenter: Intl.Segmenter | undefined;

/** What a person takes for characters: a letter with its marks, a flag, a family. */
export function* graphemes(text: string): Generator<string> {
  if (isPlain(text)) return yield* text;
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}

const isPlain = (text: string): boolean => /^[\u0020-\u007e]*$/.test(text);

/** The text, cut to a width with `…` at its end where it is longer. */
export function fit(text: string, width: number): string {
  if (text.length <= width && cellWidth(text) <= width) return text;
  const [first = ''] = broken(text.slice(0, width * 8), width);
  if (first === text) return text;
  const [kept = ''] = broken(first, width - 1);
  // The first character may be wider than all there is.
  return cellWidth(kept) < width ? `${kept}…` : '…';
}

/** The text in pieces of at most so many cells. A character wider than that is a piece of its own. */
export function* broken(text: string, width: number): Generator<string> {
  let piece = '';
  let used = 0;
  for (const char of graphemes(text)) {
    const cells = cellWidth(char);
    if (used + cells > width && piece !== '') {
      yield piece;
      piece = '';
      used = 0;
    }
    piece += char;
    used += cells;
  }
  yield piece;
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - cellWidth(text)));
export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - cellWidth(text))) + text;

/** Letters that are written from right to left: Hebrew, Arabic and their neighbours. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Keeps what is written from right to left to its own cells, so that a terminal that turns it leaves its neighbours where
 * they are. The marks are of no width in every terminal, which the isolates made for this are not.
 */
export const isolated = (text: string): string => (RIGHT_TO_LEFT.test(text) ? `\u200e${text}\u200e` : text);
