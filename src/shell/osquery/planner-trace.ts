import type { ScanRequest, TableSpec } from '../../catalog/index.js';

const OPERATORS = { like: 'LIKE', glob: 'GLOB', regexp: 'REGEX' } as const;
/** SQLite's numbers of operators. */
const CODES: Readonly<Record<string, number>> = {
  '=': 2,
  '>': 4,
  '<=': 8,
  '<': 16,
  '>=': 32,
  LIKE: 65,
  GLOB: 66,
  REGEX: 67,
};

interface Constraint {
  readonly column: string;
  readonly operator: string;
  readonly value: unknown;
}

/** The tables, such that each scan is told of in the words of osquery's `--planner`. */
export function tracedTables(tables: readonly TableSpec[], tell: (line: string) => void): TableSpec[] {
  let cursors = 0;
  const say = (line: string): void => tell(`osquery planner: ${line}`);
  return tables.map((table) => ({
    ...table,
    scan(request: ScanRequest) {
      const cursor = cursors++;
      tellOfScan(table, request, cursor, say);
      const rows = table.scan(request);
      const end = (count: number): void => {
        say(`xFilter ${table.name} generate returned row count:${count}`);
        say(`Closing cursor (${cursor})`);
      };
      return Symbol.asyncIterator in rows ? countedAsync(rows, end) : counted(rows, end);
    },
  }));
}

function tellOfScan(
  { name, columns }: TableSpec,
  { lookup }: ScanRequest,
  cursor: number,
  say: (line: string) => void,
) {
  const constraints = Object.entries(lookup).flatMap(([column, of]) => (of ? constraintsOf(column, of) : []));
  constraints.forEach(({ column }, index) => {
    const at = columns.findIndex((one) => one.name === column);
    say(`xBestIndex Evaluating constraints for table: ${name} [index=${index} column=${at} term=${index} usable=1]`);
  });
  constraints.forEach(({ column, operator }, index) => {
    const op = CODES[operator] ?? 0;
    say(`xBestIndex Adding index constraint for table: ${name} [column=${column} arg_index=${index + 1} op=${op}]`);
  });
  const size = constraints.length;
  const cost = size > 0 ? '1.000000' : '1000000.000000';
  say(`xBestIndex Recording constraint set for table: ${name} [cost=${cost} size=${size} idx=0]`);
  say(`xOpen Opening cursor (${cursor}) for table: ${name}`);
  say(`xFilter Filtering called for table: ${name} [constraint_count=1 argc=${size} idx=0]`);
  for (const { column, operator, value } of constraints) {
    say(`xFilter Adding constraint to cursor (${cursor}): ${column} ${operator} ${value}`);
  }
  say(`Scanning rows for cursor (${cursor})`);
}

function constraintsOf(column: string, lookup: NonNullable<ScanRequest['lookup'][string]>): Constraint[] {
  const { values = [], range, patterns = [] } = lookup;
  const found: Constraint[] = [...values].map((value) => ({ column, operator: '=', value }));
  if (range?.min !== undefined) {
    found.push({ column, operator: range.minInclusive === false ? '>' : '>=', value: range.min });
  }
  if (range?.max !== undefined) {
    found.push({ column, operator: range.maxInclusive === false ? '<' : '<=', value: range.max });
  }
  for (const { op, text } of patterns) found.push({ column, operator: OPERATORS[op], value: text });
  return found;
}

function* counted(rows: Iterable<unknown>, end: (count: number) => void): Generator<unknown> {
  let count = 0;
  try {
    for (const row of rows) {
      count++;
      yield row;
    }
  } finally {
    end(count);
  }
}

async function* countedAsync(rows: AsyncIterable<unknown>, end: (count: number) => void): AsyncGenerator<unknown> {
  let count = 0;
  try {
    for await (const row of rows) {
      count++;
      yield row;
    }
  } finally {
    end(count);
  }
}
