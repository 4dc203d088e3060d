import t from 'tap';
import { Catalog } from '../src/catalog/index.js';
import { openEngine, toQuery } from '../src/engine.js';
import { Host } from '../src/host/index.js';
import { parse } from '../src/sql/parser/index.js';
import { estimate } from '../src/sql/planner/estimate.js';

const RELATIONS = 64;
const SEEDS = [1, 2, 3, 4, 5];
/** Costs of plans made from different written orders may differ by this factor. */
const FACTOR = 1.5;
/** Far more than a plan takes (15 to 40 ms), so that a busy machine fails nothing: trying all orders would take for ever. */
const MOST_MS = 2000;

/** Pairs of relations of which the left one's `id` is the right one's `a`. */
const SHAPES: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  chain: range(RELATIONS - 1).map((i) => [i, i + 1]),
  star: range(RELATIONS - 1).map((i) => [0, i + 1]),
  tree: range(RELATIONS - 1).map((i) => [i >> 1, i + 1]),
  ladder: range(RELATIONS - 1).flatMap((i) =>
    [1, 2, 3].flatMap((d) => (i + d < RELATIONS ? [[i, i + d] as const] : [])),
  ),
};

for (const [shape, pairs] of Object.entries(SHAPES)) {
  t.test(`a ${shape} of ${RELATIONS} tables is planned soon, and as well in any written order`, async (t) => {
    const catalog = await tables();
    const costs = SEEDS.map((seed) => {
      const from = shuffled(range(RELATIONS), seed).map((i) => `t${i}`);
      const where = shuffled(pairs, seed).map(([a, b]) => `t${a}.id = t${b}.a`);
      const sql = `SELECT count(*) FROM ${from.join(', ')} WHERE ${where.join(' AND ')}`;
      const [statement] = parse(sql);
      if (!statement) throw new Error('no statement');
      const startMs = performance.now();
      const { plan } = toQuery(statement, catalog, sql);
      t.ok(performance.now() - startMs < MOST_MS, `written order ${seed}`);
      return estimate(plan).cost;
    });
    t.ok(Math.max(...costs) <= FACTOR * Math.min(...costs), costs.map(Math.round).join(', '));
  });
}

async function tables(): Promise<Catalog> {
  const catalog = new Catalog([]);
  const engine = openEngine({ catalog, host: new Host() });
  for (const i of range(RELATIONS)) {
    const rows = 1 + ((i * 37) % 500);
    const sql = `CREATE TABLE t${i}(id INTEGER PRIMARY KEY, a INT); CREATE INDEX i${i} ON t${i}(a);
      INSERT INTO t${i} SELECT value, value FROM generate_series(1, ${rows})`;
    for (const prepared of engine.prepareEach(sql)) await prepared.collect();
  }
  return catalog;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
