import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import { knownTable } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { EVENT_TABLES } from '../../src/events/index.js';
import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';
import { catalog, isWhole } from '../record/rows.js';
import { answerOf } from './recorded/answers.js';
import { NEVER_TOLD } from './recorded/never-told.js';
import { KEYED } from './recorded/questions.js';

/*
 * Every table's exact answers on every recorded machine. HOSTQL_TEST_REWRITE=1 writes them anew; reading that diff is
 * the review. A table without rows or warnings has no file.
 */
const HOSTS = resolve('test/hosts');
const ANSWERS = resolve('test/tables/recorded');
const isRewriting = process.env['HOSTQL_TEST_REWRITE'] === '1';
const machines = readdirSync(HOSTS).filter((name) => existsSync(join(HOSTS, name, '.host.json')));
const HAS_NO_ID = new Set(['alpine-container', 'hostile']);
const isOfEvents = (name: string): boolean => EVENT_TABLES.some((table) => table === name);
const told = new Map<string, Set<string>>(linuxTables.map(({ name }) => [name, new Set()]));

for (const machine of machines) {
  t.test(`the tables of ${machine}`, async (t) => {
    const engine = openEngine({ catalog: catalog(), host: new Host(join(HOSTS, machine)) });
    const folder = join(ANSWERS, machine);
    if (isRewriting) rmSync(folder, { recursive: true, force: true });
    const files = new Set<string>();
    for (const table of linuxTables) {
      // A run's own id differs from one to the next. Nobody has kept events of these machines: test/events has such tables.
      if (table.name === 'osquery_info' || isOfEvents(table.name)) continue;
      const wheres = [...(isWhole(table) ? [undefined] : []), ...(KEYED[machine]?.[table.name] ?? [])];
      let text = '';
      for (const where of wheres) {
        // Of a machine without any id, one is made up for the run.
        const omitted = table.name === 'system_info' && HAS_NO_ID.has(machine) ? ['uuid'] : [];
        const answer = await answerOf(engine, table, where, omitted);
        for (const column of answer.told) told.get(table.name)?.add(column);
        text += text === '' ? answer.text : `\n${answer.text}`;
      }
      const file = join(folder, `${table.name}.txt`);
      if (isRewriting && text !== '') {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, text);
      }
      const known = existsSync(file) ? readFileSync(file, 'utf8') : '';
      if (known !== '') files.add(`${table.name}.txt`);
      t.equal(text, known, table.name);
    }
    t.same(
      existsSync(folder) ? readdirSync(folder).filter((name) => !files.has(name)) : [],
      [],
      'no answer to nothing',
    );
  });
}

t.test('every column of this system is told by some machine, or stands in the list with a reason', async (t) => {
  for (const table of linuxTables) {
    if (isOfEvents(table.name)) continue;
    const excused = NEVER_TOLD[table.name] ?? {};
    const known = knownTable(table.name);
    const isOurs = known?.platforms.includes('linux') ?? true;
    const foreign = known?.columns.filter(({ platforms }) => isOurs && !platforms.includes('linux')) ?? [];
    const others = new Set(foreign.map(({ name }) => name));
    for (const { name } of table.columns) {
      const isTold = told.get(table.name)?.has(name) ?? false;
      if (others.has(name)) t.notOk(isTold, `${table.name}.${name} is another system's`);
      else if ((excused[name] ?? excused['*']) === undefined)
        t.ok(isTold, `${table.name}.${name} is told by some machine`);
      else if (excused[name] !== undefined) t.notOk(isTold, `${table.name}.${name} is told: take it off the list`);
    }
  }
});
