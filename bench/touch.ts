// What queries touch. The rival is a second witness: calls of node:fs, counted below the Host, which the engine cannot
// know of. Both must tell the same story.
import fs, { readdirSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { Row } from '../src/core/index.js';
import { RecordingHost } from '../test/recording-host.js';
import { check, openLive, report, rowsOf } from './measure.js';

const PATH_CALLS = [
  'openSync',
  'readdirSync',
  'opendirSync',
  'statSync',
  'lstatSync',
  'existsSync',
  'readlinkSync',
  'statfsSync',
  'accessSync',
] as const;

/** Paths given to node:fs while it is on. */
const witness = { isOn: false, calls: [] as string[] };

for (const name of PATH_CALLS) {
  const original = fs[name] as (...args: unknown[]) => unknown; // each takes a path first
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      if (witness.isOn) witness.calls.push(`${name} ${String(args[0])}`);
      return original(...args);
    },
  });
}
syncBuiltinESMExports();

interface Touched {
  readonly rows: readonly Row[];
  readonly host: readonly string[];
  readonly fs: readonly string[];
}

async function touch(sql: string): Promise<Touched> {
  const host = new RecordingHost();
  const engine = openLive(host);
  witness.calls.length = 0;
  witness.isOn = true;
  const rows = await rowsOf(engine, sql);
  witness.isOn = false;
  return { rows, host: host.touches, fs: [...witness.calls] };
}

const below = (calls: readonly string[], pattern: RegExp): number => calls.filter((call) => pattern.test(call)).length;
const processFolders = (): number => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
const BELOW_PID = / \/proc\/\d+\//;
const outside = (calls: readonly string[], allowed: RegExp): string[] => calls.filter((call) => !allowed.test(call));

interface Expectation {
  readonly sql: string;
  readonly what: string;
  /** The figure to show, and whether the calls are those that the query needs. */
  readonly judge: (touched: Touched, calls: readonly string[]) => readonly [string, boolean];
}

const self = process.pid;
const EXPECTATIONS: readonly Expectation[] = [
  {
    sql: 'SELECT pid FROM processes',
    what: 'opens nothing below /proc/<pid>',
    judge: (_, calls) => [`${below(calls, BELOW_PID)} below`, calls.length === 1 && below(calls, BELOW_PID) === 0],
  },
  {
    sql: 'SELECT pid, name FROM processes',
    what: 'opens one file a process',
    judge: ({ rows }, calls) => {
      const opened = below(calls, BELOW_PID);
      // A process that ends during the scan was opened in vain.
      return [`${(opened / rows.length).toFixed(2)} a process`, opened >= rows.length && opened <= rows.length + 5];
    },
  },
  {
    sql: `SELECT pid, name FROM processes WHERE pid = ${self}`,
    what: 'touches that process alone',
    judge: ({ rows }, calls) => [
      `${calls.length} calls`,
      rows.length === 1 && calls.length === 2 && only(calls, [self]),
    ],
  },
  {
    sql: 'SELECT pid, name FROM processes WHERE pid IN (1, 2, 3)',
    what: 'touches those alone',
    judge: (_, calls) => [`${calls.length} calls`, calls.length <= 6 && only(calls, [1, 2, 3])],
  },
  {
    sql: `WITH w(pid) AS (VALUES (1), (${self})) SELECT pid, name FROM w JOIN processes USING (pid)`,
    what: 'a join on pid touches those alone',
    judge: ({ rows }, calls) => [
      `${calls.length} calls`,
      rows.length === 2 && calls.length === 4 && only(calls, [1, self]),
    ],
  },
  {
    sql: "SELECT path, size FROM file WHERE path = '/etc/passwd'",
    what: 'stats that path alone',
    judge: ({ rows }, calls) => [
      `${calls.length} calls`,
      rows[0]?.[1] === fs.statSync('/etc/passwd').size && outside(calls, / \/etc\/passwd$/).length === 0,
    ],
  },
  {
    sql: 'SELECT pid, name FROM processes LIMIT 5',
    what: 'reads five processes',
    judge: ({ rows }, calls) => [
      `${below(calls, BELOW_PID)} files`,
      rows.length === 5 && below(calls, BELOW_PID) === 5,
    ],
  },
];

function only(calls: readonly string[], pids: readonly number[]): boolean {
  return outside(calls, new RegExp(` /proc/(${pids.join('|')})(/|$)`)).length === 0;
}

console.log(`  ${processFolders()} processes, calls as node:fs sees them`);
for (const { sql, what, judge } of EXPECTATIONS) {
  const touched = await touch(sql);
  const [figure, isMet] = judge(touched, touched.fs);
  report(`${sql.length > 61 ? `${sql.slice(0, 60)}…` : sql}`, figure, isMet);
  console.log(`    ${what}`);
  check(judge(touched, touched.host)[1] === isMet, `host and node:fs disagree on ${sql}`);
}
