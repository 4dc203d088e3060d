import t from 'tap';
import { type TableSpec, tableOf } from '../../src/catalog/index.js';
import { Gone, real, SqlError, type Value } from '../../src/core/index.js';
import { Host, Refused } from '../../src/host/index.js';
import type { Expr, LookupTerm } from '../../src/sql/planner/index.js';
import { compare, filter, limit, lit, of, project, rowsOf, scan, values, waitedRows } from './plans.js';
import { endless, many, newCalls, people, peopleAsync } from './tables.js';

const terms = (...list: readonly LookupTerm[]): { lookups: readonly LookupTerm[] } => ({ lookups: list });
const equal = (column: string, ...list: readonly (Value | Expr)[]): LookupTerm => ({
  kind: 'values',
  column,
  values: list.map((value) => (value !== null && typeof value === 'object' && 'kind' in value ? value : lit(value))),
});
const range = (column: string, op: '<' | '<=' | '>' | '>=', value: Value): LookupTerm => ({
  kind: 'range',
  column,
  op,
  value: lit(value),
});
const like = (column: string, ...patterns: readonly Value[]): LookupTerm => ({
  kind: 'patterns',
  column,
  op: 'like',
  patterns: patterns.map(lit),
});

/** What each case's table is asked: one entry per call of its scan. */
const ASKED: readonly (readonly [name: string, terms: readonly LookupTerm[], asked: readonly unknown[]])[] = [
  ['nothing', [], [{}]],
  ['one value', [equal('id', 3)], [{ id: [3] }]],
  ['distinct values in ascending order', [equal('id', 3, 1, 3, 2)], [{ id: [1, 2, 3] }]],
  ['typed as the column is', [equal('id', '2', real(1))], [{ id: [1, 2] }]],
  ['values that no row can have are dropped', [equal('id', 'abc', 1.5, null, 2, new Uint8Array([1]))], [{ id: [2] }]],
  ['none left, no scan', [equal('id', 'abc', null)], []],
  ['more than the table takes at once', [equal('id', 1, 2, 3, 4, 5, 6)], [{ id: [1, 2, 3, 4] }, { id: [5, 6] }]],
  ['both of two terms', [equal('id', 1, 2, 3), equal('id', 2, 3, 4)], [{ id: [2, 3] }]],
  ['which leave nothing', [equal('id', 1), equal('id', 2)], []],
  ['two columns', [equal('id', 1), equal('name', 'Ana')], [{ id: [1], name: ['Ana'] }]],
  ['numbers for a text column', [equal('name', 5, real(1))], []],
  ['a number is below all text', [range('name', '>', 5)], [{}]],
  [
    'a range',
    [range('id', '>', 1), range('id', '<=', 4)],
    [{ id: { range: { min: 1, minInclusive: false, max: 4, maxInclusive: true } } }],
  ],
  [
    'the narrower of two',
    [range('id', '>', 1), range('id', '>=', 1), range('id', '>', 0)],
    [{ id: { range: { min: 1, minInclusive: false } } }],
  ],
  [
    'whole numbers above a fraction',
    [range('id', '>', 1.5), range('id', '<', '3.5')],
    [{ id: { range: { min: 2, minInclusive: true, max: 3, maxInclusive: true } } }],
  ],
  ['ends that cross', [range('id', '>', 4), range('id', '<', 4)], []],
  ['a null end', [range('id', '>', null)], []],
  ['a text end is above all numbers', [range('id', '<', 'x')], [{}]],
  ['values within a range', [equal('id', 1, 2, 3), range('id', '>=', 2)], [{ id: [2, 3] }]],
  ['a text range', [range('name', '>=', 'b')], [{ name: { range: { min: 'b', minInclusive: true } } }]],
  ['a pattern', [like('name', 'A%', null, 'A%')], [{ name: { patterns: ['like A% from A'] } }]],
  ['patterns of null', [like('name', null)], []],
  ['values that match a pattern', [equal('name', 'Ana', 'bob'), like('name', 'a%')], [{ name: ['Ana'] }]],
  [
    'two patterns: the engine sees to one',
    [like('name', '%e'), like('name', 'd%')],
    [{ name: { patterns: ['like %e from '] } }],
  ],
];

t.test('what a scan is told', async (t) => {
  for (const [name, lookups, asked] of ASKED) {
    const calls = newCalls();
    rowsOf(scan(people(calls), ['id'], terms(...lookups)));
    t.same(calls.lookups, asked, name);
  }
});

t.test('what the table is not told, the engine checks', async (t) => {
  const ids = (...lookups: readonly LookupTerm[]): unknown[] =>
    rowsOf(scan(people(), ['id'], terms(...lookups))).flat();
  t.same(ids(like('name', '%e'), like('name', 'd%')), [4]);
  t.same(ids(equal('id', 2n ** 60n, 3)), [3], 'values beyond what tables are told');
  t.same(ids(range('id', '<', 'x')), [1, 2, 3, 4, 5]);
  t.same(ids(range('id', '>', 'x')), []);
});

t.test('a table that takes values as a hint gives no row twice', async (t) => {
  const { table, text } = tableOf<string>();
  const letters = table({
    name: 'letters',
    description: '',
    columns: { letter: text('', (letter) => letter, { key: { exact: false, maxValues: 2 } }) },
    *scan() {
      yield* 'abcde';
    },
  });
  t.same(rowsOf(scan(letters, ['letter'], terms(equal('letter', 'a', 'b', 'c')))).flat(), ['a', 'b', 'c']);
});

t.test('values from a subquery and from patterns of the query', async (t) => {
  const calls = newCalls();
  const wanted = values(['v'], [[2], ['3'], [null], [2]]);
  t.same(
    rowsOf(scan(people(calls), ['id'], terms({ kind: 'subquery', column: 'id', subquery: { plan: wanted } }))).flat(),
    [2, 3],
  );
  t.same(calls.lookups, [{ id: [2, 3] }]);
  const single: Expr = { kind: 'scalar-subquery', subquery: { plan: project(scan(people(), ['id']), { x: lit(4) }) } };
  t.same(rowsOf(scan(people(), ['id'], terms(equal('id', single)))).flat(), [4]);
  const later = scan(peopleAsync(), ['id']);
  t.same(
    (
      await waitedRows(
        scan(people(), ['id'], terms(equal('id', { kind: 'scalar-subquery', subquery: { plan: later } }))),
      )
    ).flat(),
    [1],
  );
  t.same(
    (
      await waitedRows(
        scan(people(), ['name'], terms({ kind: 'subquery', column: 'id', subquery: { plan: limit(later, 2) } })),
      )
    ).flat(),
    ['Ana', 'bob'],
  );
});

t.test('a limit is passed on, and the scan stopped at it', async (t) => {
  const calls = newCalls();
  t.same(rowsOf(scan(people(calls, endless()), ['id'], { limit: 3 })).flat(), [1, 2, 3]);
  t.same(calls.limits, [3]);
  t.same(calls.read, [1, 2, 3]);
  t.equal(calls.closed, 1);
  t.same(rowsOf(scan(people(calls, endless()), ['id'], { limit: 0 })), []);
  t.equal(calls.closed, 1, 'no scan for no rows');
  const split = newCalls();
  t.same(rowsOf(scan(people(split), ['id'], { ...terms(equal('id', 1, 2, 3, 4, 5)), limit: 4 })).flat(), [1, 2, 3, 4]);
  t.same(split.lookups, [{ id: [1, 2, 3, 4] }], 'nor a second one');
});

t.test('a scan is stopped when nobody pulls on', async (t) => {
  const calls = newCalls();
  const rows = scan(people(calls, endless()), ['id', 'dept']);
  t.same(
    rowsOf(limit(filter(rows, compare(of(rows, 'dept'), '=', 'even')), 2)).map(([id]) => id),
    [2, 4],
  );
  t.ok(calls.read.length <= 8, `read ${calls.read.length} rows for two`);
  t.equal(calls.closed, 1);
  const later = newCalls();
  const far = scan(peopleAsync(later, endless()), ['id', 'dept']);
  t.same(
    (await waitedRows(limit(filter(far, compare(of(far, 'dept'), '=', 'even')), 1))).map(([id]) => id),
    [2],
  );
  t.ok(later.read.length <= 6, `read ${later.read.length} rows for one`);
  t.equal(later.closed, 1);
});

t.test('only the columns of the plan are read', async (t) => {
  const calls = newCalls();
  let names = 0;
  const { table, integer, text } = tableOf<number>();
  const counting = table({
    name: 'counting',
    description: '',
    columns: { id: integer('', (id) => id), name: text('', () => `n${names++}`) },
    *scan() {
      yield* [1, 2];
    },
  });
  t.same(rowsOf(scan(counting, ['id'])), [[1], [2]]);
  t.equal(names, 0);
  rowsOf(scan(people(calls), ['pay', 'id']));
  t.same(calls.columns, [['pay', 'id']]);
});

t.test('rows that vanish, sources that refuse', async (t) => {
  const { table, integer, text } = tableOf<number>();
  const shaky = table({
    name: 'shaky',
    description: '',
    columns: {
      id: integer('', (id) => id),
      name: text('', (id) => {
        if (id === 2) throw new Gone('no such process');
        if (id === 3) throw new Refused('/proc/3/exe');
        return `n${id}`;
      }),
    },
    *scan() {
      yield* [1, 2, 3, 4];
    },
  });
  t.same(rowsOf(scan(shaky)), [
    [1, 'n1'],
    [3, null],
    [4, 'n4'],
  ]);
  t.same(rowsOf(scan(shaky, ['id'])).flat(), [1, 2, 3, 4], 'a column that is not read fails nobody');
  t.same(rowsOf(scan(shaky), { nullText: 'empty' }), [
    [1, 'n1'],
    [3, ''],
    [4, 'n4'],
  ]);
});

function failing(error: Error, isAsync = false): TableSpec {
  const { table, integer } = tableOf<number>();
  const columns = { id: integer('', (id) => id) };
  if (isAsync) {
    return table({
      name: 'failing',
      description: '',
      columns,
      async *scan() {
        yield 1;
        throw error;
      },
    });
  }
  return table({
    name: 'failing',
    description: '',
    columns,
    *scan() {
      yield 1;
      throw error;
    },
  });
}

t.test('a scan that fails', async (t) => {
  const warnings: string[] = [];
  const options = { onWarning: (message: string) => void warnings.push(message) };
  t.same(rowsOf(scan(failing(new Gone('no such file'))), options), [[1]], 'a missing source is an empty one');
  t.same(warnings, []);
  t.same(rowsOf(scan(failing(new Refused('/etc/shadow'))), options), [[1]]);
  t.same(warnings, ['cannot read /etc/shadow: permission denied']);
  t.same(await waitedRows(scan(failing(new Refused('/etc/shadow'), true)), options), [[1]]);
  const thrown: unknown[] = [];
  for (const isAsync of [false, true]) {
    try {
      const rows = scan(failing(new RangeError('broken'), isAsync));
      if (isAsync) await waitedRows(rows);
      else rowsOf(rows);
    } catch (error) {
      thrown.push(error);
    }
  }
  for (const error of thrown) {
    t.ok(error instanceof SqlError);
    t.match(error, { code: 'runtime', message: 'broken', hint: /failing/, cause: { name: 'RangeError' } });
  }
  t.equal(thrown.length, 2);
});

t.test('warnings are heard once', async (t) => {
  const warnings: string[] = [];
  const { table, integer } = tableOf<number>();
  const warning = table({
    name: 'warning',
    description: '',
    columns: { id: integer('', (id) => id, { key: { maxValues: 1 } }) },
    warn: () => 'only your own',
    *scan({ warn, lookup }) {
      warn('half of it is missing');
      yield* lookup.id?.values ?? [];
    },
  });
  t.same(
    rowsOf(scan(warning, ['id'], terms(equal('id', 1, 2))), { onWarning: (message) => void warnings.push(message) }),
    [[1], [2]],
  );
  t.same(warnings, ['only your own', 'half of it is missing']);
});

t.test('cells take their class from the column', async (t) => {
  type Cells = Record<'text' | 'integer' | 'double' | 'blob', unknown>;
  const { table, text, bigint, double, blob } = tableOf<Cells>();
  const of = <V>(read: (cells: Cells) => unknown) => read as (cells: Cells) => V; // cells of types that no table should give
  const cells = (rows: readonly unknown[], name: keyof Cells): unknown[] => {
    const odd = table({
      name: 'odd',
      description: '',
      columns: {
        text: text(
          '',
          of((c) => c.text),
        ),
        integer: bigint(
          '',
          of((c) => c.integer),
        ),
        double: double(
          '',
          of((c) => c.double),
        ),
        blob: blob(
          '',
          of((c) => c.blob),
        ),
      },
      *scan() {
        for (const cell of rows) yield { text: cell, integer: cell, double: cell, blob: cell };
      },
    });
    return rowsOf(scan(odd, [name])).flat();
  };
  const bytes = new Uint8Array([0x61]);
  const odd = [
    null,
    undefined,
    true,
    false,
    5,
    2.5,
    -0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    7n,
    2n ** 60n,
    2n ** 64n - 1n,
    '12',
    'x',
    bytes,
    real(3),
  ];
  t.same(cells(odd, 'integer'), [null, null, 1, 0, 5, 2, 0, null, null, 7, 2n ** 60n, 2 ** 64, 12, null, null, 3]);
  t.same(cells(odd, 'double'), [
    null,
    null,
    'r1',
    'r0',
    'r5',
    2.5,
    -0.5,
    null,
    Number.POSITIVE_INFINITY,
    'r7',
    2 ** 60,
    2 ** 64,
    'r12',
    null,
    null,
    'r3',
  ]);
  t.same(cells(odd, 'text'), [
    null,
    null,
    '1',
    '0',
    '5',
    '2.5',
    '-0.5',
    null,
    'Inf',
    '7',
    '1152921504606846976',
    '18446744073709551615',
    '12',
    'x',
    'a',
    '3.0',
  ]);
  t.same(cells([bytes, 'x', null], 'blob'), [bytes, 'x', null]);
});

t.test('an asynchronous table comes over the border in batches', async (t) => {
  const calls = newCalls();
  const rows = await waitedRows(scan(peopleAsync(calls, many(3000)), ['id']));
  t.same(
    rows.flat(),
    Array.from({ length: 3000 }, (_, index) => index + 1),
  );
});

t.test('one scan serves two readers of the same rows', async (t) => {
  const calls = newCalls();
  const table = people(calls);
  const [a, b] = [scan(table, ['id', 'name']), scan(table, ['name'])];
  const union = { kind: 'union-all', inputs: [project(a, { n: of(a, 'name') }), b], columns: b.columns } as const;
  t.same(rowsOf(union).flat(), ['Ana', 'bob', 'Cy', 'dee', 'Eve', 'Ana', 'bob', 'Cy', 'dee', 'Eve']);
  t.equal(calls.lookups.length, 1);
  const apart = newCalls();
  const other = people(apart);
  const [one, two] = [scan(other, ['id'], terms(equal('id', 1))), scan(other, ['id'], terms(equal('id', 2)))];
  t.same(rowsOf({ kind: 'union-all', inputs: [one, two], columns: two.columns }).flat(), [1, 2]);
  t.equal(apart.lookups.length, 2, 'other rows, another scan');
  const [few, more] = [scan(people(newCalls(), many(1)), ['id']), scan(people(newCalls(), many(2)), ['id'])];
  t.same(rowsOf({ kind: 'union-all', inputs: [few, more], columns: more.columns }).flat(), [1, 1, 2], 'another table');
});

t.test('counts what a node touches', async (t) => {
  const { table, text } = tableOf<string>();
  const files = table({
    name: 'files',
    description: '',
    columns: { text: text('', (path) => path) },
    *scan({ host }) {
      host.readText('/proc/self/comm');
      yield 'x';
    },
  });
  const plan = scan(files);
  const stats = new Map();
  rowsOf(project(plan, { y: of(plan, 'text') }), { stats, host: new Host() });
  const [of1] = [...stats.entries()].filter(([node]) => node.kind === 'scan').map(([, stat]) => stat);
  t.match(of1, { rows: 1, calls: 1, scans: 1, filesOpened: 1 });
  t.equal(stats.size, 2);
});
