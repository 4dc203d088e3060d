import type { Cell, ColumnSpec, ColumnType } from '../../catalog/index.js';
import {
  castTo,
  decodeText,
  INT64_MAX,
  INT64_MIN,
  integer,
  parseNumeric,
  Real,
  type Row,
  real,
  toText,
  type Value,
} from '../../core/index.js';
import { Refused } from '../../host/index.js';

/** What a table's `read` gave, as a value of the column's type. */
export type Convert = (cell: Cell) => Value;

/** Reads one row off a subject that a scan yielded. May throw `Gone`. */
export type ReadRow = (subject: unknown) => Row;

/**
 * A reader of these columns. A cell whose source the host refuses is null (or what null text is).
 * `emptyText`: text that a table does not know is '' instead of null.
 */
export function rowReader(columns: readonly ColumnSpec[], emptyText: boolean): ReadRow {
  const converters = columns.map(({ type }) => converterOf(type, emptyText));
  const width = columns.length;
  return (subject) => {
    const row: Row = new Array(width);
    try {
      for (let i = 0; i < width; i++)
        row[i] = (converters[i] as Convert)((columns[i] as ColumnSpec).read(subject as never) as Cell); // within bounds; specs erase the subject's type
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return columns.map((column, i) => (converters[i] as Convert)(readAllowed(column, subject))); // one converter per column
    }
    return row;
  };
}

function readAllowed(column: ColumnSpec, subject: unknown): Cell {
  try {
    return column.read(subject as never) as Cell; // specs erase the subject's type
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

export function converterOf(type: ColumnType, emptyText: boolean): Convert {
  switch (type) {
    case 'text':
      return emptyText ? (cell) => toTextCell(cell) ?? '' : toTextCell;
    case 'integer':
    case 'bigint':
    case 'unsigned_bigint':
      return toIntegerCell;
    case 'double':
      return toRealCell;
    case 'blob':
      return toBlobCell;
  }
}

function toTextCell(cell: Cell): Value {
  if (typeof cell === 'string') return cell;
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  if (typeof cell === 'number' && Number.isNaN(cell)) return null;
  return cell instanceof Uint8Array ? decodeText(cell) : toText(cell);
}

/** Whole numbers only: fractions are cut off, and what 64 bits cannot hold becomes the nearest REAL, as such a literal does. */
function toIntegerCell(cell: Cell): Value {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? cell : fromFloat(cell);
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'bigint') return cell >= INT64_MIN && cell <= INT64_MAX ? integer(cell) : real(Number(cell));
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (cell instanceof Real) return cell.value;
  const number = parseNumeric(typeof cell === 'string' ? cell : decodeText(cell));
  return number === null ? null : castTo(number, 'integer');
}

function fromFloat(cell: number): Value {
  if (!Number.isFinite(cell)) return null;
  const whole = Math.trunc(cell);
  // + 0: the cut -0.5 is no negative zero.
  return Number.isSafeInteger(whole) ? whole + 0 : toIntegerCell(BigInt(whole));
}

function toRealCell(cell: Cell): Value {
  if (typeof cell === 'number') return real(cell);
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'boolean') return real(cell ? 1 : 0);
  if (typeof cell === 'bigint') return real(Number(cell));
  if (cell instanceof Real) return cell;
  const number = parseNumeric(typeof cell === 'string' ? cell : decodeText(cell));
  return number === null ? null : castTo(number, 'real');
}

/** A BLOB column has no affinity: numbers and text stay what they are. */
function toBlobCell(cell: Cell): Value {
  if (cell === undefined) return null;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'bigint') return toIntegerCell(cell);
  return typeof cell === 'number' && Number.isNaN(cell) ? null : cell;
}
