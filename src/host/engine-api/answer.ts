import { INT64_MAX, INT64_MIN, integer } from '../../core/index.js';
import { type Json, jsonAt, jsonList, jsonObject, parseJson } from '../json/json.js';
import { textOf } from '../text.js';

/** Parsed, each takes some 50 bytes where a body is made for that; a list of a thousand containers has 100,000. */
const MAX_VALUES = 2_000_000;
const MAX_DEPTH = 200;
/** More digits than a number of 53 bits is sure to have room for. */
const LONG_DIGITS = 16;

/**
 * JSON from somebody we do not trust. Whole numbers that JavaScript would round are texts of their digits (see `jsonCount`).
 * Undefined for what is no JSON, is nested too deep or has too many values. Pure.
 */
export function parseAnswer(bytes: Buffer): Json | undefined {
  const shape = shapeOf(bytes);
  if (!shape) return undefined;
  const text = textOf(bytes);
  return parseJson(shape.hasLongNumbers ? text.replace(STRING_OR_LONG_NUMBER, quoted) : text);
}

const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+])-?\d{16,}(?![\d.eE])/gs;
const quoted = (found: string): string => (found.startsWith('"') ? found : `"${found}"`);

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const isOpening = (byte: number): boolean => byte === 0x5b || byte === 0x7b;
const isClosing = (byte: number): boolean => byte === 0x5d || byte === 0x7d;
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** Undefined for what is better left unparsed. */
function shapeOf(bytes: Buffer): { readonly hasLongNumbers: boolean } | undefined {
  let depth = 0;
  let values = 0;
  let digits = 0;
  let hasLongNumbers = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    digits = isDigit(byte) ? digits + 1 : 0;
    if (digits === LONG_DIGITS) hasLongNumbers = true;
    else if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if (byte === COMMA) values++;
    else if (isClosing(byte)) depth--;
    else if (isOpening(byte)) {
      values++;
      if (++depth > MAX_DEPTH) return undefined;
    }
    if (values > MAX_VALUES) return undefined;
  }
  return { hasLongNumbers };
}

/** Where the closing quote stands. */
function endOfString(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === QUOTE) return at;
  }
  return bytes.length;
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
