// A million process events in the daemon's store: what storing them costs, how many bytes each takes, and ten queries of a
// schedule over the last minutes. The rival is native SQLite with the same rows on disk, and an index on time.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog } from '../src/catalog/index.js';
import type { Row, Value } from '../src/core/index.js';
import { openDurable } from '../src/durable/index.js';
import { openEngine } from '../src/engine.js';
import { BlockBuilder, type EventRow, EventStore, EventView, eventFeed } from '../src/events/index.js';
import { Host } from '../src/host/index.js';
import { linuxTables } from '../src/tables/index.js';
import { check, report, takeTurns } from './measure.js';
import { requirePackage } from './rivals/packages.js';

const EVENTS = Number(process.env['HOSTQL_BENCH_EVENTS'] ?? 1_000_000);
const BLOCK = 500;
const PER_SECOND = 500;
const START = 1_700_000_000;
const LAST = START + Math.floor((EVENTS - 1) / PER_SECOND);
const ROUNDS = 7;
const SLOWEST_MS = 50;
const NO_LIMITS = { maxAgeSeconds: 0, maxRows: 0, maxSeconds: 0 };
const COLUMNS = ['pid', 'path', 'cmdline', 'cwd', 'auid', 'uid', 'euid', 'gid', 'parent', 'uptime', 'syscall'] as const;

const event = (n: number): EventRow => ({
  pid: n % 32_768,
  path: `/usr/bin/program${n % 200}`,
  cmdline: `program${n % 200} --option ${n % 1000} /tmp/file${n % 5000}`,
  cwd: '/root',
  auid: 4_294_967_295,
  uid: n % 3,
  euid: 0,
  gid: 0,
  parent: n % 1000,
  uptime: 100_000 + (n >> 12),
  syscall: 'execve',
});

const since = (seconds: number): string => `time > ${LAST - seconds}`;
const QUERIES: readonly string[] = [
  `SELECT pid, path, cmdline FROM process_events WHERE ${since(10)}`,
  `SELECT * FROM (SELECT ${COLUMNS.join(', ')} FROM process_events WHERE ${since(5)})`,
  `SELECT path, count(*) FROM process_events WHERE ${since(60)} GROUP BY path ORDER BY path`,
  `SELECT count(*) FROM process_events WHERE time BETWEEN ${START + 600} AND ${START + 660}`,
  `SELECT count(DISTINCT pid) FROM process_events WHERE time < ${START + 60}`,
  `SELECT uid, count(*) FROM process_events WHERE ${since(60)} AND path = '/usr/bin/program7' GROUP BY uid ORDER BY uid`,
  `SELECT pid, cmdline FROM process_events WHERE ${since(30)} AND cmdline LIKE '%file77 %'`,
  `SELECT parent, count(*) AS n FROM process_events WHERE ${since(60)} GROUP BY parent ORDER BY n DESC, parent LIMIT 10`,
  `SELECT pid FROM process_events WHERE time = ${START + 1000} AND uid = 0`,
  `SELECT max(pid), min(uptime) FROM process_events WHERE ${since(120)}`,
];

const folder = mkdtempSync(join(tmpdir(), 'hostql-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const durable = await openDurable({ path: join(folder, 'store') });
let nowMs = START * 1000;
const options = { durable, now: () => nowMs, limitsOf: () => NO_LIMITS, maxLength: 1e12, say: console.error };

async function fill(): Promise<void> {
  const store = await EventStore.open(options);
  const blocks = Array.from({ length: EVENTS / BLOCK }, (_, at) => {
    const builder = new BlockBuilder('bench');
    for (let n = at * BLOCK; n < (at + 1) * BLOCK; n++) builder.add(event(n), undefined);
    return builder.take();
  });
  const before = process.cpuUsage();
  for (const [at, block] of blocks.entries()) {
    nowMs = (START + Math.floor((at * BLOCK) / PER_SECOND)) * 1000;
    await store.add('process_events', block);
  }
  await store.close();
  const { user, system } = process.cpuUsage(before);
  report('storing, CPU per 1,000 events', `${((user + system) / EVENTS).toFixed(2)} ms`);
}

function fillSqlite() {
  const Database = requirePackage('better-sqlite3');
  const database = new Database(join(folder, 'rival.db'));
  database.exec(
    `CREATE TABLE process_events(time INTEGER, ${COLUMNS.join(', ')}); CREATE INDEX by_time ON process_events(time)`,
  );
  const insert = database.prepare(`INSERT INTO process_events VALUES (?, ${COLUMNS.map(() => '?').join(', ')})`);
  database.transaction(() => {
    for (let n = 0; n < EVENTS; n++) {
      const row = event(n);
      insert.run(START + Math.floor(n / PER_SECOND), ...COLUMNS.map((name) => row[name]));
    }
  })();
  return database;
}

await fill();
report('bytes on disk for each event', ((await durable.size()) / EVENTS).toFixed(1));
const openingMs = performance.now();
const store = await EventStore.open(options);
report('opening the store', `${(performance.now() - openingMs).toFixed(0)} ms`);
const sqlite = fillSqlite();
report('  of SQLite', (statSync(join(folder, 'rival.db')).size / EVENTS).toFixed(1));

const engine = openEngine({ catalog: new Catalog(linuxTables), host: new Host() });
async function ours(sql: string): Promise<readonly Row[]> {
  const view = new EventView(store);
  const events = eventFeed((table, range, afterEid) => view.page(table, range, afterEid), false);
  return (await engine.prepare(sql)[0]?.collect({ events })) ?? [];
}
const theirs = (sql: string): Value[][] => sqlite.prepare(sql).raw().all();

let slowest = 0;
for (const sql of QUERIES) {
  check(JSON.stringify(await ours(sql)) === JSON.stringify(theirs(sql)), sql);
  const timing = await takeTurns(ROUNDS, [() => ours(sql), () => theirs(sql)]);
  slowest = Math.max(slowest, timing.medianMs(0));
  report(sql, `${timing.medianMs(0).toFixed(1)} ms, ${timing.ratio(0, 1).toFixed(2)} of SQLite's`);
}
report('the slowest of them', `${slowest.toFixed(0)} ms`, slowest <= SLOWEST_MS);
report('peak RSS', `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
sqlite.close();
await durable.close();
