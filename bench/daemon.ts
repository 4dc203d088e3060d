// What the daemon costs: idle, with a schedule as teams have them, and after as many runs as a week has.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { check, median, report } from './measure.js';
import { numberOf } from './options.js';

/** Seconds of each measurement. */
const SECONDS = numberOf('SECONDS', 60, 15);

const SETTLE_MS = 30_000;
const TICK_SECONDS = 1 / 100;
const TARGET_IDLE_PERCENT = 0.3;
const TARGET_MIB = 90;
const DAY_SECONDS = 86_400;

/** Sixty queries as schedules have them: most look at processes, sockets, users and a few files. */
const QUERIES = [
  'SELECT pid, name, path, cmdline, uid, parent FROM processes',
  "SELECT p.pid, p.name, p.path FROM processes AS p WHERE p.on_disk = 0 AND p.path <> ''",
  'SELECT p.name, l.port, l.address, l.protocol FROM listening_ports AS l JOIN processes AS p USING (pid)',
  'SELECT p.name, s.remote_address, s.remote_port FROM process_open_sockets AS s JOIN processes AS p USING (pid) WHERE s.remote_port > 0',
  'SELECT uid, username, shell, directory FROM users',
  'SELECT groupname, gid FROM groups',
  "SELECT path, mode, mtime, size FROM file WHERE path LIKE '/etc/%.conf'",
  "SELECT h.path, h.sha256 FROM hash AS h WHERE h.path IN ('/etc/passwd', '/etc/hosts', '/etc/group')",
  'SELECT device, path, type FROM mounts',
  'SELECT name, version, arch FROM deb_packages',
  'SELECT address, hostnames FROM etc_hosts',
  'SELECT interface, address, mask FROM interface_addresses',
  'SELECT name, version, major, minor FROM os_version',
  'SELECT version, arguments, path FROM kernel_info',
  'SELECT memory_total, memory_free, swap_total FROM memory_info',
];
/** Intervals in seconds, the shortest for what changes most. */
const INTERVALS = [60, 120, 300, 600, 900, 1800, 3600];

const scheduleOf = (interval: (at: number) => number) =>
  Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [
      `q${at}`,
      { query: `${QUERIES[at % QUERIES.length]} -- ${at}`, interval: interval(at), snapshot: at % 5 === 4 },
    ]),
  );

interface Sample {
  readonly cpuSeconds: number;
  readonly wakeUps: number;
  readonly writtenBytes: number;
}

/** A running daemon in folders of its own. */
class Daemon {
  readonly folder = mkdtempSync(join(tmpdir(), 'hostql-bench-daemon-'));
  readonly #child: ChildProcess;
  readonly startedMs = performance.now();

  constructor(schedule: Readonly<Record<string, unknown>>) {
    const config = join(this.folder, 'config.json');
    writeFileSync(config, JSON.stringify({ schedule }));
    const args = Object.entries({
      config_path: config,
      database_path: join(this.folder, 'db'),
      logger_path: join(this.folder, 'log'),
      pidfile: join(this.folder, 'pid'),
      logger_stderr: 'false',
    }).map(([name, value]) => `--${name}=${value}`);
    this.#child = spawn(process.execPath, ['bin/hostql', 'daemon', ...args], { stdio: 'ignore' });
  }

  get watcher(): number {
    return this.#child.pid ?? 0;
  }
  worker(): number {
    const children = readFileSync(`/proc/${this.watcher}/task/${this.watcher}/children`, 'utf8');
    return Number(children.split(' ')[0]);
  }

  log(name: string): string {
    return join(this.folder, 'log', `osqueryd.${name}.log`);
  }

  /** Waits for the first result. @returns milliseconds since the start */
  async firstLine(): Promise<number> {
    while (!this.hasLine()) await sleep(5);
    return performance.now() - this.startedMs;
  }

  hasLine(): boolean {
    return ['results', 'snapshots'].some((name) => existsSync(this.log(name)) && statSync(this.log(name)).size > 0);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
    rmSync(this.folder, { recursive: true });
  }

  sample(): Sample {
    const samples = [this.watcher, this.worker()].map(sampleOf);
    const sum = (part: (sample: Sample) => number): number => samples.reduce((all, sample) => all + part(sample), 0);
    return {
      cpuSeconds: sum((s) => s.cpuSeconds),
      wakeUps: sum((s) => s.wakeUps),
      writtenBytes: sum((s) => s.writtenBytes),
    };
  }
}

function sampleOf(pid: number): Sample {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const wakeUps = readdirSync(`/proc/${pid}/task`).map((task) =>
    Number(
      /^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8'))?.[1] ?? 0,
    ),
  );
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) * TICK_SECONDS,
    wakeUps: wakeUps.reduce((sum, count) => sum + count, 0),
    writtenBytes: Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? 0),
  };
}

function memoryMiB(pid: number): { rss: number; pss: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0);
  return { rss: kib('Rss') / 1024, pss: kib('Pss') / 1024 };
}

function reportMemory(label: string, daemon: Daemon, target?: number): void {
  const watcher = memoryMiB(daemon.watcher);
  const worker = memoryMiB(daemon.worker());
  const both = ({ rss, pss }: { rss: number; pss: number }): string => `${rss.toFixed(0)} / ${pss.toFixed(0)} MiB`;
  report(`${label}: watcher, RSS / PSS`, both(watcher));
  report(`${label}: worker, RSS / PSS`, both(worker), target === undefined ? undefined : worker.rss <= target);
}

async function usage(label: string, daemon: Daemon, target?: number): Promise<void> {
  const before = daemon.sample();
  const startMs = performance.now();
  await sleep(SECONDS * 1000);
  const seconds = (performance.now() - startMs) / 1000;
  const after = daemon.sample();
  const percent = ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100;
  report(
    `${label}: of a core, over ${SECONDS} s`,
    `${percent.toFixed(2)} %`,
    target === undefined ? undefined : percent <= target,
  );
  report(`${label}: wake-ups`, `${((after.wakeUps - before.wakeUps) / seconds).toFixed(1)} /s`);
  const perDay = ((after.writtenBytes - before.writtenBytes) / seconds) * DAY_SECONDS;
  report(`${label}: written, at this rate`, `${(perDay / 1e6).toFixed(1)} MB a day`);
}

async function idle(): Promise<void> {
  const daemon = new Daemon({
    once: { query: 'SELECT 1 AS a', interval: DAY_SECONDS, startup_priority: 1, snapshot: true },
  });
  try {
    report('start to first result', `${(await daemon.firstLine()).toFixed(0)} ms`);
    // Until V8 has cleaned up after the start.
    await sleep(SETTLE_MS);
    await usage('idle', daemon, TARGET_IDLE_PERCENT);
    reportMemory('idle', daemon, TARGET_MIB);
  } finally {
    await daemon.stop();
  }
}

async function scheduled(): Promise<void> {
  const daemon = new Daemon(scheduleOf((at) => INTERVALS[at % INTERVALS.length] ?? 60));
  try {
    await sleep(3000);
    await usage('60 queries', daemon);
    reportMemory('60 queries', daemon, TARGET_MIB);
  } finally {
    await daemon.stop();
  }
}

/** As many runs as the schedule has in a good part of a week, one after the other. */
async function worn(): Promise<void> {
  const daemon = new Daemon(scheduleOf(() => 1));
  try {
    await daemon.firstLine();
    const seconds = SECONDS * 2;
    await sleep((seconds * 1000) / 4);
    const early = memoryMiB(daemon.worker()).rss;
    await sleep((seconds * 3000) / 4);
    const late = memoryMiB(daemon.worker()).rss;
    report(
      `every query each second: worker after ${seconds / 4} and ${seconds} s`,
      `${early.toFixed(0)}, ${late.toFixed(0)} MiB`,
    );
  } finally {
    await daemon.stop();
  }
}

/** From the second at which a query is due to its line in the log. */
async function delay(): Promise<void> {
  const daemon = new Daemon({ now: { query: 'SELECT unix_time FROM time', interval: 1, snapshot: true } });
  try {
    await daemon.firstLine();
    const delays: number[] = [];
    let last = 0;
    while (delays.length < 12) {
      await sleep(20);
      const { mtimeMs } = statSync(daemon.log('snapshots'));
      if (mtimeMs !== last) delays.push(mtimeMs % 1000);
      last = mtimeMs;
    }
    const lines = readFileSync(daemon.log('snapshots'), 'utf8').trimEnd().split('\n');
    check(
      lines.every((line) => JSON.parse(line).action === 'snapshot'),
      'lines of the log',
    );
    report('due to log line, median', `${median(delays.slice(2)).toFixed(0)} ms`);
  } finally {
    await daemon.stop();
  }
}

await idle();
await delay();
await scheduled();
await worn();
