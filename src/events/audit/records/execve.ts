import { untrusted } from './fields.js';

const [SPACE, QUOTE, EQUALS, OPEN, CLOSE, ZERO, NINE, LETTER_A] = [0x20, 0x22, 0x3d, 0x5b, 0x5d, 0x30, 0x39, 0x61];
const SEPARATOR = Buffer.from(' ');

/** A piece of an argument: `a3="x"`, or `a3[1]="x"` of a long one. */
interface Piece {
  readonly argument: number;
  readonly index: number;
  readonly bytes: Buffer;
}

/**
 * The arguments of EXECVE records, joined with spaces: in the order of their numbers, whatever the order of the records, and
 * long ones put together of their pieces (`a1_len=9000 a1[0]=… a1[1]=…`).
 * @param records their fields, without the header
 */
export function commandLine(records: readonly Buffer[]): Buffer {
  const pieces: Piece[] = [];
  for (const record of records) readPieces(record, pieces);
  let isSorted = true;
  for (let i = 1; i < pieces.length && isSorted; i++)
    isSorted = byPlace(pieces[i - 1] as Piece, pieces[i] as Piece) <= 0;
  if (!isSorted) pieces.sort(byPlace);
  const parts: Buffer[] = [];
  let last: Piece | undefined;
  for (const piece of pieces) {
    if (last && last.argument !== piece.argument) parts.push(SEPARATOR);
    else if (last && last.index === piece.index) continue; // a record that came twice
    parts.push(piece.bytes);
    last = piece;
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

const byPlace = (a: Piece, b: Piece): number => a.argument - b.argument || a.index - b.index;

/** Keys are a number behind an `a`, and a number in brackets; `argc` and `a1_len` are none. */
function readPieces(record: Buffer, into: Piece[]): void {
  const end = record.length;
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
    if (record[at] === QUOTE) {
      const close = record.indexOf(QUOTE, at + 1);
      at = close < 0 ? end : close + 1;
    } else {
      while (at < end && record[at] !== SPACE) at++;
    }
    const place = placeOf(record, keyStart, keyEnd);
    if (place) into.push({ ...place, bytes: untrusted(record, start, at) });
  }
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
