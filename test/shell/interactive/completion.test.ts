import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Catalog } from '../../../src/catalog/index.js';
import { openEngine } from '../../../src/engine.js';
import { Host } from '../../../src/host/index.js';
import { commandsOf } from '../../../src/shell/commands/index.js';
import { complete, vocabularyOf } from '../../../src/shell/interactive/completion/index.js';
import { linuxTables } from '../../../src/tables/index.js';

const engine = openEngine({ catalog: new Catalog(linuxTables), host: new Host() });
const words = {
  commands: commandsOf('hostql'),
  vocabulary: vocabularyOf(engine),
  parameters: () => [':pid', ':name'],
};

/** What is offered at the bar. */
function offered(input: string): string[] {
  const cursor = input.indexOf('|');
  const found = complete(input.replace('|', ''), cursor, words);
  return found?.candidates.map(({ text }) => text) ?? [];
}

/** All of these are offered first, and nothing else is. */
const EXACTLY: readonly [input: string, candidates: readonly string[]][] = [
  ['|', []],
  ['SEL|', ['SELECT']],
  ['sel|', ['select']],
  ['SELECT * FROM os_v|', ['os_version']],
  ['SELECT * FROM uptime u, os_v|', ['os_version']],
  ['SELECT * FROM uptime JOIN os_v|', ['os_version']],
  ['UPDATE os_v|', ['os_version']],
  ['SELECT hou| FROM uptime', ['hours']],
  ['SELECT HOU| FROM uptime', ['hours']],
  ['SELECT u.ho| FROM uptime AS u', ['hours']],
  ['SELECT u.ho| FROM uptime u', ['hours']],
  ['SELECT x.ho| FROM uptime u', []],
  ['SELECT 1 FROM uptime WHERE hou|', ['hours']],
  ['SELECT * FROM uptime AS upti|', []],
  ['SELECT upti| FROM uptime', ['uptime.']],
  ['SELECT arch| FROM uptime; SELECT 1 FROM os_version', []],
  ['SELECT 1; SELECT hou| FROM uptime', ['hours']],
  ['WITH c(alpha, beta) AS (SELECT 1, 2) SELECT alp| FROM c', ['alpha']],
  ['WITH c AS (SELECT hours AS h, minutes FROM uptime) SELECT c.| FROM c', ['h', 'minutes']],
  ['WITH c AS (SELECT * FROM uptime) SELECT c.hou| FROM c', ['hours']],
  ['WITH common AS (SELECT 1) SELECT * FROM comm|', ['common']],
  ['SELECT s.| FROM (SELECT hours AS h FROM uptime) AS s', ['h']],
  ['SELECT 1 FROM uptime u WHERE EXISTS (SELECT 1 FROM os_version WHERE u.hou|)', ['hours']],
  ['SELECT coales|', ['coalesce(']],
  ["SELECT 'os_v|'", []],
  ['SELECT 1 -- SEL|', []],
  ['SELECT /* SEL|', []],
  ['SELECT 12|', []],
  ['SELECT "hou|" FROM uptime', ['hours']],
  ['.mode mark|', ['markdown']],
  ['.wr|', ['.wrap ']],
  ['.wrap o|', ['on', 'off']],
  ['.schema os_v|', ['os_version']],
  ['.explain SELECT hou| FROM uptime', ['hours']],
  ['.nosuch x|', []],
];

t.test('what fits a place is offered', async (t) => {
  for (const [input, candidates] of EXACTLY) t.strictSame(offered(input), candidates, input);
});

t.test('columns come before all else', async (t) => {
  const found = offered('SELECT s| FROM uptime');
  t.equal(found[0], 'seconds');
  t.ok(found.includes('substr('));
  t.ok(found.includes('select'));
  t.ok(found.indexOf('substr(') > found.indexOf('select'));
});

t.test('what was stored is known', async (t) => {
  for (const statement of engine.prepare('CREATE TABLE kept_rows("odd name" INTEGER, plain TEXT)')) statement.collect();
  for (const statement of engine.prepare('CREATE VIEW seen AS SELECT plain AS p FROM kept_rows')) statement.collect();
  t.strictSame(offered('SELECT * FROM kept|'), ['kept_rows']);
  t.strictSame(offered('SELECT k.| FROM kept_rows k'), ['"odd name"', 'plain']);
  t.strictSame(offered('SELECT seen.| FROM seen'), ['p']);
});

t.test('paths', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, "it's"), '');
  writeFileSync(join(folder, '.hidden'), '');
  t.strictSame(offered(`SELECT * FROM file WHERE path = '${folder}/|`), [`${folder}/deep/`, `${folder}/it''s`]);
  t.strictSame(offered(`SELECT * FROM file WHERE path IN ('/x', '${folder}/d|')`), [`${folder}/deep/`]);
  t.strictSame(offered(`SELECT * FROM file WHERE path LIKE '${folder}/.h|`), [`${folder}/.hidden`]);
  t.strictSame(offered(`.read ${folder}/it|`), [`${folder}/it's`]);
  t.strictSame(offered(`SELECT * FROM file WHERE path = '${folder}/nowhere/|`), []);
});

t.test('whatever stands around the cursor, it answers', async () => {
  const statement =
    "WITH a(b) AS (SELECT 'x', (1 + 2)) SELECT \"q\" FROM a AS x, (SELECT * FROM a) WHERE x.b IN ('/etc') -- c\n;";
  for (let from = 0; from < statement.length; from++) {
    for (const text of [statement.slice(from), statement.slice(0, from)]) {
      for (let cursor = 0; cursor <= text.length; cursor += 3) complete(text, cursor, words);
    }
  }
});
