import { copyFileSync, mkdirSync } from 'node:fs';
import t from 'tap';
import { automaticTable } from '../../src/attached/index.js';
import { Catalog } from '../../src/catalog/index.js';
import { type AutomaticTable, automaticTables } from '../../src/config/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { ask, FILES } from './files.js';

const made = (table: Partial<AutomaticTable>): AutomaticTable => ({
  name: 'made',
  query: 'SELECT id, name FROM grown',
  path: '/home/%/app_1/x.db',
  columns: ['id', 'name'],
  ...table,
});

/** A machine with a database in two homes, and something else in a third. */
function machine(t: { testdir(files: Record<string, string>): string }): Host {
  const root = t.testdir({});
  for (const [user, file] of Object.entries({
    ann: 'keyed.db',
    bob: 'keyed.db',
    eve: 'expected.jsonl',
    kim: 'large-pages.db',
  })) {
    mkdirSync(`${root}/home/${user}/app_1`, { recursive: true });
    copyFileSync(`${FILES}/${file}`, `${root}/home/${user}/app_1/x.db`);
  }
  mkdirSync(`${root}/home/ann/appX1`);
  copyFileSync(`${FILES}/keyed.db`, `${root}/home/ann/appX1/x.db`);
  return new Host(root);
}

async function asked(host: Host, table: AutomaticTable, sql: string, warnings: string[] = []) {
  return ask(openEngine({ catalog: new Catalog([automaticTable(table)]), host }), sql, warnings);
}

t.test('rows of every file that the path finds', async (t) => {
  const host = machine(t);
  const warnings: string[] = [];
  const [ann, bob] = ['/home/ann/app_1/x.db', '/home/bob/app_1/x.db'];
  t.same(await asked(host, made({}), 'SELECT * FROM made ORDER BY path, id', warnings), [
    ['1', 'old', ann],
    ['2', 'older', ann],
    ['3', 'young', ann],
    ['1', 'old', bob],
    ['2', 'older', bob],
    ['3', 'young', bob],
  ]);
  t.same(warnings, [
    'cannot read /home/eve/app_1/x.db: no SQLite database',
    '/home/kim/app_1/x.db: no such table: grown',
  ]);
});

t.test('a path that the query names is the one that is read', async (t) => {
  const host = machine(t);
  for (const where of ["path = '/home/bob/app_1/x.db'", "path LIKE '/home/b%'", "path GLOB '*/bob/*'"]) {
    const warnings: string[] = [];
    t.same(await asked(host, made({}), `SELECT id FROM made WHERE ${where}`, warnings), [['1'], ['2'], ['3']], where);
    t.same(warnings, [], 'others are not opened');
  }
});

t.test('columns are found by name, and all are text', async (t) => {
  const host = machine(t);
  const table = made({
    path: '/home/ann/app_1/x.db',
    query: "SELECT score AS second, id AS first, NULL AS third, x'41' AS fourth FROM grown WHERE id = 3; SELECT 1",
    columns: ['first', 'second', 'third', 'fourth', 'none'],
  });
  t.same(await asked(host, table, 'SELECT first, second, third, fourth, none, typeof(first) FROM made'), [
    ['3', '4.5', null, 'A', null, 'text'],
  ]);
  const grouped = made({ path: '/home/ann/app_1/x.db', query: 'SELECT count(*) FROM main.old', columns: ['count(*)'] });
  t.same(await asked(host, grouped, 'SELECT "count(*)" FROM made'), [['2']], 'views of the file are there');
});

t.test('the query sees the file alone', async (t) => {
  const host = machine(t);
  for (const query of [
    'SELECT pid AS id FROM processes',
    'SELECT nope AS id FROM grown',
    'SELECT',
    'DELETE FROM grown',
  ]) {
    const warnings: string[] = [];
    t.same(
      await asked(host, made({ path: '/home/ann/app_1/x.db', query }), 'SELECT id FROM made', warnings),
      [],
      query,
    );
    t.equal(warnings.length, 1, query);
  }
  const warnings: string[] = [];
  t.same(await asked(host, made({ path: '/none/x.db' }), 'SELECT id FROM made', warnings), []);
  t.same(warnings, [], 'a file that is not there has no rows');
});

t.test('a query that does not end can be stopped', async (t) => {
  const host = machine(t);
  const endless = 'WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT max(id) AS id FROM n';
  const engine = openEngine({
    catalog: new Catalog([automaticTable(made({ path: '/home/ann/app_1/x.db', query: endless }))]),
    host,
  });
  const [prepared] = engine.prepare('SELECT id FROM made');
  const rows = prepared?.collect({ timeoutMs: 200 });
  await t.rejects(Promise.resolve(rows), { code: 'timeout' });
});

t.test('the section of the configuration', async (t) => {
  const read = (section: unknown) =>
    automaticTables({ sections: new Map([['auto_table_construction', section]]) }, (name) => name === 'users');
  const good = { query: 'SELECT a FROM t', path: '/x', columns: ['a', 'path', 'a', 7] };
  t.same(read({ one: good, two: { ...good, platform: 'darwin' }, three: { ...good, platform: 'linux' } }), {
    tables: [
      { name: 'one', query: 'SELECT a FROM t', path: '/x', columns: ['a'] },
      { name: 'three', query: 'SELECT a FROM t', path: '/x', columns: ['a'] },
    ],
    problems: [],
  });
  t.same(
    read({
      users: good,
      a: { ...good, query: '' },
      b: { ...good, path: 7 },
      c: { ...good, columns: [] },
      d: { query: 'x', path: 'y' },
      e: 'x',
      f: null,
      g: good,
      G: good,
    }),
    {
      tables: [{ name: 'g', query: 'SELECT a FROM t', path: '/x', columns: ['a'] }],
      problems: [
        'ATC table: users is not made: there is a table of this name',
        'ATC table: a is not made: it has no query',
        'ATC table: b is not made: it has no path',
        'ATC table: c is not made: it has no columns',
        'ATC table: d is not made: it has no columns',
        'ATC table: e is not made: it has no query',
        'ATC table: f is not made: it has no query',
        'ATC table: G is not made: there is a table of this name',
      ],
    },
  );
  for (const junk of [undefined, null, 7, 'x', []]) t.same(read(junk), { tables: [], problems: [] });
});
