import t from 'tap';
import { Catalog } from '../../src/catalog/index.js';
import { SqlError } from '../../src/core/index.js';
import { openEngine, type RunOptions } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';

/** All of it in one engine: what one query does wrong must not be felt by the next. */
const engine = openEngine({ catalog: new Catalog([]), host: new Host() });

/** A query may take this long past its time limit: the machine that runs the tests does other things too. */
const GRACE_MS = 4000;

interface Hostile {
  readonly name: string;
  readonly sql: string;
  /** The error's code and the start of its message, or the first value. */
  readonly gives: readonly [code: string, message: string] | { readonly first: unknown };
  readonly options?: RunOptions;
}

const list = (count: number, item: (index: number) => string, separator = ','): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(separator);
const nested = (count: number, before: string, middle: string, after: string): string =>
  before.repeat(count) + middle + after.repeat(count);

/** A table `n(i)` of 1 to `count`. */
const numbers = (count: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
/** `s`, longer with each step. */
const growing = (next: string): string =>
  `WITH RECURSIVE d(i, s) AS (SELECT 1, 'x' UNION ALL SELECT i + 1, ${next} FROM d WHERE i < 80) SELECT max(length(s)) FROM d`;
const ENDLESS = 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)';
/** Each reads the one before it twice. */
const doubling = (how: string): string =>
  `WITH c0 AS (SELECT 1 AS x), ${list(40, (i) => `c${i + 1} AS ${how} (SELECT * FROM c${i} UNION ALL SELECT * FROM c${i})`)} SELECT count(*) FROM c40`;

const TOO_BIG = ['limit', 'string or blob too big'] as const;
const TOO_DEEP = ['limit', 'Expression tree is too large (maximum depth 1000)'] as const;
const OVERFLOW = ['limit', 'parser stack overflow'] as const;
const TOO_LATE = ['timeout', 'query took longer than 300 ms'] as const;
const NO_MEMORY = ['budget', 'out of memory budget: '] as const;
const shortly = { timeoutMs: 300 };
const small = { memoryBytes: 1 << 20 };
const medium = { memoryBytes: 16 << 20 };

const hostile: readonly Hostile[] = [
  { name: 'a huge blob', sql: 'SELECT zeroblob(1e12)', gives: TOO_BIG },
  { name: 'a blob of a negative size', sql: 'SELECT length(zeroblob(-1))', gives: { first: 0 } },
  { name: 'huge noise', sql: 'SELECT randomblob(1000000001)', gives: TOO_BIG },
  { name: 'a wide number', sql: "SELECT printf('%999999999d', 1)", gives: TOO_BIG },
  { name: 'a width from an argument', sql: "SELECT printf('%*d', 2147483647, 1)", gives: TOO_BIG },
  { name: 'a precise number', sql: "SELECT printf('%.999999999f', 1.0)", gives: TOO_BIG },
  { name: 'many digits', sql: "SELECT printf('%.999999999d', 1)", gives: TOO_BIG },
  { name: 'a wide text', sql: "SELECT printf('%999999999s', 'x')", gives: TOO_BIG },
  { name: 'wide texts together', sql: `SELECT printf('${'%200000000s'.repeat(6)}', 1, 2, 3, 4, 5, 6)`, gives: TOO_BIG },
  { name: 'hex of a long blob', sql: 'SELECT hex(zeroblob(300000000))', gives: TOO_BIG },
  { name: 'quote of a long blob', sql: 'SELECT quote(zeroblob(300000000))', gives: TOO_BIG },
  {
    name: 'replace that explodes',
    sql: "SELECT replace(hex(zeroblob(50000)), '0', hex(zeroblob(50000)))",
    gives: TOO_BIG,
  },
  { name: 'a text doubled by ||', sql: growing('s || s'), gives: NO_MEMORY, options: medium },
  { name: 'a text doubled by concat', sql: growing('concat(s, s)'), gives: NO_MEMORY, options: medium },
  { name: 'a text doubled by replace', sql: growing("replace(s, 'x', 'xx')"), gives: NO_MEMORY, options: medium },
  { name: 'a text doubled by printf', sql: growing("printf('%s%s', s, s)"), gives: NO_MEMORY, options: medium },
  { name: 'a text doubled by hex', sql: growing('hex(s)'), gives: NO_MEMORY, options: medium },
  {
    name: 'group_concat of long texts',
    sql: `${numbers(1_000_000)} SELECT length(group_concat(hex(zeroblob(5000)))) FROM n`,
    gives: NO_MEMORY,
    options: medium,
  },
  {
    name: 'a text that grows from row to row of a window',
    sql: `${numbers(5000)}, w AS (SELECT group_concat(hex(zeroblob(5000))) OVER (ORDER BY i) AS s FROM n) SELECT max(length(s)) FROM w`,
    gives: NO_MEMORY,
    options: medium,
  },
  {
    name: 'long texts in a window, too late',
    sql: `${numbers(5000)}, w AS (SELECT group_concat(hex(zeroblob(5000))) OVER (ORDER BY i) AS s FROM n) SELECT max(length(s)) FROM w`,
    gives: TOO_LATE,
    options: { timeoutMs: 300, memoryBytes: 2 ** 40 },
  },
  {
    name: 'long values in generated code',
    sql: `${numbers(1000)} SELECT sum(length(randomblob(5000000 + i))), sum(length(hex(zeroblob(3000000)) || i)) FROM n`,
    gives: TOO_LATE,
    options: { timeoutMs: 300, warmRows: 0 } as RunOptions, // for tests alone
  },
  { name: 'a recursion without end', sql: `${ENDLESS} SELECT max(n) FROM c`, gives: TOO_LATE, options: shortly },
  {
    name: 'a recursion without end that finds nothing',
    sql: `${ENDLESS} SELECT EXISTS (SELECT 1 FROM c WHERE n < 0)`,
    gives: TOO_LATE,
    options: shortly,
  },
  {
    name: 'a recursion that remembers',
    sql: 'WITH RECURSIVE c(n) AS (SELECT 1 UNION SELECT n + 1 FROM c) SELECT max(n) FROM c',
    gives: NO_MEMORY,
    options: small,
  },
  {
    name: 'a series without end',
    sql: 'SELECT count(*) FROM generate_series(1, 9223372036854775807)',
    gives: TOO_LATE,
    options: shortly,
  },
  {
    name: 'long values in one batch',
    sql: `${numbers(1000)} SELECT sum(length(randomblob(5000000 + i))) FROM n`,
    gives: TOO_LATE,
    options: shortly,
  },
  {
    name: 'long texts compared',
    sql: `${numbers(1000)} SELECT length(max(i || hex(zeroblob(2000000)))) FROM n`,
    gives: TOO_LATE,
    options: shortly,
  },
  {
    name: 'a product of tables, too many rows',
    sql: `${numbers(2000)} SELECT 1 FROM n AS a, n AS b`,
    gives: ['limit', 'more than 10000 rows'],
    options: { maxRows: 10_000 },
  },
  {
    name: 'a product of tables, counted',
    sql: `${numbers(5000)} SELECT count(*) FROM n AS a, n AS b, n AS c`,
    gives: TOO_LATE,
    options: shortly,
  },
  {
    name: 'a product of tables, no row fits',
    sql: `${numbers(50_000)} SELECT 1 FROM n AS a, n AS b WHERE a.i + b.i < 0`,
    gives: TOO_LATE,
    options: shortly,
  },
  {
    name: 'a product of 64 tables',
    sql: `WITH t(a) AS (VALUES (1), (2)) SELECT count(*) FROM ${list(64, (i) => `t AS t${i}`)}`,
    gives: TOO_LATE,
    options: shortly,
  },
  ...['ORDER BY 1', 'GROUP BY i', 'UNION SELECT 0'].map(
    (end): Hostile => ({
      name: `many rows, little memory: ${end}`,
      sql: `${numbers(1_000_000)} SELECT i FROM n ${end}`,
      gives: NO_MEMORY,
      options: small,
    }),
  ),
  {
    name: 'many rows joined, little memory',
    sql: `${numbers(1_000_000)} SELECT count(*) FROM n AS a JOIN n AS b ON a.i = b.i`,
    gives: NO_MEMORY,
    options: small,
  },
  {
    name: 'many rows numbered, little memory',
    sql: `${numbers(1_000_000)} SELECT row_number() OVER (ORDER BY i DESC) FROM n`,
    gives: NO_MEMORY,
    options: small,
  },
  {
    name: 'many different values, little memory',
    sql: `${numbers(1_000_000)} SELECT count(DISTINCT i) FROM n`,
    gives: NO_MEMORY,
    options: small,
  },
  {
    name: 'many rows in a list, little memory',
    sql: `${numbers(1_000_000)} SELECT json_group_array(i) FROM n`,
    gives: NO_MEMORY,
    options: small,
  },
  {
    name: 'the first of many rows need little memory',
    sql: `${numbers(100_000)} SELECT i FROM n ORDER BY i DESC LIMIT 3`,
    gives: { first: 100_000 },
    options: small,
  },
  {
    name: 'LIKE with 200 %',
    sql: `SELECT '${'a'.repeat(10_000)}' LIKE '${'%a'.repeat(200)}%b'`,
    gives: { first: 0 },
    options: { timeoutMs: 2000 },
  },
  {
    name: 'GLOB with 200 classes',
    sql: `SELECT hex(zeroblob(5000)) GLOB '${'*[0-9]'.repeat(200)}x'`,
    gives: { first: 0 },
    options: { timeoutMs: 2000 },
  },
  {
    name: 'a long pattern',
    sql: "SELECT 'a' LIKE hex(zeroblob(25001))",
    gives: ['limit', 'LIKE or GLOB pattern too complex'],
  },
  {
    name: 'a pattern that backtracks',
    sql: `SELECT '${'a'.repeat(5000)}b' REGEXP '^(a+)+$'`,
    gives: { first: 0 },
    options: { timeoutMs: 2000 },
  },
  {
    name: 'repeats of repeats',
    sql: "SELECT 'a' REGEXP '((a{1,100}){1,100}){1,100}'",
    gives: ['runtime', 'Invalid regex'],
  },
  {
    name: 'a deep pattern',
    sql: `SELECT 'a' REGEXP '${nested(9000, '(', 'a', ')')}'`,
    gives: ['runtime', 'Invalid regex'],
  },
  { name: 'a long sum', sql: `SELECT ${'1 + '.repeat(1000)}1`, gives: TOO_DEEP },
  { name: 'a sum that just fits', sql: `SELECT ${'1 + '.repeat(999)}1`, gives: { first: 1000 } },
  { name: 'a very long sum', sql: `SELECT ${'1 + '.repeat(100_000)}1`, gives: TOO_DEEP },
  { name: 'many signs', sql: `SELECT ${'- '.repeat(100_000)}1`, gives: TOO_DEEP },
  { name: 'many NOTs', sql: `SELECT ${'NOT '.repeat(100_000)}1`, gives: TOO_DEEP },
  { name: 'parentheses', sql: `SELECT ${nested(100_000, '(', '1', ')')}`, gives: OVERFLOW },
  { name: 'CASE in CASE', sql: `SELECT ${nested(10_000, 'CASE WHEN 1 THEN ', '1', ' END')}`, gives: OVERFLOW },
  { name: 'queries in FROM', sql: nested(5000, 'SELECT * FROM (', 'SELECT 1', ')'), gives: OVERFLOW },
  { name: 'queries in columns', sql: nested(5000, 'SELECT (', 'SELECT 1', ')'), gives: OVERFLOW },
  { name: '2000 columns', sql: `SELECT ${list(2000, String)}`, gives: { first: 0 } },
  { name: '2001 columns', sql: `SELECT ${list(2001, String)}`, gives: ['limit', 'too many columns in result set'] },
  { name: '500 arms', sql: list(500, (i) => `SELECT ${i}`, ' UNION ALL '), gives: { first: 0 } },
  {
    name: '501 arms',
    sql: list(501, (i) => `SELECT ${i}`, ' UNION ALL '),
    gives: ['limit', 'too many terms in compound SELECT'],
  },
  {
    name: '64 tables joined',
    sql: `WITH t(a) AS (VALUES (1), (2)) SELECT count(*) FROM ${list(64, (i) => `t AS t${i}`)} WHERE ${list(63, (i) => `t${i}.a = t${i + 1}.a`, ' AND ')}`,
    gives: { first: 2 },
  },
  {
    name: '65 tables joined',
    sql: `SELECT 1 FROM ${list(65, (i) => `(SELECT 1) AS t${i}`)}`,
    gives: ['limit', 'at most 64 tables in a join'],
  },
  {
    name: '128 arguments',
    sql: `SELECT max(${list(128, String)})`,
    gives: ['limit', 'too many arguments on function max'],
  },
  {
    name: 'expressions that double, read anew',
    sql: doubling('NOT MATERIALIZED'),
    gives: ['limit', 'too many views and'],
  },
  { name: 'expressions that double, kept', sql: doubling('MATERIALIZED'), gives: NO_MEMORY, options: small },
  { name: 'a list of 20,000 values', sql: `SELECT 19999 IN (${list(20_000, String)})`, gives: { first: 1 } },
  {
    name: 'a number of a million digits',
    sql: `SELECT CAST('${'9'.repeat(1_000_000)}' AS INTEGER) > 0`,
    gives: { first: 1 },
  },
  { name: 'a name of a million letters', sql: `SELECT 1 AS ${'a'.repeat(1_000_000)}`, gives: { first: 1 } },
  { name: 'deep JSON', sql: `SELECT json_valid('${'['.repeat(100_000)}')`, gives: { first: 0 } },
];

for (const { name, sql, gives, options } of hostile) {
  t.test(name, async (t) => {
    const started = performance.now();
    const outcome = await first(sql, options);
    const elapsedMs = performance.now() - started;
    if ('first' in gives) t.strictSame(outcome, gives.first);
    else if (!(outcome instanceof SqlError)) t.fail(`no error: ${String(outcome).slice(0, 200)}`);
    else {
      t.equal(outcome.code, gives[0]);
      t.equal(outcome.message.slice(0, gives[1].length), gives[1]);
    }
    if (options?.timeoutMs !== undefined) t.ok(elapsedMs < options.timeoutMs + GRACE_MS, `took ${elapsedMs} ms`);
    t.equal(await first('SELECT 1'), 1, 'the next query runs');
  });
}

/** The first value of the first row, or the error. */
async function first(sql: string, options?: RunOptions): Promise<unknown> {
  const rows: unknown[][] = [];
  try {
    for (const prepared of engine.prepareEach(sql)) {
      for await (const batch of prepared.run(options)) if (rows.length === 0) rows.push(...batch.slice(0, 1));
    }
    return rows[0]?.[0];
  } catch (error) {
    return error;
  }
}
