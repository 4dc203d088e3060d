import t from 'tap';
import { toQuery } from '../src/engine.js';
import { parse } from '../src/sql/parser/index.js';
import { printPlan, RULES } from '../src/sql/planner/index.js';
import { linuxTables } from '../src/tables/index.js';
import type { Case } from './run/case-file.js';
import { type Outcome, runCases } from './run/run-cases.js';
import { Setting } from './run/setting.js';

/** Names of rules that some case saw at work. */
const seen = new Set<string>();

/** `.plan` files: `statement` makes stored tables, `plan [expect=RULE] [expect-not=RULE]`, a query, and its plan below `----`. */
runCases('.plan', () => {
  const setting = new Setting(linuxTables);
  return async (record) => (setting.take(record) ? undefined : plan(record, setting));
});

t.test('every rule is at work in some case', { skip: process.env.HOSTQL_TEST_CASES !== undefined }, async (t) => {
  for (const rule of RULES) t.ok(seen.has(rule.name), rule.name);
});

async function plan({ words, body }: Case, { catalog, engine }: Setting): Promise<Outcome> {
  if (words[0] === 'statement') {
    for (const prepared of engine.prepareEach(body)) await prepared.collect();
    return { lines: [] };
  }
  if (words[0] !== 'plan') return { wrong: `no such record: ${words[0]}` };
  const fired = new Set<string>();
  const [statement] = parse(body);
  if (!statement) return { wrong: 'no statement' };
  const query = toQuery(statement, catalog, body, fired);
  for (const word of words.slice(1)) {
    const [key, rule = ''] = word.split('=');
    if (key === 'expect' && !fired.has(rule)) return { wrong: `${rule} does not fire, but ${[...fired].join(', ')}` };
    if (key === 'expect-not' && fired.has(rule)) return { wrong: `${rule} fires` };
    if (key === 'expect') seen.add(rule);
  }
  return { lines: printPlan(query).split('\n') };
}
