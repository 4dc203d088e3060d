import t from 'tap';
import { Catalog } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';
import { newCalls, people } from './tables.js';

const engine = () => openEngine({ catalog: new Catalog([people(newCalls())]), host: new Host() });

async function answer(sql: string): Promise<string[]> {
  const lines: string[] = [];
  for (const statement of engine().prepare(sql)) {
    for await (const batch of statement.run()) for (const [line] of batch) lines.push(String(line));
  }
  return lines;
}

const analyzed = (sql: string): Promise<string[]> => answer(`EXPLAIN ANALYZE ${sql}`);

t.test('EXPLAIN ANALYZE tells of every node what it did', async (t) => {
  const lines = await analyzed('SELECT dept, count(*) FROM people WHERE id > 1 GROUP BY dept');
  const [plan, table, summary] = lines.join('\n').split('\n\n');
  t.match(plan, /^aggregate count\(\*\) by dept\n└─ /);
  t.match(table, /^node +rows +est\. +ms +self\naggregate +3 +[\d.]+ +[\d.]+ +[\d.]+\n/);
  t.match(table, /└─ scan people +[45] /);
  t.match(summary, /^3 rows in [\d.]+ ms$/);
});

t.test('also of nodes that were rearranged to run', async (t) => {
  const lines = await analyzed(
    'SELECT id FROM people p ORDER BY (SELECT count(*) FROM people q WHERE q.dept > p.dept), id',
  );
  t.notOk(
    lines.some((line) => line.includes('never run')),
    lines.join('\n'),
  );
  t.ok(
    lines.some((line) => /calls/.test(line)),
    'how often a subquery ran',
  );
});

t.test('and of those that were not needed', async (t) => {
  const lines = await analyzed('SELECT id FROM people WHERE 0');
  t.ok(
    lines.some((line) => /scan people.*never run/.test(line)) || !lines.some((line) => line.includes('scan')),
    lines.join('\n'),
  );
});

t.test('lines fit into 76 columns, whatever the depth', async (t) => {
  const joins = Array.from({ length: 12 }, (_, at) => `JOIN people p${at + 1} ON p${at + 1}.id = p${at}.id`).join(' ');
  const lines = await analyzed(`SELECT p0.name FROM people p0 ${joins}`);
  const table = lines.slice(lines.indexOf('') + 1);
  t.ok(table.length > 20);
  for (const line of table) t.ok(line.length <= 76, line);
});

interface Node {
  readonly node: string;
  readonly children: readonly Node[];
  readonly [detail: string]: unknown;
}

const nodesOf = (node: Node): Node[] => [node, ...node.children.flatMap(nodesOf)];
const json = async (sql: string) => JSON.parse((await answer(sql)).join('\n'));

const LOOKUP = 'SELECT q.name FROM people p CROSS JOIN people q ON q.id = p.id + 1 WHERE p.id IN (2, 3)';

t.test('FORMAT JSON gives one line for programs', async (t) => {
  const lines = await answer(`EXPLAIN (FORMAT JSON) ${LOOKUP}`);
  t.equal(lines.length, 1);
  const { plan, execution } = JSON.parse(lines[0] ?? '');
  t.equal(execution, undefined, 'it did not run');
  const [join, ...scans] = nodesOf(plan).filter(({ node }) => node === 'join' || node === 'scan');
  t.match(join, { type: 'inner', method: 'lookup', handsOver: ['p.id + 1'] });
  t.match(scans[0], { table: 'people', alias: 'p', lookups: [{ column: 'id', op: '=', values: ['2', '3'] }] });
  t.match(scans[1], { table: 'people', alias: 'q', lookups: [{ column: 'id', op: '=', from: 'join keys' }] });
  for (const node of nodesOf(plan)) {
    t.type(node.estimatedRows, 'number');
    t.type(node.text, 'string');
    t.notOk('actualRows' in node);
  }
});

t.test('and with ANALYZE what happened, each node for itself', async (t) => {
  const { plan, execution } = await json(`EXPLAIN (ANALYZE, FORMAT JSON) ${LOOKUP}`);
  const nodes = nodesOf(plan);
  const handed = nodes.find(({ alias }) => alias === 'q');
  t.equal(handed?.joinKeys, nodes.find(({ alias }) => alias === 'p')?.actualRows, 'a key for each row, all different');
  t.equal(execution.rows, plan.actualRows);
  const NUMBERS = ['actualRows', 'calls', 'tableCalls', 'joinKeys', 'totalMs', 'selfMs', 'files', 'syscalls', 'bytes'];
  for (const node of nodes) for (const name of NUMBERS) t.type(node[name], 'number', `${node.node}.${name}`);
  const self = nodes.reduce((sum, node) => sum + Number(node.selfMs), 0);
  t.ok(Math.abs(self - Number(plan.totalMs)) < 0.1, `${self} of ${plan.totalMs} ms`);
});

t.test('predicates are whole, subqueries and shared plans in their places', async (t) => {
  const list = Array.from({ length: 20 }, (_, at) => at).join(', ');
  const { plan } = await json(`EXPLAIN (FORMAT JSON) SELECT id FROM people WHERE length(name) IN (${list})`);
  t.match(
    nodesOf(plan).find(({ node }) => node === 'filter'),
    { predicate: `length(name) in (${list})` },
  );
  const scalar = await json(
    'EXPLAIN (FORMAT JSON) SELECT (SELECT max(q.id) FROM people q WHERE q.dept > p.dept) FROM people p',
  );
  t.ok(nodesOf(scalar.plan).some(({ role }) => role === 'subquery'));
  const { shared } = await json(
    'EXPLAIN (FORMAT JSON) WITH x AS (SELECT dept, count(*) n FROM people GROUP BY 1) SELECT * FROM x a JOIN x b ON a.n = b.n',
  );
  t.match(shared, [{ key: 0, plan: { node: 'aggregate', groupBy: ['dept'] } }]);
  t.same(await json('EXPLAIN (FORMAT JSON) CREATE TABLE t(a)'), { statement: 'create table' });
  t.match(await json('EXPLAIN (FORMAT JSON) SELECT 1'), { plan: { node: 'project' } });
});

t.test('what a host was asked for is told with the node that asked', async (t) => {
  const host = new Host('test/hosts/debian-small');
  const live = openEngine({ catalog: new Catalog(linuxTables), host });
  const [statement] = live.prepare('EXPLAIN (ANALYZE, FORMAT JSON) SELECT count(*) FROM processes WHERE name > 5');
  const { plan, execution } = JSON.parse(String((await statement?.collect())?.[0]?.[0]));
  const scan = nodesOf(plan).find(({ node }) => node === 'scan');
  t.ok(Number(scan?.files) > 0);
  t.equal(scan?.files, execution.files);
  t.equal(scan?.syscalls, execution.syscalls);
  t.equal(plan.files, 0, 'not with those above it');
});
