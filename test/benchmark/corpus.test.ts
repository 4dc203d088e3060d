import t from 'tap';
import { badgeOf, type CorpusResult, costQueries, readWorkload, scheduleCost } from '../../src/benchmark/index.js';
import { Catalog } from '../../src/catalog/index.js';
import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';

const noPack = (path: string): string => {
  throw new Error(`cannot read ${path}`);
};
const read = (text: string, readPack = noPack) => readWorkload(text, readPack);

t.test('a file of SQL: a query for each statement, comments aside', async (t) => {
  t.same(read("-- first\nSELECT 1;\n\n/* ; */ SELECT ';' -- last\n;;SELECT 3"), {
    queries: [
      { name: 'line 2', sql: 'SELECT 1' },
      { name: 'line 4', sql: "SELECT ';'" },
      { name: 'line 5', sql: 'SELECT 3' },
    ],
    errors: [],
  });
  t.same(read('-- nothing').queries, []);
});

t.test('an osquery configuration: its schedule and its packs', async (t) => {
  const config = `{
    // as osquery takes it
    # both kinds
    "schedule": {
      "up": {"query": "SELECT * \\
FROM uptime", "interval": 60},
      "text": {"query": "SELECT 1", "interval": "300"},
      "mac": {"query": "SELECT 1", "interval": 60, "platform": "darwin"},
      "none": {"interval": 60}
    },
    "packs": {
      "inline": {"queries": {"q": {"query": "SELECT 2"}}},
      "windows": {"platform": "windows", "queries": {"q": {"query": "SELECT 2"}}},
      "file": "packs/one.conf",
      "gone": "packs/gone.conf"
    }
  }`;
  const { queries, errors } = read(config, (path) =>
    path === 'packs/one.conf' ? '{"queries": {"f": {"query": "SELECT 3", "interval": 10}}}' : noPack(path),
  );
  t.same(queries, [
    { name: 'up', sql: 'SELECT * FROM uptime', intervalSeconds: 60 },
    { name: 'text', sql: 'SELECT 1', intervalSeconds: 300 },
    { name: 'mac', sql: 'SELECT 1', intervalSeconds: 60, skipped: 'for darwin only' },
    { name: 'inline/q', sql: 'SELECT 2' },
    { name: 'windows/q', sql: 'SELECT 2', skipped: 'for windows only' },
    { name: 'file/f', sql: 'SELECT 3', intervalSeconds: 10 },
  ]);
  t.same(errors, ['none: it has no "query"', 'pack gone: cannot read packs/gone.conf']);
});

t.test('a pack of its own, and what is none', async (t) => {
  t.match(read('{"queries": {"q": {"query": "SELECT 1", "interval": 5}}}').queries, [
    { name: 'q', intervalSeconds: 5 },
  ]);
  t.throws(() => read('{"queries": '), { name: 'WrongWorkload', message: /no JSON/ });
  t.throws(() => read('{"options": {}}'), { name: 'WrongWorkload', message: /schedule/ });
});

const cost = (text: string): Promise<CorpusResult> =>
  costQueries({ catalog: new Catalog(linuxTables), host: new Host('test/hosts/debian-small') }, read(text).queries, {
    intervalSeconds: 3600,
    runs: 2,
  });

t.test('queries are ranked by what they take, and errors stop nobody', async (t) => {
  const { queries, schedule } = await cost(`
    CREATE TABLE t AS SELECT value AS n FROM generate_series(1, 20000);
    SELECT 1;
    SELECT nope;
    SELECT count(*) FROM t a JOIN t b ON a.n = b.n;
    SELEC 1;
    SELECT pid FROM processes`);
  const names = queries.map(({ kind, name }) => `${kind} ${name}`);
  t.equal(names[0], 'costed line 5');
  // Two that take next to nothing come in any order.
  t.same(names.slice(1, 3).sort(), ['costed line 3', 'costed line 7']);
  t.same(names.slice(3), ['set-up line 2', 'failed line 4', 'failed line 6']);
  t.match(queries[0], { rows: 1, runs: 2, intervalSeconds: 3600, isIntervalAssumed: true });
  t.match(queries[4], { error: { code: 'no-such-column' } });
  t.ok(schedule.cpuMsPerHour > 0);
});

t.test('what a schedule takes', async (t) => {
  t.same(scheduleCost([{ cpuMs: 60, intervalSeconds: 60 }]), {
    cpuMsPerHour: 3600,
    cpuMsPerDay: 86_400,
    corePercent: 0.1,
  });
  t.same(scheduleCost([]), { cpuMsPerHour: 0, cpuMsPerDay: 0, corePercent: 0 });
  t.same([0, 59.9, 60, 599, 600, 1e6].map(badgeOf), ['cheap', 'cheap', 'noticeable', 'noticeable', 'heavy', 'heavy']);
});
