// A crowd of sleeping processes: the cost of the engine over the system calls alone, and of a join over either order.
import { closeSync, openSync, readSync } from 'node:fs';
import type { Row } from '../src/core/index.js';
import { RecordingHost } from '../test/recording-host.js';
import { Crowd, pidsNow } from './crowd.js';
import { check, openLive, report, rowsOf, takeTurns } from './measure.js';

const COUNT = Number(process.env.HOSTQL_BENCH_PROCESSES ?? 2000);
/** A daemon's code is warm; one that runs for the second time is reported beside it. */
const WARM_ROUNDS = 15;
const ROUNDS = 31;
const NAMES = 'SELECT pid, name FROM processes';
const JOINS = ['processes JOIN process_open_sockets', 'process_open_sockets JOIN processes'].map(
  (from) => `SELECT pid, name, fd, socket FROM ${from} USING (pid)`,
);
const buffer = Buffer.allocUnsafe(64 * 1024);

/** The rival: the same three calls for the same files, and nothing done with the bytes. */
function bareLoop(onName?: (pid: string, length: number) => void): number {
  let read = 0;
  for (const pid of pidsNow()) {
    try {
      const fd = openSync(`/proc/${pid}/comm`, 'r');
      const length = readSync(fd, buffer, 0, buffer.length, null);
      closeSync(fd);
      onName?.(pid, length);
      read++;
    } catch {
      // It ended meanwhile.
    }
  }
  return read;
}

async function names(): Promise<void> {
  const engine = openLive();
  const bare = new Map<string, string>();
  bareLoop((pid, length) => bare.set(pid, buffer.toString('latin1', 0, length - 1)));
  const rows = await rowsOf(engine, NAMES);
  const same = rows.filter(([pid, name]) => bare.get(String(pid)) === name).length;
  check(same > COUNT && same > rows.length - 20, 'pid and name are not what /proc says');

  const contenders = [() => rowsOf(engine, NAMES), () => bareLoop()];
  const cold = await takeTurns(1, contenders);
  await takeTurns(WARM_ROUNDS, contenders);
  const timing = await takeTurns(ROUNDS, contenders);
  const ratio = timing.ratio(0, 1);
  report(`${NAMES}: to a bare loop of the same calls`, `${ratio.toFixed(2)}x`, ratio <= 1.3);
  report('', `${timing.medianMs(0).toFixed(1)} / ${timing.medianMs(1).toFixed(1)} ms`);
  report('  run for the second time', `${cold.ratio(0, 1).toFixed(2)}x`);
}

async function joins(): Promise<void> {
  const [forth = '', back = ''] = JOINS;
  const engine = openLive();
  const keys = (rows: readonly Row[]): Set<string> => new Set(rows.map((row) => row.join(' ')));
  const [rows, others] = [keys(await rowsOf(engine, forth)), keys(await rowsOf(engine, back))];
  const shared = [...rows].filter((row) => others.has(row)).length;
  check(shared >= COUNT && shared > 0.95 * Math.max(rows.size, others.size), 'the two orders give other rows');

  const timing = await takeTurns(9, [() => rowsOf(engine, forth), () => rowsOf(engine, back)]);
  const ratio = timing.ratio(0, 1);
  report(
    'processes JOIN process_open_sockets: to the other order',
    `${ratio.toFixed(2)}x`,
    Math.max(ratio, 1 / ratio) <= 1.2,
  );
  report('', `${timing.medianMs(0).toFixed(0)} / ${timing.medianMs(1).toFixed(0)} ms`);
  for (const sql of JOINS) {
    const host = new RecordingHost();
    await rowsOf(openLive(host), sql);
    const scans = host.touches.filter((touch) => touch === 'list /proc').length;
    report(`  scans of /proc: ${sql.slice(sql.indexOf('FROM') + 5)}`, String(scans), scans < 3);
    report('  calls of the host', String(host.touches.length));
  }
}

const crowd = new Crowd(COUNT);
try {
  await crowd.gather(COUNT);
  console.log(`  ${pidsNow().length} processes`);
  await names();
  await joins();
} finally {
  await crowd.dismiss();
}
