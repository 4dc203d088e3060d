import { untrusted } from './fields.js';

const [SPACE, QUOTE, EQUALS, OPEN, CLOSE, ZERO, NINE, LETTER_A, LETTER_C] = [
  0x20, 0x22, 0x3d, 0x5b, 0x5d, 0x30, 0x39, 0x61, 0x63,
];
const SEPARATOR = Buffer.from(' ');

/** The kernel goes on in another record when one has about 7,500 bytes. */
const SURELY_WHOLE_BYTES = 7000;
const COUNT_KEY = Buffer.from('argc=');

/** A piece of an argument: `a3="x"`, or `a3[1]="x"` of a long one. */
interface Piece {
  readonly argument: number;
  readonly index: number;
  readonly bytes: Buffer;
  /** The value's length as it is written, without quotes. */
  readonly length: number;
  readonly isQuoted: boolean;
}

/** What EXECVE records of an event hold. */
interface Arguments {
  readonly pieces: readonly Piece[];
  /** `argc`; undefined where the record that has it is missing. */
  readonly count: number | undefined;
  /** `a1_len`: the length of a long argument as it is written, by its number. */
  readonly lengths: ReadonlyMap<number, number>;
}

/**
 * The arguments of EXECVE records, joined with spaces: in the order of their numbers, whatever the order of the records, and
 * long ones put together of their pieces (`a1_len=9000 a1[0]=… a1[1]=…`).
 * @param records their fields, without the header
 */
export function commandLine(records: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  let last: Piece | undefined;
  for (const piece of readArguments(records).pieces) {
    if (last && last.argument !== piece.argument) parts.push(SEPARATOR);
    parts.push(piece.bytes);
    last = piece;
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

/** Whether no record of the arguments is missing. */
export function hasAllArguments(records: readonly Buffer[]): boolean {
  const [first] = records;
  const isWhole = first?.subarray(0, COUNT_KEY.length).equals(COUNT_KEY) && first.length < SURELY_WHOLE_BYTES;
  if (records.length === 1 && isWhole) return true;
  const { pieces, count, lengths } = readArguments(records);
  const written = new Map<number, number>();
  for (const { argument, length, isQuoted } of pieces) {
    written.set(argument, (written.get(argument) ?? (isQuoted ? 2 : 0)) + length);
  }
  return written.size === count && [...lengths].every(([argument, length]) => written.get(argument) === length);
}

/** Pieces in their order, each once. */
function readArguments(records: readonly Buffer[]): Arguments {
  const pieces: Piece[] = [];
  const lengths = new Map<number, number>();
  let count: number | undefined;
  for (const record of records) count = readRecord(record, pieces, lengths) ?? count;
  const isSorted = pieces.every((piece, index) => index === 0 || byPlace(pieces[index - 1] as Piece, piece) < 0);
  return { pieces: isSorted ? pieces : inOrder(pieces), count, lengths };
}

const inOrder = (pieces: Piece[]): Piece[] =>
  pieces.sort(byPlace).filter((piece, index) => index === 0 || byPlace(pieces[index - 1] as Piece, piece) !== 0);

const byPlace = (a: Piece, b: Piece): number => a.argument - b.argument || a.index - b.index;

/**
 * Keys are `argc`, a number behind an `a`, and behind that `_len` or a number in brackets.
 * @returns argc, where this record has it
 */
function readRecord(record: Buffer, pieces: Piece[], lengths: Map<number, number>): number | undefined {
  const end = record.length;
  let count: number | undefined;
  for (let at = 0; at < end; ) {
    if (record[at] === SPACE) {
      at++;
      continue;
    }
    const keyStart = at;
    while (at < end && record[at] !== EQUALS && record[at] !== SPACE) at++;
    if (at >= end || record[at] === SPACE) continue;
    const keyEnd = at++;
    const start = at;
    const isQuoted = record[at] === QUOTE;
    if (isQuoted) {
      const close = record.indexOf(QUOTE, at + 1);
      at = close < 0 ? end : close + 1;
    } else {
      while (at < end && record[at] !== SPACE) at++;
    }
    const place = placeOf(record, keyStart, keyEnd);
    if (place) {
      const length = at - start - (isQuoted ? 2 : 0);
      pieces.push({
        argument: place.argument,
        index: place.index,
        bytes: untrusted(record, start, at),
        length,
        isQuoted,
      });
    } else if (record[keyEnd - 1] === LETTER_C) {
      count = numberAt(record, start, numberEnd(record, start, at));
    } else {
      lengths.set(numberAt(record, keyStart + 1, numberEnd(record, keyStart + 1, keyEnd)), numberAt(record, start, at));
    }
  }
  return count;
}

function placeOf(record: Buffer, start: number, end: number): { argument: number; index: number } | undefined {
  if (record[start] !== LETTER_A) return undefined;
  const digits = numberEnd(record, start + 1, end);
  if (digits === start + 1) return undefined;
  const argument = numberAt(record, start + 1, digits);
  if (digits === end) return { argument, index: 0 };
  if (record[digits] !== OPEN || record[end - 1] !== CLOSE) return undefined;
  const last = numberEnd(record, digits + 1, end);
  return last === end - 1 && last > digits + 1 ? { argument, index: numberAt(record, digits + 1, last) } : undefined;
}

function numberEnd(record: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && at - start < 9 && (record[at] as number) >= ZERO && (record[at] as number) <= NINE) at++;
  return at;
}

function numberAt(record: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (record[at] as number) - ZERO;
  return value;
}
