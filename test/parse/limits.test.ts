import t from 'tap';
import { SqlError } from '../../src/core/index.js';
import { parse, parseEach, print, type Statement } from '../../src/sql/parser/index.js';

/** Far more than any of these takes, and far less than what grows with the square of its size would. */
const PATIENCE_MS = 10_000;

const chain = (count: number, of: string, between: string): string => new Array(count).fill(of).join(between);
const nested = (depth: number, open: string, core: string, close: string): string =>
  open.repeat(depth) + core + close.repeat(depth);

const TOO_LARGE = 'Expression tree is too large (maximum depth 1000)';
const OVERFLOW = 'parser stack overflow';

/** What the parser says: the statements' number, or the error's text. */
function verdict(sql: string): string {
  try {
    return `${parse(sql).length} parsed`;
  } catch (error) {
    return error instanceof SqlError ? error.message : `crash: ${String(error)}`;
  }
}

const cases: readonly (readonly [name: string, sql: string, verdict: string])[] = [
  ['20,000 terms of OR', `SELECT 1 WHERE ${chain(20_000, 'a = 1', ' OR ')}`, '1 parsed'],
  ['20,000 terms of AND', `SELECT 1 WHERE ${chain(20_000, 'a = 1', ' AND ')}`, '1 parsed'],
  ['100,000 items of IN', `SELECT a IN (${chain(100_000, '1', ',')})`, '1 parsed'],
  ['2,000 rows of VALUES', `VALUES ${chain(2_000, "(1, 'a')", ', ')}`, '1 parsed'],
  ['20,000 result columns', `SELECT ${chain(20_000, 'a', ', ')}`, '1 parsed'],
  ['20,000 statements', chain(20_000, 'SELECT 1', ';'), '20000 parsed'],
  ['a million semicolons', ';'.repeat(1_000_000), '0 parsed'],
  ['a literal of 10 MB', `SELECT '${'x'.repeat(10 << 20)}'`, '1 parsed'],
  ['a blob of 10 MB', `SELECT x'${'00'.repeat(5 << 20)}'`, '1 parsed'],
  ['a name of 10 MB', `SELECT ${'x'.repeat(10 << 20)}`, '1 parsed'],
  ['a comment of 10 MB', `SELECT 1 /*${'x'.repeat(10 << 20)}*/`, '1 parsed'],
  ['blanks of 10 MB', `SELECT 1${' '.repeat(10 << 20)}`, '1 parsed'],
  ['an integer of 10 million digits', `SELECT ${'9'.repeat(10_000_000)}`, '1 parsed'],
  ['a text of 10 MB without end', `SELECT '${'x'.repeat(10 << 20)}`, `unrecognized token: "'${'x'.repeat(999)}…"`],
  ['999 sums', `SELECT ${chain(1_000, '1', '+')}`, '1 parsed'],
  ['1,000 sums', `SELECT ${chain(1_001, '1', '+')}`, TOO_LARGE],
  ['20,000 sums', `SELECT ${chain(20_000, '1', '+')}`, TOO_LARGE],
  ['20,000 comparisons', `SELECT ${chain(20_000, '1', '<')}`, TOO_LARGE],
  ['20,000 equations', `SELECT ${chain(20_000, '1', '=')}`, TOO_LARGE],
  ['20,000 LIKEs', `SELECT ${chain(20_000, '1', ' LIKE ')}`, TOO_LARGE],
  ['20,000 ISNULLs', `SELECT 1${' ISNULL'.repeat(20_000)}`, TOO_LARGE],
  ['20,000 COLLATEs', `SELECT 1${' COLLATE nocase'.repeat(20_000)}`, TOO_LARGE],
  ['20,000 minus signs', `SELECT ${'- '.repeat(20_000)}1`, TOO_LARGE],
  ['20,000 NOTs', `SELECT ${'NOT '.repeat(20_000)}1`, TOO_LARGE],
  ['999 NOTs', `SELECT ${'NOT '.repeat(999)}1`, '1 parsed'],
  ['200 parentheses', `SELECT ${nested(200, '(', '1', ')')}`, '1 parsed'],
  ['5,000 parentheses', `SELECT ${nested(5_000, '(', '1', ')')}`, OVERFLOW],
  ['100,000 parentheses', `SELECT ${'('.repeat(100_000)}`, OVERFLOW],
  [
    '100 parentheses with an operator of each level',
    `SELECT ${nested(100, 'a OR b AND NOT c = d < e & f + g * h || (', '1', ')')}`,
    '1 parsed',
  ],
  ['120 of them', `SELECT ${nested(120, 'a OR b AND NOT c = d < e & f + g * h || (', '1', ')')}`, TOO_LARGE],
  ['200 calls', `SELECT ${nested(200, 'f(', '1', ')')}`, '1 parsed'],
  ['5,000 calls', `SELECT ${nested(5_000, 'f(', '1', ')')}`, OVERFLOW],
  ['5,000 CASEs', `SELECT ${nested(5_000, 'CASE WHEN 1 THEN ', '1', ' END')}`, OVERFLOW],
  ['5,000 CASTs', `SELECT ${nested(5_000, 'CAST(', '1', ' AS INT)')}`, OVERFLOW],
  ['5,000 lists', `SELECT ${nested(5_000, '1 IN (', '1', ')')}`, OVERFLOW],
  ['40 subqueries', `SELECT ${nested(40, '(SELECT ', '1', ')')}`, '1 parsed'],
  ['5,000 subqueries', `SELECT ${nested(5_000, '(SELECT ', '1', ')')}`, OVERFLOW],
  ['5,000 EXISTS', `SELECT ${nested(5_000, 'EXISTS (SELECT ', '1', ')')}`, OVERFLOW],
  ['5,000 IN (SELECT)', `SELECT ${nested(5_000, '1 IN (SELECT ', '1', ')')}`, OVERFLOW],
  ['40 subqueries in FROM', `SELECT * FROM ${nested(40, '(SELECT * FROM ', 't', ')')}`, '1 parsed'],
  ['5,000 subqueries in FROM', `SELECT * FROM ${nested(5_000, '(SELECT * FROM ', 't', ')')}`, OVERFLOW],
  ['5,000 parentheses in FROM', `SELECT * FROM ${nested(5_000, '(', 't', ')')}`, OVERFLOW],
  ['5,000 joins to the right', `SELECT * FROM ${nested(5_000, '(a JOIN ', 't', ')')}`, OVERFLOW],
  ['5,000 CTEs', `${nested(5_000, 'WITH a AS (', 'SELECT 1', ') SELECT 1')}`, OVERFLOW],
  ['5,000 windows', `SELECT ${nested(5_000, 'f() OVER (ORDER BY ', '1', ')')}`, OVERFLOW],
  ['200 tables', `SELECT * FROM ${chain(200, 't', ', ')}`, '1 parsed'],
  ['20,000 tables', `SELECT * FROM ${chain(20_000, 't', ' JOIN ')}`, 'too many FROM clause terms, max: 200'],
  ['500 terms of a compound', chain(500, 'SELECT 1', ' UNION ALL '), '1 parsed'],
  ['20,000 terms of a compound', chain(20_000, 'SELECT 1', ' UNION ALL '), 'too many terms in compound SELECT'],
  ['127 arguments', `SELECT f(${chain(127, '1', ',')})`, '1 parsed'],
  ['20,000 arguments', `SELECT f(${chain(20_000, '1', ',')})`, 'too many arguments on function f'],
  ['20,000 columns of a table', `CREATE TABLE t (${chain(20_000, 'a', ', ')})`, '1 parsed'],
  [
    'a trigger of 20,000 statements',
    `CREATE TRIGGER t INSERT ON t BEGIN ${'SELECT 1; '.repeat(20_000)}END`,
    '1 parsed',
  ],
];

for (const [name, sql, expected] of cases) {
  t.test(name, (t) => {
    const start = performance.now();
    t.equal(verdict(sql), expected);
    const took = performance.now() - start;
    t.ok(took < PATIENCE_MS, `took ${took.toFixed(0)} ms`);
    t.end();
  });
}

t.test('what is deep and parsed is printed too', (t) => {
  const deep = cases.filter(([name, , expected]) => expected === '1 parsed' && !name.includes('MB'));
  for (const [name, sql] of deep) {
    const [statement] = parse(sql) as [Statement];
    const text = print(statement);
    t.ok(print((parse(text) as [Statement])[0]) === text, name);
  }
  t.end();
});

t.test('where little of the stack is left, an error, and the next query parses', (t) => {
  const sql = `SELECT ${nested(200, 'f(', '1', ')')}`;
  const seen = new Set<string>();
  const dig = (depth: number): void => {
    try {
      dig(depth + 1);
    } catch (error) {
      // Not even room to call the parser: further up there is.
      if (!(error instanceof RangeError)) throw error;
    }
    if (depth % 20 === 0 && !seen.has('1 parsed')) seen.add(verdict(sql));
  };
  dig(1);
  t.ok(seen.has(OVERFLOW));
  t.ok(seen.has('1 parsed'));
  // Or there was not even room to call the parser.
  const others = [...seen].filter((text) => text !== OVERFLOW && text !== '1 parsed');
  t.ok(others.every((text) => text === 'crash: RangeError: Maximum call stack size exceeded'));
  t.equal(verdict('SELECT 1'), '1 parsed');
  t.end();
});

t.test('statements before a mistake come first', (t) => {
  const each = parseEach('SELECT 1; SELECT 2; SELECT FROM; SELECT 4');
  t.equal(each.next().value?.span.end, 8);
  // Another text may be parsed in between.
  t.equal(verdict('SELECT 1; SELECT 2'), '2 parsed');
  t.equal(each.next().value?.span.start, 10);
  t.throws(() => each.next(), { message: 'near "FROM": syntax error', span: { start: 27, end: 31 } });
  t.end();
});
