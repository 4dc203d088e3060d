// The engine on a million rows in memory, beside other engines that hold the same rows: the same SQL, rows in JavaScript,
// answers compared first. `HOSTQL_BENCH_ONLY=name,…` runs some of the queries, `HOSTQL_BENCH_ROWS` on fewer rows.
import { Hostql, plain } from './rivals/hostql.js';
import type { Rival, TableData } from './rivals/rival.js';
import { NativeSqlite } from './rivals/sqlite.js';

const ROWS = Number(process.env.HOSTQL_BENCH_ROWS ?? 1_000_000);
const SIDE = Math.ceil(ROWS / 10);
const ROUNDS = Number(process.env.HOSTQL_BENCH_ROUNDS ?? 3);

const QUERIES: readonly (readonly [name: string, sql: string])[] = [
  [
    'filter + GROUP BY',
    `SELECT kind, count(*), sum(amount), avg(price) FROM big WHERE amount > 300 AND price < 80 GROUP BY kind`,
  ],
  ['GROUP BY, 100k groups', `SELECT owner, count(*), sum(amount) FROM big GROUP BY owner`],
  ['DISTINCT', `SELECT DISTINCT owner, kind FROM big`],
  ['top-10', `SELECT id, price, name FROM big ORDER BY price DESC, id LIMIT 10`],
  ['full sort', `SELECT id, price FROM big ORDER BY price, id`],
  ['sort by text', `SELECT id, name FROM big ORDER BY name, id`],
  ['LIKE', `SELECT count(*) FROM big WHERE name LIKE '%ab%'`],
  [
    'IN list of 1,000',
    `SELECT count(*), sum(amount) FROM big WHERE owner IN (${Array.from({ length: 1000 }, (_, i) => i * 37).join(', ')})`,
  ],
  ['hash join, aggregate', `SELECT count(*), sum(l.v + r.w) FROM l JOIN r ON l.k = r.k`],
  ['hash join, 100k rows', `SELECT l.id, r.id, l.v, r.w FROM l JOIN r ON l.k = r.k`],
  ['three-way join', `SELECT count(*), sum(l.v) FROM l JOIN r ON l.k = r.k JOIN s ON s.k = r.j`],
  ['indexed join, aggregate', `SELECT count(*), sum(l.v + x.w) FROM l JOIN x ON l.k = x.k`],
  ['anti join', `SELECT count(*) FROM l LEFT JOIN x ON l.k = x.j WHERE x.id IS NULL`],
  ['correlated EXISTS', `SELECT count(*) FROM l WHERE EXISTS (SELECT 1 FROM x WHERE x.k = l.k AND x.w > 500)`],
  ['correlated scalar', `SELECT sum((SELECT max(w) FROM x WHERE x.k = l.k)) FROM l`],
  ['window rank', `SELECT id, rank() OVER (PARTITION BY kind ORDER BY price) FROM big`],
  ['running sum', `SELECT id, sum(amount) OVER (ORDER BY id) FROM big`],
  [
    'recursive CTE',
    `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${ROWS}) SELECT count(*), sum(n) FROM c`,
  ],
  ['count(DISTINCT)', `SELECT count(DISTINCT owner), count(DISTINCT name) FROM big`],
  ['all rows', `SELECT id, price, name FROM big`],
];

function tables(): TableData[] {
  let state = 1;
  const random = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * limit);
  };
  const kinds = ['file', 'socket', 'pipe', 'device', 'event', 'timer', 'memory', 'other'];
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const word = (): string => Array.from({ length: 8 }, () => letters[random(26)]).join('');
  const big = Array.from({ length: ROWS }, (_, i) => [
    i + 1,
    kinds[random(8)] as string,
    random(SIDE),
    random(1000),
    random(100_000) / 1000,
    word(),
  ]);
  const side = (): number[][] =>
    Array.from({ length: SIDE }, (_, i) => [i + 1, random(SIDE), random(SIDE), random(1000)]);
  const right = side();
  const columns = (value: string): string[] => ['id INTEGER PRIMARY KEY', 'k INTEGER', 'j INTEGER', `${value} INTEGER`];
  return [
    {
      name: 'big',
      columns: ['id INTEGER PRIMARY KEY', 'kind TEXT', 'owner INTEGER', 'amount INTEGER', 'price REAL', 'name TEXT'],
      indexes: [],
      rows: big,
    },
    { name: 'l', columns: columns('v'), indexes: [], rows: side() },
    { name: 'r', columns: columns('w'), indexes: [], rows: right },
    { name: 's', columns: columns('x'), indexes: [], rows: side() },
    // As r, with indexes.
    { name: 'x', columns: columns('w'), indexes: [['k'], ['j']], rows: right },
  ];
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function time(rival: Rival, sql: string): Promise<number> {
  const start = performance.now();
  await rival.rows(sql);
  return performance.now() - start;
}

const normal = (rows: readonly (readonly unknown[])[]): string[] =>
  rows
    .map((row) =>
      row.map((v) => (typeof plain(v) === 'number' ? Number(plain(v)).toPrecision(10) : String(plain(v)))).join('|'),
    )
    .sort();

const rivals: Rival[] = [new Hostql(), new NativeSqlite()];
const data = tables();
for (const rival of rivals) {
  const start = performance.now();
  await rival.load(data);
  console.error(`${rival.name} ${rival.version}: loaded in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
const only = process.env.HOSTQL_BENCH_ONLY?.split(',');
const ratios: number[] = [];
for (const [name, sql] of QUERIES) {
  if (only && !only.some((word) => name.includes(word))) continue;
  const [ours, theirs] = [normal(await (rivals[0] as Rival).rows(sql)), normal(await (rivals[1] as Rival).rows(sql))];
  const same = ours.length === theirs.length && ours.every((row, i) => row === theirs[i]);
  const times = rivals.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, rival] of rivals.entries()) times[i]?.push(await time(rival, sql));
  const [mine = 0, other = 0] = times.map(median);
  ratios.push(other / mine);
  console.log(
    `${name.padEnd(24)} ${mine.toFixed(0).padStart(7)} ms ${other.toFixed(0).padStart(7)} ms  ${(other / mine).toFixed(2).padStart(7)}x ${same ? '' : 'ANSWERS DIFFER'}`,
  );
}
console.log(`geometric mean ${Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length).toFixed(2)}x`);
