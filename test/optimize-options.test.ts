import t from 'tap';
import { Catalog } from '../src/catalog/index.js';
import { toQuery } from '../src/engine.js';
import { parse } from '../src/sql/parser/index.js';
import { type OptimizeOptions, printPlan } from '../src/sql/planner/index.js';
import { linuxTables } from '../src/tables/index.js';

function planOf(sql: string, options: OptimizeOptions): string {
  const [statement] = parse(sql);
  if (!statement) throw new Error('no statement');
  return printPlan(toQuery(statement, new Catalog(linuxTables), sql, undefined, options));
}

const without = (...names: string[]): OptimizeOptions => ({ without: new Set(names) });
const reversed: OptimizeOptions = { joinOrder: (relations) => [...relations].reverse() };
const JOIN = 'SELECT p.name, s.remote_port FROM process_open_sockets s JOIN processes p ON p.pid = s.pid';

t.test('without lookups a scan is told of join keys alone', async (t) => {
  t.match(
    planOf('SELECT name FROM processes WHERE pid = 1', without('lookups', 'late-columns')),
    /^filter pid = 1\n└─ scan \S+ \(/,
  );
  const plan = planOf(`${JOIN} WHERE p.pid = 1`, without('lookups', 'late-columns'));
  t.notMatch(plan, /lookup pid = 1/);
  t.match(plan, /filter .*pid = 1/);
  t.match(plan, /lookup pid in join keys/);
});

t.test('without join keys no scan is told of them', async (t) => {
  t.match(planOf(JOIN, {}), /lookup join/);
  t.match(planOf(JOIN, without('join-keys')), /^hash join/);
  t.match(planOf(`${JOIN} WHERE p.pid = 1`, without('join-keys')), /lookup pid = 1/);
});

t.test('a rule left out changes nothing', async (t) => {
  t.notMatch(planOf('SELECT name FROM processes LIMIT 1', without('push-limit')), /scan .* limit/);
  const wide = planOf('SELECT name FROM processes', without('prune-columns', 'merge-projections'));
  t.match(wide, /scan processes \(.*cmdline.*\)/);
});

t.test('the order of joins is the one asked for, conditions where they can be checked first', async (t) => {
  const sql = `SELECT 1 FROM users u, processes p, process_open_sockets s
    WHERE p.uid = u.uid AND s.pid = p.pid AND s.remote_port > u.uid`;
  const scans = (plan: string): string[] => [...plan.matchAll(/scan (\w+)/g)].map(([, name]) => name ?? '');
  t.same(scans(planOf(sql, reversed)), ['process_open_sockets', 'processes', 'users']);
  const heard: number[] = [];
  const own = planOf(sql, {
    joinOrder(relations) {
      heard.push(relations.length);
      return relations;
    },
  });
  t.same(heard, [3]);
  t.equal(own, planOf(sql, {}));
});

t.test('an order that leaves a required key unbound is refused', async (t) => {
  const sql = 'SELECT h.sha256 FROM processes p JOIN hash h ON h.path = p.path';
  t.throws(() => planOf(sql, reversed), { code: 'required-column' });
});
