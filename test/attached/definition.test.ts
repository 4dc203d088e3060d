import t from 'tap';
import { columnReaders } from '../../src/attached/columns.js';
import { defineSchema } from '../../src/attached/definition.js';
import type { Value } from '../../src/core/index.js';
import type { SchemaEntry, SqliteRecord } from '../../src/host/index.js';

const table = (name: string, sql: string): SchemaEntry => ({ type: 'table', name, table: name, rootPage: 2, sql });
const index = (name: string, sql: string | null): SchemaEntry => ({
  type: 'index',
  name,
  table: 't',
  rootPage: 3,
  sql,
});

function define(entries: readonly SchemaEntry[]) {
  const warnings: string[] = [];
  const { tables, views } = defineSchema(
    entries,
    () => {},
    (message) => warnings.push(message),
  );
  return { tables, views, warnings };
}

/** A row's columns, where it has these values. */
function read(sql: string, values: readonly Value[], warnings: string[] = []): Value[] {
  const [defined] = define([table('t', sql)]).tables;
  if (!defined) throw new Error('no table');
  const row = { rowid: 7, value: (at: number) => values[at] } as SqliteRecord; // all that is read of one
  return columnReaders(defined, (message) => warnings.push(message)).map((column) => column(row));
}

t.test('indexes that order what they find as columns compare it', async (t) => {
  const { tables } = define([
    table('t', 'CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE, c TEXT COLLATE NOCASE, d, UNIQUE (c, d))'),
    index('sqlite_autoindex_t_1', null),
    index('sqlite_autoindex_t_2', null),
    index('plain', 'CREATE INDEX plain ON t (d, b DESC)'),
    index('partial', 'CREATE INDEX partial ON t (d) WHERE d > 0'),
    index('computed', 'CREATE INDEX computed ON t (b, lower(c), d)'),
    index('other', 'CREATE INDEX other ON t (b COLLATE unheard_of)'),
    index('broken', 'CREATE INDEX broken ON'),
  ]);
  t.same(
    tables[0]?.indexes.map(({ name, terms, isPlain, isUnique }) => [
      name,
      terms.map(({ slot }) => slot),
      isPlain,
      isUnique,
    ]),
    [
      ['sqlite_autoindex_t_1', [1], true, true],
      ['sqlite_autoindex_t_2', [2, 3], true, true],
      ['plain', [3, 1], true, false],
      ['computed', [1], false, false],
      ['other', [], false, false],
    ],
  );
});

t.test('what we do not have, and do not need', async (t) => {
  const { tables, warnings } = define([
    table('t', 'CREATE TABLE t (a TEXT COLLATE unheard_of, b CHECK (unheard(b)), CHECK (a MATCH b))'),
    table('u', 'CREATE VIRTUAL TABLE u USING fts5(x)'),
    { ...table('v', 'CREATE VIRTUAL TABLE v USING fts5(x)'), rootPage: 0 },
    table('w', 'CREATE TABLE w (a, a)'),
    table('x', 'nothing'),
    { type: 'view', name: 'y', table: 'y', rootPage: 0, sql: 'CREATE VIEW y (n) AS SELECT 1' },
    { type: 'trigger', name: 'z', table: 't', rootPage: 0, sql: 'nothing' },
  ]);
  t.same(
    tables.map(({ schema, foreign }) => [schema.name, schema.columns.map(({ name }) => name), [...foreign]]),
    [['t', ['a', 'b'], [0]]],
  );
  t.equal(warnings.length, 3);
  t.match(warnings.join('\n'), /table "u".*\ntable "w" cannot be read: duplicate column name: a\ntable "x"/);
});

t.test('columns of a row', async (t) => {
  t.same(read('CREATE TABLE t (a, b INTEGER PRIMARY KEY, c REAL, d DEFAULT 5, e TEXT DEFAULT 5)', [1, null, 2]), [
    1,
    7,
    { value: 2 },
    5,
    '5',
  ]);
  t.same(read('CREATE TABLE t (a, b AS (a + c), c AS (a * 2), d TEXT AS (b + 1))', [4]), [4, 12, 8, '13']);
  t.same(read('CREATE TABLE t (v, a TEXT, b, PRIMARY KEY (b, a)) WITHOUT ROWID', ['b', 'a', 'v']), ['v', 'a', 'b']);
});

t.test('generated columns that cannot be', async (t) => {
  for (const [sql, warning] of [
    ['CREATE TABLE t (a, b AS (c), c AS (b))', /generated column loop on "b"/],
    ['CREATE TABLE t (a, b AS (b))', /generated column loop on "b"/],
    ['CREATE TABLE t (a, b AS (random()))', /non-deterministic/],
    ['CREATE TABLE t (a, b AS ((SELECT 1)))', /subqueries/],
    ['CREATE TABLE t (a, b AS (nope))', /no such column: nope/],
    ['CREATE TABLE t (a, b AS (nope(a)))', /no such function: nope/],
  ] as const) {
    const warnings: string[] = [];
    t.same(read(sql, [1], warnings).slice(0, 2), [1, null], sql);
    t.match(warnings[0], warning, sql);
  }
});

t.test('definitions that are made to take long', async (t) => {
  const began = performance.now();
  const chain = Array.from({ length: 400 }, (_, n) => `c${n + 2} AS ((c${n} + c${n + 1}) % 1000)`);
  const values = read(`CREATE TABLE t (c0, c1, ${chain.join()})`, [0, 1]);
  t.same(values.slice(0, 8), [0, 1, 1, 2, 3, 5, 8, 13]);
  const deep = 20_000;
  const { tables, warnings } = define([
    table('a', `CREATE TABLE a (x DEFAULT ${'('.repeat(deep)}1${')'.repeat(deep)})`),
    table('b', `CREATE TABLE b (x AS (${'-'.repeat(1)}${'NOT '.repeat(deep)}1))`),
    table('c', `CREATE TABLE c (${'x '.repeat(deep)}`),
  ]);
  t.equal(tables.length, 0);
  t.equal(warnings.length, 3);
  t.ok(performance.now() - began < 20_000);
});
