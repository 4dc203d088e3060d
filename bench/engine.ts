// The engine on a million rows in memory, beside other engines that hold the same rows: the same SQL, rows in JavaScript.
// HOSTQL_BENCH_ONLY=name,… runs some of the queries, HOSTQL_BENCH_RIVALS=name,… against some rivals beside SQLite.
import { compete, type Query } from './contest/compete.js';
import { chosenRivals, isChosen, numberOf } from './options.js';

const ROWS = numberOf('ROWS', 1_000_000, 300_000);
const IN_LIST = Array.from({ length: 1000 }, (_, i) => i * 37).join(', ');

const QUERIES: readonly Query[] = [
  {
    name: 'filter + GROUP BY',
    sql: `SELECT kind, count(*), sum(amount), avg(price) FROM big WHERE amount > 300 AND price < 80 GROUP BY kind`,
  },
  { name: 'GROUP BY, 100k groups', sql: `SELECT owner, count(*), sum(amount) FROM big GROUP BY owner` },
  { name: 'DISTINCT', sql: `SELECT DISTINCT owner, kind FROM big` },
  { name: 'top-10', sql: `SELECT id, price, name FROM big ORDER BY price DESC, id LIMIT 10`, isOrdered: true },
  { name: 'full sort', sql: `SELECT id, price FROM big ORDER BY price, id`, isOrdered: true },
  { name: 'sort by text', sql: `SELECT id, name FROM big ORDER BY name, id`, isOrdered: true },
  { name: 'LIKE', sql: `SELECT count(*) FROM big WHERE name LIKE '%ab%'` },
  { name: 'IN list of 1,000', sql: `SELECT count(*), sum(amount) FROM big WHERE owner IN (${IN_LIST})` },
  { name: 'hash join, aggregate', sql: `SELECT count(*), sum(l.v + r.w) FROM l JOIN r ON l.k = r.k` },
  { name: 'hash join, 100k rows', sql: `SELECT l.id, r.id, l.v, r.w FROM l JOIN r ON l.k = r.k` },
  { name: 'three-way join', sql: `SELECT count(*), sum(l.v) FROM l JOIN r ON l.k = r.k JOIN s ON s.k = r.j` },
  { name: 'indexed join, aggregate', sql: `SELECT count(*), sum(l.v + x.w) FROM l JOIN x ON l.k = x.k` },
  { name: 'anti join', sql: `SELECT count(*) FROM l LEFT JOIN x ON l.k = x.j WHERE x.id IS NULL` },
  {
    name: 'correlated EXISTS',
    sql: `SELECT count(*) FROM l WHERE EXISTS (SELECT 1 FROM x WHERE x.k = l.k AND x.w > 500)`,
  },
  { name: 'correlated scalar', sql: `SELECT sum((SELECT max(w) FROM x WHERE x.k = l.k)) FROM l` },
  { name: 'window rank', sql: `SELECT id, rank() OVER (PARTITION BY kind ORDER BY price) FROM big` },
  { name: 'running sum', sql: `SELECT id, sum(amount) OVER (ORDER BY id) FROM big` },
  {
    name: 'recursive CTE',
    sql: `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${ROWS}) SELECT count(*), sum(n) FROM c`,
  },
  { name: 'count(DISTINCT)', sql: `SELECT count(DISTINCT owner), count(DISTINCT name) FROM big` },
  { name: 'all rows', sql: `SELECT id, price, name FROM big` },
];

await compete({
  title: `${ROWS.toLocaleString('en')} rows`,
  dataset: { name: 'million', size: ROWS },
  queries: QUERIES.filter(({ name }) => isChosen(name)),
  rivals: chosenRivals(),
  rounds: numberOf('ROUNDS', 3),
  limitMs: numberOf('LIMIT_MS', 20_000, 2_000),
  targets: { means: { SQLite: 3, virtual: 10 }, least: 1, memory: 1.5 },
});
