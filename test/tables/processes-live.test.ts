import { execFileSync, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import t, { type Test } from 'tap';
import { Host } from '../../src/host/index.js';
import { listeningPorts } from '../../src/tables/network/listening-ports.js';
import { processOpenSockets } from '../../src/tables/network/process-open-sockets.js';
import { processEnvs } from '../../src/tables/system/process-envs.js';
import { processMemoryMap } from '../../src/tables/system/process-memory-map.js';
import { processOpenFiles } from '../../src/tables/system/process-open-files.js';
import { processes } from '../../src/tables/system/processes.js';
import { RecordingHost } from '../recording-host.js';
import { type ScannedRow, scanColumn, scanTable } from './scan.js';
import { sibling } from './sibling.js';

const host = new Host();
const isRoot = process.getuid?.() === 0;
const tables = [processes, processEnvs, processMemoryMap, processOpenFiles, processOpenSockets, listeningPorts];

const hasProgram = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

/** A child that has started: it printed a line, which is handed on. Ends with the test. */
async function started(t: Test, command: string, args: readonly string[]): Promise<{ pid: number; line: string }> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  t.teardown(() => child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}`)));
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  return { pid: child.pid ?? 0, line };
}

const processOf = (pid: number): ScannedRow | undefined => scanTable(processes, host, { lookup: { pid: [pid] } })[0];

/** Waits for a thing that will be, without counting on when. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

const SLEEP = 'echo ready; read line'; // a shell waits for a line on its standard input, and nobody sends one

t.test('own process', async (t) => {
  const [row] = scanTable(processes, host, { lookup: { pid: [process.pid] } });
  t.match(row, {
    pid: process.pid,
    path: fs.realpathSync(process.execPath),
    on_disk: 1,
    cwd: process.cwd(),
    root: '/',
    uid: process.getuid?.(),
    gid: process.getgid?.(),
    euid: process.geteuid?.(),
    egid: process.getegid?.(),
    parent: process.ppid,
    state: 'R',
    wired_size: 0,
  });
  t.ok(Math.abs(Number(row?.['start_time']) - performance.timeOrigin / 1000) < 5, 'start time');
  const fds = scanTable(processOpenFiles, host, { lookup: { pid: [process.pid] } });
  const file = path.join(t.testdir(), 'open socket: file\nof ours');
  const fd = fs.openSync(file, 'w');
  t.teardown(() => fs.closeSync(fd));
  const more = scanTable(processOpenFiles, host, { lookup: { pid: [process.pid] } });
  t.strictSame(
    more.filter((row) => row['fd'] === fd),
    [{ pid: process.pid, fd, path: file }],
  );
  t.ok(fds.every((row) => row['fd'] !== fd));
  t.ok(
    scanColumn(processMemoryMap, host, 'path', { lookup: { pid: [process.pid] } }).includes(
      fs.realpathSync(process.execPath),
    ),
  );
});

t.test('what is true of every row', async (t) => {
  const rows = scanTable(processes, host);
  t.ok(rows.length >= 2);
  const pids = rows.map((row) => Number(row['pid']));
  t.strictSame(
    pids,
    [...pids].sort((a, b) => a - b),
    'in ascending order',
  );
  t.equal(new Set(pids).size, pids.length);
  const bootTime = host.facts.nowMs() / 1000 - Number(fs.readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
  for (const row of rows) {
    const isSound =
      typeof row['name'] === 'string' &&
      /^[A-Za-z]$/.test(String(row['state'])) &&
      Number(row['start_time']) >= bootTime - 2 &&
      Number(row['start_time']) <= host.facts.nowMs() / 1000 + 1;
    if (!isSound) t.fail(JSON.stringify(row));
  }
});

t.test('as ps has it', { skip: !hasProgram('ps') && 'no ps here' }, async (t) => {
  const { pid } = await started(t, '/bin/sh', ['-c', SLEEP]);
  const fields = ['pid', 'ppid', 'pgid', 'ruid', 'euid', 'suid', 'rgid', 'egid', 'sgid', 'vsz'];
  const ps = (): string[] =>
    execFileSync('ps', ['-e', '-o', fields.map((field) => `${field}=`).join(',')], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).join(' '));
  const before = ps();
  const columns = ['pid', 'parent', 'pgroup', 'uid', 'euid', 'suid', 'gid', 'egid', 'sgid', 'total_size'];
  const ours = new Set(
    scanTable(processes, host, { columns }).map((row) =>
      [...Object.values(row).slice(0, -1), Number(row['total_size'] ?? 0) / 1024].join(' '),
    ),
  );
  const stable = new Set(ps());
  const missing = before.filter((line) => stable.has(line) && !ours.has(line));
  t.strictSame(missing, []);
  t.ok([...ours].some((line) => line.startsWith(`${pid} ${process.pid} `)));
});

t.test('names and arguments of any bytes', async (t) => {
  const odd = path.join(t.testdir(), 'a\\b\nc');
  fs.copyFileSync(fs.realpathSync('/bin/sh'), odd);
  const child = await started(t, odd, ['-c', SLEEP, 'zero', '', 'caf\u00e9 ', '']);
  const columns = ['name', 'path', 'cmdline', 'on_disk'];
  t.strictSame(scanTable(processes, host, { columns, lookup: { pid: [child.pid] } }), [
    { name: 'a\\\\b\\nc', path: odd, cmdline: `${odd} -c ${SLEEP} zero  café`, on_disk: 1 },
  ]);
  fs.rmSync(odd);
  t.strictSame(scanTable(processes, host, { columns: ['path', 'on_disk'], lookup: { pid: [child.pid] } }), [
    { path: odd, on_disk: 0 },
  ]);
  // Another file under the very name that the kernel now shows.
  fs.writeFileSync(`${odd} (deleted)`, '');
  t.strictSame(scanTable(processes, host, { columns: ['path', 'on_disk'], lookup: { pid: [child.pid] } }), [
    { path: odd, on_disk: 0 },
  ]);
});

t.test('an executable that is called so is not deleted', async (t) => {
  const odd = path.join(t.testdir(), 'sh (deleted)');
  fs.copyFileSync(fs.realpathSync('/bin/sh'), odd);
  const child = await started(t, odd, ['-c', SLEEP]);
  t.strictSame(scanTable(processes, host, { columns: ['path', 'on_disk'], lookup: { pid: [child.pid] } }), [
    { path: odd, on_disk: 1 },
  ]);
});

t.test('environment', async (t) => {
  const child = await started(t, '/usr/bin/env', ['-i', 'A=1', 'B=', 'C=x=y\nz', '/bin/sh', '-c', SLEEP]);
  t.strictSame(scanTable(processEnvs, host, { lookup: { pid: [child.pid] } }), [
    { pid: child.pid, key: 'A', value: '1' },
    { pid: child.pid, key: 'B', value: '' },
    { pid: child.pid, key: 'C', value: 'x=y\nz' },
  ]);
});

t.test('a zombie and kernel threads are rows', async (t) => {
  // The shell becomes a program that never waits for the child it inherits.
  const parent = await started(t, '/bin/sh', ['-c', 'sleep 1000 & echo $!; exec sleep 1000']);
  const zombie = Number(parent.line);
  await until(() => processOf(parent.pid)?.['name'] === 'sleep' && processOf(zombie)?.['name'] === 'sleep');
  process.kill(zombie, 'SIGKILL');
  await until(() => processOf(zombie)?.['state'] === 'Z');
  t.match(processOf(zombie), {
    name: 'sleep',
    path: null,
    cmdline: '',
    cwd: null,
    on_disk: -1,
    resident_size: null,
    parent: parent.pid,
  });
  const kernelThread = scanTable(processes, host, { columns: ['name', 'parent', 'path', 'cmdline'] }).find(
    (row) => row['name'] === 'kthreadd',
  );
  if (kernelThread) t.strictSame(kernelThread, { name: 'kthreadd', parent: 0, path: null, cmdline: '' });
});

t.test('pid alone opens nothing, a key touches its process alone', async (t) => {
  const touching = new RecordingHost();
  scanTable(processes, touching, { columns: ['pid'] });
  t.strictSame(touching.touches, ['list /proc']);
  touching.touches.length = 0;
  for (const table of [processes, processEnvs, processMemoryMap, processOpenFiles]) {
    scanTable(table, touching, { lookup: { pid: [process.pid] } });
  }
  const others = touching.touches.filter(
    (touch) => / \/proc\/\d/.test(touch) && !touch.includes(`/proc/${process.pid}`),
  );
  t.strictSame(others, []);
});

t.test('processes that end during a scan', { timeout: 60_000 }, async (t) => {
  const storm = spawn('/bin/sh', ['-c', 'i=0; while [ $i -lt 200 ]; do /bin/true & i=$((i+1)); done; wait'], {
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => storm.once('exit', resolve));
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  let scans = 0;
  for (; !isOver || scans < 3; scans++) {
    for (const table of tables) {
      for (const row of scanTable(table, host)) if (typeof row['pid'] !== 'number') t.fail(JSON.stringify(row));
    }
    for (const row of scanTable(processes, host)) if (row['name'] === null) t.fail(JSON.stringify(row));
    await new Promise((resolve) => setImmediate(resolve));
  }
  t.pass(`${scans} scans`);
});

t.test('as a user without rights', { skip: !isRoot && 'needs root to become somebody else' }, async (t) => {
  const names = tables.map((table) => table.name);
  const child = spawnSync(
    process.execPath,
    [...process.execArgv, sibling('./scan-as', import.meta.url), '65533', ...names],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  t.equal(child.status, 0, child.stderr);
  // What scan-as.ts prints; JSON has no types.
  const seen = JSON.parse(child.stdout) as {
    pid: number;
    tables: Record<string, { rows: ScannedRow[]; warnings: string[] }>;
  };
  const rows = (name: string): ScannedRow[] => seen.tables[name]?.rows ?? [];
  const ours = rows('processes').find((row) => row['pid'] === process.pid);
  t.match(ours, {
    uid: 0,
    parent: process.ppid,
    path: null,
    cwd: null,
    root: null,
    on_disk: -1,
    disk_bytes_read: null,
  });
  t.equal(typeof ours?.['name'], 'string');
  t.match(
    rows('processes').find((row) => row['pid'] === seen.pid),
    { uid: 65533, path: process.execPath, cwd: process.cwd() },
  );
  for (const name of ['process_envs', 'process_open_files', 'process_memory_map']) {
    t.ok(
      rows(name).every((row) => row['pid'] === seen.pid),
      `${name}: own rows alone`,
    );
    t.match(seen.tables[name]?.warnings, [/^cannot read the .* of some processes: permission denied/]);
  }
  const sockets = rows('process_open_sockets');
  t.strictSame(
    [...new Set(sockets.map((row) => row['pid']))].filter((pid) => pid !== -1 && pid !== seen.pid),
    [],
    'sockets of others have no owner',
  );
  const inodes = sockets.filter((row) => row['pid'] === -1 && row['socket'] !== 0).map((row) => row['socket']);
  t.equal(new Set(inodes).size, inodes.length, 'each of those shows once');
});
