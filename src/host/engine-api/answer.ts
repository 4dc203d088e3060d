import { INT64_MAX, INT64_MIN, integer } from '../../core/index.js';
import { type Json, jsonAt, jsonList, jsonObject, parseJson } from '../json/json.js';
import { textOf } from '../text.js';

/** Parsed, each takes some 50 bytes where a body is made for that; a list of a thousand containers has 100,000. */
const MAX_VALUES = 1_000_000;
const MAX_DEPTH = 200;
/** More digits than a number of 53 bits is sure to have room for. */
const LONG_DIGITS = 16;

/**
 * JSON from somebody we do not trust. Whole numbers that JavaScript would round are texts of their digits (see `jsonCount`).
 * Undefined for what is no JSON, is nested too deep or has too many values. Pure.
 */
export function parseAnswer(bytes: Buffer): Json | undefined {
  const longNumbers = scan(bytes);
  return longNumbers && parseJson(textOf(longNumbers.length === 0 ? bytes : quoted(bytes, longNumbers)));
}

/** Where something begins, and the place behind it. */
type Span = readonly [start: number, end: number];

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;
const isOpening = (byte: number): boolean => byte === 0x5b || byte === 0x7b;
const isClosing = (byte: number): boolean => byte === 0x5d || byte === 0x7d;
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
/** Digits, signs, the point and the e before an exponent. */
const isOfNumber = (byte: number): boolean =>
  isDigit(byte) || byte === MINUS || byte === 0x2b || byte === 0x2e || byte === 0x65 || byte === 0x45;

/** The long whole numbers in a JSON text; undefined for a text that is better left unparsed. */
function scan(bytes: Buffer): Span[] | undefined {
  const longNumbers: Span[] = [];
  let depth = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if (byte === MINUS || isDigit(byte)) {
      const end = endOfNumber(bytes, at);
      if (end - at >= LONG_DIGITS && bytes.subarray(at + 1, end).every(isDigit)) longNumbers.push([at, end]);
      at = end - 1;
    } else if (byte === COMMA) values++;
    else if (isClosing(byte)) depth--;
    else if (isOpening(byte)) {
      values++;
      if (++depth > MAX_DEPTH) return undefined;
    }
    if (values > MAX_VALUES) return undefined;
  }
  return longNumbers;
}

/** Where the closing quote stands. */
function endOfString(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === QUOTE) return at;
  }
  return bytes.length;
}

function endOfNumber(bytes: Buffer, start: number): number {
  let end = start + 1;
  while (end < bytes.length && isOfNumber(bytes[end] ?? 0)) end++;
  return end;
}

function quoted(bytes: Buffer, spans: readonly Span[]): Buffer {
  const quote = Buffer.from('"');
  const parts: Buffer[] = [];
  let done = 0;
  for (const [start, end] of spans) {
    parts.push(bytes.subarray(done, start), quote, bytes.subarray(start, end), quote);
    done = end;
  }
  return Buffer.concat([...parts, bytes.subarray(done)]);
}

/** A whole number of 64 bits, also as the text of its digits; null for anything else. Pure. */
export function jsonCount(json: Json | undefined, ...names: readonly string[]): number | bigint | null {
  const found = jsonAt(json, ...names);
  if (typeof found === 'number') return Number.isSafeInteger(found) ? found : null;
  if (typeof found !== 'string' || !/^-?\d{1,20}$/.test(found)) return null;
  const value = BigInt(found);
  return value > INT64_MAX || value < INT64_MIN ? null : (integer(value) as number | bigint); // an integer is one of them
}

/** A whole number within 2^53. Pure. */
export function jsonInteger(json: Json | undefined, ...names: readonly string[]): number | null {
  const count = jsonCount(json, ...names);
  return typeof count === 'number' ? count : null;
}

/** 1 for true, 0 for false, null for anything else. Pure. */
export function jsonFlag(json: Json | undefined, ...names: readonly string[]): number | null {
  const found = jsonAt(json, ...names);
  return typeof found === 'boolean' ? Number(found) : null;
}

/** The texts of a list. Pure. */
export const jsonTexts = (json: Json | undefined, ...names: readonly string[]): string[] =>
  jsonList(jsonAt(json, ...names)).filter((item) => typeof item === 'string');

/** The objects of a list. Pure. */
export const jsonObjects = (json: Json | undefined, ...names: readonly string[]): Json[] =>
  jsonList(jsonAt(json, ...names)).filter((item) => jsonObject(item) !== undefined);

/** Names and values of an object, in its order. Pure. */
export const jsonEntries = (json: Json | undefined, ...names: readonly string[]): [string, Json][] =>
  Object.entries(jsonObject(jsonAt(json, ...names)) ?? {});
