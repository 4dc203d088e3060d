// TPC-H as `npm run bench -- tpch` has it: the generator keeps what clause 4.2.3 demands, and the 22 queries give what
// SQLite gives. `tpch.answers` is SQLite's, written anew with HOSTQL_TEST_REWRITE=1 where the bench has installed it.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import t from 'tap';
import { answerOf, isSameAnswer } from '../../bench/contest/answer.js';
import { tpchTables } from '../../bench/data/tpch.js';
import { Hostql } from '../../bench/rivals/hostql.js';
import type { Rival } from '../../bench/rivals/rival.js';

const SCALE = 0.003;
const ANSWERS = resolve('test/benchmark/tpch.answers');
const queries = [...readFileSync(resolve('bench/tpch.sql'), 'utf8').matchAll(/^-- (q\d+)\n([^;]*);/gm)].map(
  ([, name = '', sql = '']) => ({ name, sql: sql.replaceAll(':scale', String(SCALE)) }),
);

type Rows = readonly (readonly unknown[])[];
const plain = (rival: Rival, rows: Rows): Rows => rows.map((row) => row.map((value) => rival.plain?.(value) ?? value));
const same = (value: unknown): unknown => value;

/** Rows by the query's name. */
async function answersOf(rival: Rival): Promise<Map<string, Rows>> {
  await rival.load(tpchTables(SCALE));
  const answers = new Map<string, Rows>();
  for (const { name, sql } of queries) answers.set(name, plain(rival, await rival.rows(sql)));
  return answers;
}

if (process.env.HOSTQL_TEST_REWRITE === '1') {
  const { NativeSqlite } = await import('../../bench/rivals/sqlite.js');
  const lines = [...(await answersOf(new NativeSqlite()))].map(
    ([name, rows]) => `${name}\n${rows.map((row) => `${JSON.stringify(row)}\n`).join('')}`,
  );
  writeFileSync(ANSWERS, lines.join('\n'));
}

const known = new Map(
  readFileSync(ANSWERS, 'utf8')
    .split('\n\n')
    .map((part) => part.split('\n'))
    .map(([name = '', ...lines]): [string, Rows] => [name, lines.filter(Boolean).map((line) => JSON.parse(line))]),
);

const hostql = new Hostql();
const answers = await answersOf(hostql);

t.test('the 22 queries give what SQLite gives', async (t) => {
  t.equal(queries.length, 22);
  for (const { name } of queries) {
    const [ours, theirs] = [answers.get(name) ?? [], known.get(name) ?? [['no answer is known']]];
    if (isSameAnswer(answerOf(ours, true, same), answerOf(theirs, true, same), true)) t.pass(name);
    else t.same(ours, theirs, name);
  }
});

/** Each counts what may not be. */
const FAULTS: Readonly<Record<string, string>> = {
  'a nation of no region': 'SELECT count(*) FROM nation WHERE n_regionkey NOT IN (SELECT r_regionkey FROM region)',
  'a part with other than four offers, whose suppliers may be the same where there are few':
    'SELECT count(*) FROM (SELECT 1 FROM partsupp GROUP BY ps_partkey HAVING count(*) <> 4)',
  'a line whose supplier does not supply its part': `SELECT count(*) FROM lineitem WHERE NOT EXISTS
    (SELECT 1 FROM partsupp WHERE ps_partkey = l_partkey AND ps_suppkey = l_suppkey)`,
  'an order without 1 to 7 lines': `SELECT count(*) FROM orders LEFT JOIN (SELECT l_orderkey, count(*) AS lines FROM lineitem
    GROUP BY l_orderkey) ON l_orderkey = o_orderkey WHERE lines IS NULL OR lines NOT BETWEEN 1 AND 7`,
  'an order of a third of the customers, who order nothing': 'SELECT count(*) FROM orders WHERE o_custkey % 3 = 0',
  'a key of an order beyond the first eight of 32': 'SELECT count(*) FROM orders WHERE (o_orderkey - 1) % 32 >= 8',
  'a date out of order': `SELECT count(*) FROM lineitem JOIN orders ON o_orderkey = l_orderkey
    WHERE l_shipdate <= o_orderdate OR l_receiptdate <= l_shipdate OR l_commitdate <= o_orderdate`,
  'a price that is not quantity times the price of the part': `SELECT count(*) FROM lineitem JOIN part ON p_partkey = l_partkey
    WHERE abs(l_extendedprice - l_quantity * p_retailprice) > 0.01`,
  'a total that is not that of the lines': `SELECT count(*) FROM (SELECT o_totalprice,
    sum(l_extendedprice * (1 + l_tax) * (1 - l_discount)) AS total FROM orders JOIN lineitem ON l_orderkey = o_orderkey
    GROUP BY o_orderkey) WHERE abs(o_totalprice - total) > 0.05`,
  'an order whose status does not follow from its lines': `SELECT count(*) FROM (SELECT o_orderstatus,
    min(l_linestatus) AS least, max(l_linestatus) AS most FROM orders JOIN lineitem ON l_orderkey = o_orderkey
    GROUP BY o_orderkey) WHERE o_orderstatus <> CASE WHEN least = most THEN least ELSE 'P' END`,
};

t.test('rows are as TPC-H wants them', async (t) => {
  for (const [fault, sql] of Object.entries(FAULTS)) t.same(await hostql.rows(sql), [[0]], `no ${fault}`);
  const sizes = await hostql.rows(`SELECT (SELECT count(*) FROM region), (SELECT count(*) FROM nation),
    (SELECT count(*) FROM supplier), (SELECT count(*) FROM part), (SELECT count(*) FROM customer), (SELECT count(*) FROM orders)`);
  t.same(sizes, [[5, 25, 30, 600, 450, 4500]]);
});

t.test('every process makes the same rows', async (t) => {
  const [one, other] = [tpchTables(0.001), tpchTables(0.001)].map((tables) =>
    tables.map(({ name, rows }) => [name, [...rows()]]),
  );
  t.same(one, other);
});
