import { type CollationName, collationOf } from './collation.js';
import { STEP_ITEMS, type Steps } from './steps.js';
import { encodeText, isHighSurrogate } from './text.js';
import { Real, type Value } from './value.js';

/** How values are ordered. */
export interface ValueOrder {
  readonly collation: CollationName;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Unsigned numbers of 32 bits that stand for values when many are sorted. */
export interface OrderWords {
  /** By value; values are in the order of their first words, where these are equal of their second ones. */
  readonly words: readonly Uint32Array[];
  /** Equal words, equal values; false: the words only tell most values apart. */
  readonly isExact: boolean;
  /** What to compare, by the BINARY collation, where words are equal. */
  readonly ties: readonly Value[];
}

/** Undefined where values of several kinds, blobs, or many texts of an unusual collation stand beside each other. */
export function* orderWords(values: readonly Value[], order: ValueOrder): Steps<OrderWords | undefined> {
  return (yield* ofNumbers(values, order)) ?? (yield* ofFewTexts(values, order)) ?? (yield* ofTexts(values, order));
}

const MAX_WORD = 0xffffffff;

interface Numbers {
  /** With their signs turned where the order is descending; NaN: null. Never -0. */
  readonly floats: Float64Array;
  least: number;
  greatest: number;
  isWhole: boolean;
  hasBigint: boolean;
}

function* ofNumbers(values: readonly Value[], { descending, nullsFirst }: ValueOrder): Steps<OrderWords | undefined> {
  const numbers: Numbers = {
    floats: new Float64Array(values.length),
    least: Number.POSITIVE_INFINITY,
    greatest: Number.NEGATIVE_INFINITY,
    isWhole: true,
    hasBigint: false,
  };
  for (let at = 0; at < values.length; at += STEP_ITEMS) {
    const end = Math.min(at + STEP_ITEMS, values.length);
    if (!readNumbers(values, at, end, descending ? -1 : 1, numbers)) return undefined;
    yield;
  }
  const { floats, least, greatest, isWhole, hasBigint } = numbers;
  const isShort = isWhole && !(greatest - least > MAX_WORD - 2) && !Number.isNaN(greatest - least);
  const words = isShort ? shortWords(floats, least, greatest, nullsFirst) : floatWords(floats, nullsFirst);
  return { words, isExact: !hasBigint, ties: values };
}

/** False where one of them is none. */
function readNumbers(values: readonly Value[], start: number, end: number, sign: 1 | -1, into: Numbers): boolean {
  const { floats } = into;
  let { least, greatest, isWhole } = into;
  for (let at = start; at < end; at++) {
    const value = values[at] as Value; // within bounds
    let number: number;
    if (typeof value === 'number')
      number = sign * value + 0; // + 0: no negative zero
    else if (value instanceof Real) number = sign * value.value + 0;
    else if (value === null) {
      floats[at] = Number.NaN;
      continue;
    } else if (typeof value === 'bigint') {
      number = sign * Number(value);
      into.hasBigint = true;
    } else return false;
    floats[at] = number;
    if (number < least) least = number;
    if (number > greatest) greatest = number;
    if (isWhole && Math.floor(number) !== number) isWhole = false;
  }
  into.least = least;
  into.greatest = greatest;
  into.isWhole = isWhole;
  return true;
}

/** Whole numbers not far from each other: their distances from the least. */
function shortWords(floats: Float64Array, least: number, greatest: number, nullsFirst: boolean): Uint32Array[] {
  const words = new Uint32Array(floats.length);
  const ofNull = nullsFirst ? 0 : greatest - least + 2;
  for (let at = 0; at < floats.length; at++) {
    const number = floats[at] as number; // within bounds
    words[at] = Number.isNaN(number) ? ofNull : number - least + 1;
  }
  return [words];
}

/** The numbers' bits: with the sign bit turned for positive ones, all bits for negative ones. Nulls lie beyond infinity. */
function floatWords(floats: Float64Array, nullsFirst: boolean): Uint32Array[] {
  const high = new Uint32Array(floats.length);
  const low = new Uint32Array(floats.length);
  const bits = new Uint32Array(floats.buffer);
  const ofNull = nullsFirst ? 0 : MAX_WORD;
  for (let at = 0; at < floats.length; at++) {
    const l = bits[2 * at] as number; // little-endian, as all platforms that Node runs on
    const h = bits[2 * at + 1] as number;
    if (Number.isNaN(floats[at])) {
      high[at] = ofNull;
      low[at] = ofNull;
    } else if (h >>> 31 === 1) {
      high[at] = ~h;
      low[at] = ~l;
    } else {
      high[at] = h | 0x80000000;
      low[at] = l;
    }
  }
  return [high, low];
}

/** Texts of which there are at most so many are numbered. */
const FEW_TEXTS = 256;

/** Few texts, each there often: their places in the order of them all. */
function* ofFewTexts(values: readonly Value[], order: ValueOrder): Steps<OrderWords | undefined> {
  const collation = collationOf(order.collation);
  if (!collation.exactKey) return undefined; // its equality is not transitive: there are no places
  const numbers = new Map<Value, number>();
  const words = new Uint32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as Value; // within bounds
    let number = numbers.get(value);
    if (number === undefined) {
      if (numbers.size === FEW_TEXTS || (typeof value !== 'string' && value !== null)) return undefined;
      number = numbers.size;
      numbers.set(value, number);
    }
    words[at] = number;
    if (at % STEP_ITEMS === 0) yield;
  }
  const texts = [...numbers.keys()].filter((value) => typeof value === 'string');
  texts.sort((a, b) => collation.compare(a, b) * (order.descending ? -1 : 1));
  const places = new Uint32Array(numbers.size).fill(order.nullsFirst ? 0 : texts.length);
  let place = 0;
  for (const [index, text] of texts.entries()) {
    if (index === 0 || collation.compare(texts[index - 1] as string, text) !== 0) place = index + 1;
    places[numbers.get(text) as number] = place; // it is numbered
  }
  if (!order.nullsFirst && numbers.has(null)) places[numbers.get(null) as number] = texts.length + 1; // it is there
  for (let at = 0; at < words.length; at++) words[at] = places[words[at] as number] as number; // all are numbered
  return { words: [words], isExact: true, ties: values };
}

/** Texts are told apart by eight bytes of UTF-8 after what all of them start with. */
function* ofTexts(values: readonly Value[], order: ValueOrder): Steps<OrderWords | undefined> {
  const { collation, descending, nullsFirst } = order;
  if (collation !== 'binary' && collation !== 'nocase' && collation !== 'rtrim') return undefined;
  const texts = collation === 'binary' ? values : yield* foldedBy(collationOf(collation).key, values);
  const start = texts && (yield* sharedPrefix(texts));
  if (!texts || start === undefined) return undefined;
  const high = new Uint32Array(values.length);
  const low = new Uint32Array(values.length);
  const turn = descending ? MAX_WORD : 0;
  const ofNull = nullsFirst ? 0 : MAX_WORD;
  let isExact = true;
  let hasNull = false;
  let hasTwin = false;
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at] as string | null; // `sharedPrefix` saw nothing else
    if (text === null) {
      hasNull = true;
      high[at] = ofNull;
      low[at] = ofNull;
    } else {
      if (!pack(text, start, high, low, at)) isExact = false;
      high[at] = (high[at] as number) ^ turn; // just written
      low[at] = (low[at] as number) ^ turn;
      hasTwin ||= high[at] === ofNull && low[at] === ofNull;
    }
    if (at % STEP_ITEMS === 0) yield;
  }
  return { words: [high, low], isExact: isExact && !(hasNull && hasTwin), ties: texts };
}

/** The texts as their collation sees them; undefined where one value is none. */
function* foldedBy(key: (text: string) => string, values: readonly Value[]): Steps<(string | null)[] | undefined> {
  const folded: (string | null)[] = [];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as Value; // within bounds
    if (value !== null && typeof value !== 'string') return undefined;
    folded.push(value === null ? null : key(value));
    if (at % STEP_ITEMS === 0) yield;
  }
  return folded;
}

/** How many units all texts have in common at their start; undefined where one value is no text. */
function* sharedPrefix(values: readonly Value[]): Steps<number | undefined> {
  let first: string | undefined;
  let shared = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as Value; // within bounds
    if (at % STEP_ITEMS === 0) yield;
    if (value === null) continue;
    if (typeof value !== 'string') return undefined;
    if (first === undefined) {
      first = value;
      shared = value.length;
      continue;
    }
    let same = 0;
    while (same < shared && value.charCodeAt(same) === first.charCodeAt(same)) same++;
    shared = same;
  }
  // No character is cut in two.
  return first !== undefined && shared > 0 && isHighSurrogate(first.charCodeAt(shared - 1)) ? shared - 1 : shared;
}

/** Writes the text's first eight bytes after `start` units, zeros after its end. True: nothing else is in the text. */
function pack(text: string, start: number, high: Uint32Array, low: Uint32Array, at: number): boolean {
  const size = text.length - start;
  let h = 0;
  let l = 0;
  for (let i = 0; i < 8 && i < size; i++) {
    const unit = text.charCodeAt(start + i);
    if (unit >= 0x80 || unit === 0) return packBytes(text, start, high, low, at);
    if (i < 4) h |= unit << (24 - 8 * i);
    else l |= unit << (56 - 8 * i);
  }
  high[at] = h;
  low[at] = l;
  return size <= 8;
}

/** As {@link pack}, for characters of any length. A zero in the text looks like its end: then it is not all. */
function packBytes(text: string, start: number, high: Uint32Array, low: Uint32Array, at: number): boolean {
  const end = start + 8;
  const bytes = encodeText(text.slice(start, isHighSurrogate(text.charCodeAt(end - 1)) ? end + 1 : end));
  const word = (from: number): number =>
    (((bytes[from] ?? 0) << 24) |
      ((bytes[from + 1] ?? 0) << 16) |
      ((bytes[from + 2] ?? 0) << 8) |
      (bytes[from + 3] ?? 0)) >>>
    0;
  high[at] = word(0);
  low[at] = word(4);
  return bytes.length <= 8 && text.length <= end && !bytes.includes(0);
}
