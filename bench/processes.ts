// Crowds of sleeping processes: the cost of the engine over the system calls alone, and of a join over either order.
import { closeSync, openSync, readSync } from 'node:fs';
import type { Row } from '../src/core/index.js';
import { RecordingHost } from '../test/recording-host.js';
import { Crowd, pidsNow } from './crowd.js';
import { check, openLive, report, rowsOf, takeTurns } from './measure.js';
import { numbersOf } from './options.js';
import { probe } from './probe.js';

const COUNTS = numbersOf('PROCESSES', [100, 2000, 5000], [100, 2000]);
/** Others come and go while we look. */
const STRANGERS = 40;
const JOINS = ['processes JOIN process_open_sockets', 'process_open_sockets JOIN processes'].map(
  (from) => `SELECT pid, name, fd, socket FROM ${from} USING (pid)`,
);
const buffer = Buffer.allocUnsafe(64 * 1024);

/** The rival of pid and name: three calls for one file each, and nothing done with the bytes. */
function bareNames(onName?: (pid: string, length: number) => void): void {
  for (const pid of pidsNow()) {
    try {
      const fd = openSync(`/proc/${pid}/comm`, 'r');
      const length = readSync(fd, buffer, 0, buffer.length, null);
      closeSync(fd);
      onName?.(pid, length);
    } catch {
      // It ended meanwhile.
    }
  }
}

async function scans(count: number): Promise<void> {
  const isAll = (rows: readonly Row[]): boolean =>
    rows.length > count && Math.abs(rows.length - pidsNow().length) < STRANGERS;
  const areNamed = (rows: readonly Row[]): boolean => {
    const bare = new Map<string, string>();
    bareNames((pid, length) => bare.set(pid, buffer.toString('latin1', 0, length - 1)));
    return isAll(rows) && rows.filter(([pid, name]) => bare.get(String(pid)) === name).length > rows.length - STRANGERS;
  };
  await probe({ label: 'SELECT pid', sql: 'SELECT pid FROM processes', isRight: isAll, floor: pidsNow });
  await probe({
    label: 'SELECT pid, name',
    sql: 'SELECT pid, name FROM processes',
    isRight: areNamed,
    floor: () => bareNames(),
  });
  await probe({ label: 'SELECT *', sql: 'SELECT * FROM processes', isRight: isAll, rounds: 9 });
}

async function lookups(crowd: Crowd): Promise<void> {
  const pids = crowd.pids().slice(0, 20);
  const sql = (where: string): string => `SELECT pid, name, state FROM processes WHERE ${where}`;
  const [one] = pids;
  await probe({
    label: 'pid = ?',
    sql: sql(`pid = ${one}`),
    isRight: ([row, ...more]) => String(row?.[0]) === one && more.length === 0,
  });
  await probe({
    label: 'pid IN (20 of them)',
    sql: sql(`pid IN (${pids.join(', ')})`),
    isRight: (rows) => rows.map(([pid]) => String(pid)).join() === pids.join(),
  });
}

async function joins(count: number): Promise<void> {
  const [forth = '', back = ''] = JOINS;
  const engine = openLive();
  const keys = (rows: readonly Row[]): Set<string> => new Set(rows.map((row) => row.join(' ')));
  const others = keys(await rowsOf(engine, back));
  for (const [i, sql] of JOINS.entries()) {
    await probe({
      label: i === 0 ? 'processes JOIN sockets' : 'sockets JOIN processes',
      sql,
      isRight: (rows) => rows.length >= count && [...keys(rows)].filter((row) => others.has(row)).length >= count,
      rounds: 7,
    });
    const host = new RecordingHost();
    await rowsOf(openLive(host), sql);
    const scans = host.touches.filter((touch) => touch === 'list /proc').length;
    report(`  scans of /proc`, String(scans), scans < 3);
  }
  const timing = await takeTurns(7, [() => rowsOf(engine, forth), () => rowsOf(engine, back)]);
  const ratio = timing.ratio(0, 1);
  report('the one order to the other', `${ratio.toFixed(2)}x`, Math.max(ratio, 1 / ratio) <= 1.2);
}

for (const count of COUNTS) {
  const crowd = new Crowd(count);
  try {
    await crowd.gather(count);
    console.log(`  ${pidsNow().length} processes`);
    await scans(count);
    await lookups(crowd);
    await joins(count);
  } finally {
    await crowd.dismiss();
  }
}
check(COUNTS.length > 0, 'HOSTQL_BENCH_PROCESSES names no crowd');
