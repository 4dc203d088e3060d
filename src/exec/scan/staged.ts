import type { Cell, ColumnSpec } from '../../catalog/index.js';
import type { Row, Value } from '../../core/index.js';
import { Refused } from '../../host/index.js';
import { columnsIn, type Scan } from '../../sql/planner/index.js';
import { type ExprScope, scopeOf, type Test } from '../expressions/index.js';
import { converterOf } from './cells.js';

/** Columns to read, and what the row must satisfy then. */
interface Stage {
  readonly columns: readonly number[];
  readonly test: Test | undefined;
}

/** Reads a row off a subject column by column; undefined as soon as a check fails. May throw `Gone`. */
export function stagedReader(
  plan: Scan,
  columns: readonly ColumnSpec[],
  { run, build }: ExprScope,
): (subject: unknown) => Row | undefined {
  const scope = scopeOf(run, build, plan.columns);
  const cells = columns.map((column) => cellReader(column, run.emptyText));
  const stages = stagesOf(plan, scope);
  return (subject) => {
    const row: Row = new Array(cells.length).fill(null);
    for (const { columns: read, test } of stages) {
      for (const at of read) row[at] = (cells[at] as (subject: unknown) => Value)(subject); // one cell per column
      if (test && !test(row)) return undefined;
    }
    return row;
  };
}

function stagesOf({ columns, checks = [] }: Scan, scope: ExprScope): Stage[] {
  const left = new Set(columns.keys());
  const stages = checks.map((check): Stage => {
    const wanted = columnsIn(check);
    const read = [...left].filter((at) => wanted.has(columns[at]?.id ?? 0));
    for (const at of read) left.delete(at);
    return { columns: read, test: scope.isTrue(check) };
  });
  return [...stages, { columns: [...left], test: undefined }];
}

/** A cell whose source the host refuses is null. */
function cellReader(column: ColumnSpec, emptyText: boolean): (subject: unknown) => Value {
  const convert = converterOf(column.type, emptyText);
  return (subject) => {
    let cell: Cell = null;
    try {
      cell = column.read(subject as never) as Cell; // specs erase the subject's type
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    return convert(cell);
  };
}
