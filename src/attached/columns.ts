import { Catalog } from '../catalog/index.js';
import { applyAffinity, type Row, SqlError, type Value } from '../core/index.js';
import { rowEvaluator } from '../exec/index.js';
import { Host, type SqliteRecord } from '../host/index.js';
import type { Expr } from '../sql/parser/index.js';
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

/** Made ready when it is first read: a file may have thousands of such columns. */
function generated(expressions: Expressions, slot: number, warn: (message: string) => void): ReadColumn {
  let read: ReadColumn | undefined;
  return (row) => {
    read ??= generatedOrNull(expressions, slot, warn);
    return read(row);
  };
}

function generatedOrNull(expressions: Expressions, slot: number, warn: (message: string) => void): ReadColumn {
  try {
    return expressions.generate(slot);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    warn(`a column cannot be generated: ${error.message}`);
    return () => null;
  }
}

/** A virtual column's expression, ready to be evaluated over a row's slots. */
interface Step {
  readonly slot: number;
  /** The slots that it needs. */
  readonly reads: readonly number[];
  readonly evaluate: (slots: Row) => Value;
}

/** What CREATE TABLE says in expressions, evaluated by the engine. */
class Expressions {
  readonly #catalog = new Catalog([]);
  readonly #host = new Host();
  readonly #steps = new Map<number, Step>();

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
    const steps = this.#stepsTo(slot);
    const isMade = new Set(steps.map((step) => step.slot));
    const read = [...new Set(steps.flatMap(({ reads }) => reads))].filter((at) => !isMade.has(at));
    const width = this.schema.columns.length + 1;
    return (row) => {
      const slots: Row = new Array(width).fill(null);
      for (const at of read) slots[at] = this.readers[at]?.(row) ?? null;
      for (const step of steps) slots[step.slot] = step.evaluate(slots);
      return slots[slot] ?? null;
    };
  }

  /** What has to be computed one after the other, so that each finds what it needs. */
  #stepsTo(slot: number): Step[] {
    const steps: Step[] = [];
    const done = new Set<number>();
    const open = new Set<number>();
    const visit = (at: number): void => {
      const column = this.schema.columns[at];
      if (done.has(at) || !column?.generated || column.generated.stored) return;
      if (open.has(at)) throw new SqlError('misuse', `generated column loop on "${column.name}"`);
      open.add(at);
      const step = this.#step(at, column, column.generated.expr);
      for (const read of step.reads) visit(read);
      open.delete(at);
      done.add(at);
      steps.push(step);
    };
    visit(slot);
    return steps;
  }

  #step(slot: number, { affinity }: StoredColumn, expr: Expr): Step {
    const known = this.#steps.get(slot);
    if (known) return known;
    const { sql, columns: own } = this.schema;
    checkKept(expr, 'generated columns');
    const { columns, exprs } = bindTableExprs(this.#catalog, this.schema, [expr], sql, 'generated columns');
    const ids = new Set(exprs.flatMap((one) => [...columnsIn(one)]));
    const evaluate = rowEvaluator(columns, exprs, { host: this.#host });
    const step: Step = {
      slot,
      reads: own.flatMap((_, at) => (ids.has(columns[at]?.id ?? 0) ? [at] : [])),
      evaluate: (slots) => applyAffinity(evaluate(slots)[0] ?? null, affinity),
    };
    this.#steps.set(slot, step);
    return step;
  }
}
