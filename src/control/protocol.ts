import { Real, type Value } from '../core/index.js';

/** What is asked of a running daemon: one JSON text a line. */
export type Request = { readonly do: 'status' } | { readonly do: 'query'; readonly sql: string };

/** What it answers, line by line; the last one is `end` or `error`. Empty lines mean nothing. */
export type Reply =
  | { readonly status: unknown }
  | { readonly columns: readonly { readonly name: string; readonly type: string }[] }
  | { readonly rows: readonly (readonly Cell[])[] }
  | { readonly warning: string }
  | { readonly error: Failure }
  | { readonly end: true };

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Where in the text, in UTF-16 units. */
  readonly span?: { readonly start: number; readonly end: number };
}

/** A value of SQL in JSON, of the same class when it is read back: what JSON cannot tell apart stands in an object. */
export type Cell =
  | null
  | number
  | string
  | { readonly integer: string }
  | { readonly real: string }
  | { readonly blob: string };

export function toCell(value: Value): Cell {
  switch (typeof value) {
    case 'bigint':
      return { integer: value.toString() };
    case 'number':
      return Number.isFinite(value) ? value : { real: String(value) };
    case 'string':
      return value;
    default:
      if (value === null) return null;
      if (value instanceof Real) return { real: Object.is(value.value, -0) ? '-0' : String(value.value) };
      return { blob: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  }
}

export function fromCell(cell: Cell): Value {
  if (cell === null || typeof cell !== 'object') return cell;
  if ('integer' in cell) return BigInt(cell.integer);
  if ('blob' in cell) return Buffer.from(cell.blob, 'base64');
  const value = Number(cell.real);
  return Number.isSafeInteger(value) ? new Real(value) : value;
}
