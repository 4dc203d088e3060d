import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import t from 'tap';
import { costQueries, readWorkload } from '../../src/benchmark/index.js';
import { Catalog } from '../../src/catalog/index.js';
import { Host } from '../../src/host/index.js';
import { open } from '../../src/index.js';
import { linuxTables } from '../../src/tables/index.js';
import { isRewriting } from '../run/case-file.js';
import { loadPacks, packFiles, packQueries } from './packs.js';

const HOUR = 3_600;
const DAY = 86_400;

t.test('packs are read without a problem, by our rules and by those of osquery', async (t) => {
  for (const dialect of ['hostql', 'osquery'] as const) {
    const { packs, problems } = loadPacks(dialect);
    t.same(problems, [], dialect);
    t.equal(packs.length, packFiles.length);
    t.ok(
      packs.every(({ valid, queries }) => valid && queries.length >= 10),
      'each is for this host, and has its queries',
    );
  }
  const written = packFiles.flatMap((path) => Object.keys(JSON.parse(readFileSync(path, 'utf8')).queries));
  t.equal(packQueries.length, written.length, 'none is left out');
  t.equal(new Set(written).size, written.length, 'no two have the same name');
});

t.test('queries say what they are for, and how often and how they are logged', async (t) => {
  for (const { name, query } of packQueries) {
    t.match(query.description, /^[A-Z].{20,}\.$/, `${name} has a description`);
    t.ok(query.interval >= 60 && query.interval <= DAY, `${name} has a sane interval`);
    if (query.emit !== 'always') t.ok(query.snapshot, `${name}: emit is for snapshots`);
    if (query.key) t.notOk(query.snapshot, `${name}: a key is for differences`);
  }
});

t.test('file and hash are asked for paths, and never walked at short intervals', async (t) => {
  const db = await open();
  t.teardown(() => db.close());
  for (const { name, query } of packQueries) {
    const scans = db.explain(query.sql).match(/scan (file|hash) .*/g) ?? [];
    for (const scan of scans) t.match(scan, / lookup .*\b(path|directory)\b/, name);
    t.notMatch(query.sql, /%%/, `${name} walks no tree`);
    if (/process_(memory_map|envs|open_files)/.test(query.sql))
      t.ok(query.interval >= 900 && query.timeout !== undefined, `${name} reads much of each process, so not often`);
  }
});

/** One line a query: its name and the columns of its rows, which others build on. */
const COLUMNS = resolve('test/packs/columns.txt');

/** Others' files are not shown to everybody, and some processes not even to root in a container. */
const REFUSALS = process.getuid?.() === 0 ? /of some processes: permission denied/ : /permission denied/;

for (const root of ['test/hosts/debian-small', undefined]) {
  t.test(`every query runs on ${root ?? 'this host'} and gives its columns`, async (t) => {
    const db = await open(root === undefined ? {} : { root });
    t.teardown(() => db.close());
    const lines: string[] = [];
    for (const { name, query } of packQueries) {
      const { columns, warnings } = await db.query(query.sql, [], { timeoutMs: 60_000 });
      const names = columns.map((column) => column.name);
      lines.push(`${name}: ${names.join(' ')}`);
      const others = warnings.filter((warning) => !REFUSALS.test(warning));
      t.same(others, [], `${name} warns of nothing else`);
      for (const column of query.key ?? []) t.ok(names.includes(column), `${name}: the key ${column} is in the result`);
    }
    const text = `${lines.join('\n')}\n`;
    if (isRewriting) writeFileSync(COLUMNS, text);
    t.same(text.split('\n'), readFileSync(COLUMNS, 'utf8').split('\n'));
  });
}

t.test('what changes at each look is in no difference', async (t) => {
  const restless =
    /\b(resident_size|user_time|system_time|blocks_free|blocks_available|unix_time|total_seconds|average)\b/;
  for (const { name, query } of packQueries) {
    if (!query.snapshot) t.notMatch(query.sql, restless, name);
  }
});

t.test('what the packs cost is known', async (t) => {
  const machine = { catalog: new Catalog(linuxTables), host: new Host('test/hosts/debian-small') };
  for (const path of packFiles) {
    const { queries, errors } = readWorkload(readFileSync(path, 'utf8'), () => '');
    t.same(errors, []);
    const result = await costQueries(machine, queries, { runs: 1, intervalSeconds: HOUR });
    t.same(
      result.queries.filter(({ kind }) => kind !== 'costed'),
      [],
      path,
    );
    t.comment(`${path}: ${JSON.stringify(result.schedule)}`);
  }
});

t.test('the page on packs names every query and what it is for', async (t) => {
  const page = readFileSync(resolve('docs/packs.md'), 'utf8');
  for (const { name, query } of packQueries) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${query.name}\` | `));
    t.ok(row?.endsWith(` | ${query.description} |`), name);
  }
});
