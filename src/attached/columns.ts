import { Catalog } from '../catalog/index.js';
import { applyAffinity, type Row, SqlError, type Value } from '../core/index.js';
import { rowEvaluator } from '../exec/index.js';
import { Host, type SqliteRecord } from '../host/index.js';
import { bindTableExprs, columnsIn } from '../sql/planner/index.js';
import { checkKept } from '../statements/index.js';
import type { StoredColumn, TableSchema } from '../store/index.js';
import type { FileTable } from './definition.js';

export type ReadColumn = (row: SqliteRecord) => Value;

/**
 * How the columns of a table are read off its rows, by slot: rowids, values, the defaults of columns that are younger than
 * the row, and what is generated.
 * @param warn hears of a column that cannot be generated: it is null
 */
export function columnReaders({ schema }: FileTable, warn: (message: string) => void): readonly ReadColumn[] {
  const positions = positionsIn(schema);
  const readers: ReadColumn[] = [];
  const expressions = new Expressions(schema, readers);
  schema.columns.forEach((column, slot) => {
    if (slot === schema.rowidColumn) readers.push((row) => row.rowid);
    else if (column.generated && !column.generated.stored) readers.push(generated(expressions, slot, warn));
    else readers.push(stored(positions.indexOf(slot), column.affinity === 'real', expressions.defaultOf(slot)));
  });
  return readers;
}

/** The slots that a record has, in its order: WITHOUT ROWID, those of the key come first. */
function positionsIn({ columns, primaryKey = [] }: TableSchema): number[] {
  const kept = columns.flatMap(({ generated }, slot) => (generated && !generated.stored ? [] : [slot]));
  return [...new Set([...primaryKey.map(({ slot }) => slot), ...kept])];
}

/** A REAL that is whole is kept as an INTEGER. */
function stored(position: number, isReal: boolean, otherwise: () => Value): ReadColumn {
  if (isReal)
    return (row) => {
      const value = row.value(position);
      return value === undefined ? otherwise() : applyAffinity(value, 'real');
    };
  return (row) => {
    const value = row.value(position);
    return value === undefined ? otherwise() : value;
  };
}

function generated(expressions: Expressions, slot: number, warn: (message: string) => void): ReadColumn {
  try {
    return expressions.generate(slot);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    warn(`a column cannot be generated: ${error.message}`);
    return () => null;
  }
}

/** What CREATE TABLE says in expressions, evaluated by the engine. */
class Expressions {
  readonly #catalog = new Catalog([]);
  readonly #host = new Host();

  constructor(
    private readonly schema: TableSchema,
    private readonly readers: readonly ReadColumn[],
  ) {}

  /** What a row has that is older than its column. */
  defaultOf(slot: number): () => Value {
    const column = this.schema.columns[slot];
    const written = column?.default;
    if (!column || !written) return () => null;
    let known: Value | undefined;
    return () => {
      if (known === undefined) {
        const { columns, exprs } = bindTableExprs(this.#catalog, this.schema, [written.expr], this.schema.sql);
        const [value = null] = rowEvaluator(columns, exprs, { host: this.#host })([]);
        known = applyAffinity(value, column.affinity);
      }
      return known;
    };
  }

  /** @throws SqlError for an expression that is none, or that needs its own value */
  generate(slot: number): ReadColumn {
    this.#refuseCircle(slot, []);
    const column = this.schema.columns[slot] as StoredColumn; // it has one that is generated
    const { columns, exprs, reads } = this.#bound(slot);
    const evaluate = rowEvaluator(columns, exprs, { host: this.#host });
    return (row) => {
      const values: Row = new Array(columns.length).fill(null);
      for (const read of reads) values[read] = this.readers[read]?.(row) ?? null;
      return applyAffinity(evaluate(values)[0] ?? null, column.affinity);
    };
  }

  /** The expression of a generated column, and the slots that it reads. */
  #bound(slot: number) {
    const { sql, columns: own } = this.schema;
    const written = own[slot]?.generated;
    if (!written) return { columns: [], exprs: [], reads: [] };
    checkKept(written.expr, 'generated columns');
    const { columns, exprs } = bindTableExprs(this.#catalog, this.schema, [written.expr], sql, 'generated columns');
    const ids = new Set(exprs.flatMap((expr) => [...columnsIn(expr)]));
    return { columns, exprs, reads: own.flatMap((_, at) => (ids.has(columns[at]?.id ?? 0) ? [at] : [])) };
  }

  #refuseCircle(slot: number, above: readonly number[]): void {
    if (above.includes(slot))
      throw new SqlError('misuse', `generated column loop on "${this.schema.columns[slot]?.name}"`);
    for (const read of this.#bound(slot).reads) this.#refuseCircle(read, [...above, slot]);
  }
}
