import { smallerStatements } from './reduce.js';
import type { Schema, TableModel } from './schema.js';

/** What shows a difference: a database, statements that change it, and the one whose outcomes differ. */
export interface Case {
  readonly schema: Schema;
  readonly script: readonly string[];
  readonly sql: string;
}

/** A smaller case of which `differs` is still true: no single step makes it smaller, unless this much time of a CPU was used. */
export async function shrink(
  start: Case,
  differs: (smaller: Case) => Promise<boolean>,
  limitMs: number,
): Promise<Case> {
  const started = process.cpuUsage();
  const usedMs = (): number => process.cpuUsage(started).user / 1000;
  let best = start;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const smaller of smallerCases(best)) {
      if (usedMs() > limitMs) return best;
      await new Promise(setImmediate); // so that a worker can say that it is alive
      if (!(await differs(smaller))) continue;
      best = smaller;
      isSmaller = true;
      break;
    }
  }
  return best;
}

function* smallerCases(of: Case): Iterable<Case> {
  for (const tables of withoutOne(of.schema.tables)) yield withTables(of, tables);
  for (const views of withoutOne(of.schema.views)) yield { ...of, schema: { ...of.schema, views } };
  for (const script of withoutOne(of.script)) yield { ...of, script };
  for (const sql of smallerStatements(of.sql)) yield { ...of, sql };
  for (const [index, statement] of of.script.entries()) {
    for (const sql of smallerStatements(statement)) yield { ...of, script: of.script.with(index, sql) };
  }
  for (const [index, view] of of.schema.views.entries()) {
    for (const sql of smallerStatements(view.sql)) {
      yield { ...of, schema: { ...of.schema, views: of.schema.views.with(index, { ...view, sql }) } };
    }
  }
  for (const [index, table] of of.schema.tables.entries()) {
    for (const smaller of smallerTables(table)) yield withTables(of, of.schema.tables.with(index, smaller));
  }
}

const withTables = (of: Case, tables: readonly TableModel[]): Case => ({ ...of, schema: { ...of.schema, tables } });

function* smallerTables(table: TableModel): Iterable<TableModel> {
  const half = Math.ceil(table.rows.length / 2);
  if (half > 1) {
    yield { ...table, rows: table.rows.slice(0, half) };
    yield { ...table, rows: table.rows.slice(half) };
  }
  for (const rows of withoutOne(table.rows)) yield { ...table, rows };
  for (const indexes of withoutOne(table.indexes)) yield { ...table, indexes };
  for (const index of table.columns.keys()) {
    if (index === 0) continue;
    yield {
      ...table,
      columns: table.columns.toSpliced(index, 1),
      rows: table.rows.map((row) => row.toSpliced(index, 1)),
    };
  }
  for (const [index, column] of table.columns.entries()) {
    if (column.collation !== '') yield { ...table, columns: table.columns.with(index, { ...column, collation: '' }) };
  }
}

function* withoutOne<T>(list: readonly T[]): Iterable<readonly T[]> {
  for (const index of list.keys()) yield list.toSpliced(index, 1);
}
