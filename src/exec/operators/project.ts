import type { Row, Value } from '../../core/index.js';
import type { Project } from '../../sql/planner/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { type ProjectKernel, projectKernel, Warming } from '../generate/index.js';
import type { Run } from '../run.js';
import { type Batch, eachRow, type Operator, Pending, type Stream } from '../stream.js';

/** Computes columns. `mayWait`: one of them holds a subquery. */
export function project(plan: Project, input: Operator, scope: ExprScope, mayWait: boolean): Operator {
  const columns = plan.items.map((item) => item.column);
  const positions = plan.items.map((item) =>
    item.expr.kind === 'column' ? scope.position(item.expr.column) : undefined,
  );
  // Columns handed on as they stand: the rows may be, too.
  if (positions.length === input.columns.length && positions.every((position, index) => position === index))
    return { columns, open: () => input.open() };
  const make = positions.every((position) => position !== undefined)
    ? picker(positions)
    : maker(plan.items.map((item) => scope.value(item.expr)));
  const { run } = scope;
  const kernel =
    !mayWait &&
    new Warming<ProjectKernel>(
      (rows, made) => makeAll(rows, make, made),
      () =>
        projectKernel(
          plan.items.map((item) => item.expr),
          scope,
        ),
      run.warmRows,
    );
  return {
    columns,
    open: () => projected(input, make, kernel, run),
  };
}

function* projected(
  input: Operator,
  make: (row: Row) => Row,
  kernel: Warming<ProjectKernel> | false,
  run: Run,
): Stream {
  for (const item of input.open()) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    const rows: Row[] = [];
    if (kernel) kernel.take(item.length)(item, rows);
    else yield* eachRow(item, (row) => void rows.push(make(row)));
    yield rows;
    if (run.pauseDue()) yield run.pause();
  }
}

function makeAll(rows: Batch, make: (row: Row) => Row, made: Row[]): void {
  for (let i = 0; i < rows.length; i++) made.push(make(rows[i] as Row)); // within bounds
}

function maker(values: readonly Evaluate[]): (row: Row) => Row {
  const [a, b] = values;
  if (a && values.length === 1) return (row) => [a(row)];
  if (a && b && values.length === 2) return (row) => [a(row), b(row)];
  return (row) => {
    const made: Row = new Array(values.length);
    for (let i = 0; i < values.length; i++) made[i] = (values[i] as Evaluate)(row); // within bounds
    return made;
  };
}

/** Columns of the input in another order or number. */
export function picker(positions: readonly number[]): (row: Row) => Row {
  return (row) => {
    const picked: Row = new Array(positions.length);
    for (let i = 0; i < positions.length; i++) picked[i] = row[positions[i] as number] as Value; // positions are within the row
    return picked;
  };
}
