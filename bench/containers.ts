// Containers of an engine: all of them with what is asked of each one, to the bare requests of the same answers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog } from '../src/catalog/index.js';
import { openEngine } from '../src/engine.js';
import { Host } from '../src/host/index.js';
import { linuxTables } from '../src/tables/index.js';
import { wallClock } from './clock.js';
import { check, report, rowsOf, takeTurns } from './measure.js';
import { numberOf } from './options.js';

const COUNT = numberOf('CONTAINERS', 200);
const ROUNDS = 15;
const TARGET_MS = 100;
const TARGET = 2;
/** As many as the tables have under way at once. */
const AT_ONCE = 8;

/** An engine whose answers have the size of Docker's: 1.5 KB a container in the list, 7 KB by itself. It ends when we do. */
const ENGINE = `
const http = require('http');
const id = (n) => n.toString(16).padStart(64, 'a');
const labels = Object.fromEntries(Array.from({ length: 12 }, (_, i) => ['org.example.label' + i, 'value'.repeat(8)]));
const listed = (n) => ({ Id: id(n), Names: ['/c' + n], Image: 'debian:12', ImageID: 'sha256:' + id(7), Command: 'sleep infinity', Created: 1, State: 'running', Status: 'Up', Labels: labels, Ports: [], Mounts: [], NetworkSettings: { Networks: {} } });
const details = (n) => ({ Id: id(n), Path: 'sleep', State: { Running: true, Pid: process.pid, StartedAt: '2026-01-01T00:00:00Z' }, HostConfig: { Privileged: false, MaskedPaths: Array(60).fill('/proc/acpi') }, Config: { Env: Array.from({ length: 60 }, (_, i) => 'VARIABLE_' + i + '=' + 'x'.repeat(60)), Labels: labels } });
const list = JSON.stringify(Array.from({ length: ${COUNT} }, (_, n) => listed(n)));
const each = new Map(Array.from({ length: ${COUNT} }, (_, n) => [id(n), JSON.stringify(details(n))]));
http.createServer((request, response) => response.end(each.get(request.url.split('/')[2]) ?? list)).listen(process.argv[1], () => process.stdout.write('ready'));
process.stdin.on('end', () => process.exit()).resume();
`;

function bareGet(socketPath: string, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
    });
    call.on('error', reject).end();
  });
}

/** The list, and what each container is asked, read and thrown away. */
async function bareRequests(socketPath: string): Promise<number> {
  const list: readonly { readonly Id: string }[] = JSON.parse(
    String(await bareGet(socketPath, '/containers/json?all=1')),
  );
  const ids = list.map(({ Id }) => Id);
  let read = 0;
  const worker = async (): Promise<void> => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
      const { length } = await bareGet(socketPath, `/containers/${id}/json?stream=false`);
      read += length;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return read;
}

async function measure(socketPath: string): Promise<void> {
  const self = () => ({ version: '0', sockets: { docker: socketPath } });
  const engine = openEngine({ catalog: new Catalog(linuxTables), host: new Host(), self });
  const sql = 'SELECT * FROM docker_containers';
  const rows = await rowsOf(engine, sql);
  check(rows.length === COUNT && rows.every((row) => Number(row[8]) > 0), 'containers are missing');
  check((await bareRequests(socketPath)) > COUNT * 1000, 'the engine says too little');
  const [statement] = engine.prepare(sql);
  const timing = await takeTurns(ROUNDS, [() => statement?.collect(), () => bareRequests(socketPath)], wallClock);
  const ratio = timing.ratio(0, 1);
  report(`${sql}: to the bare requests`, `${ratio.toFixed(2)}x`, ratio <= TARGET);
  report('', `${timing.medianMs(0).toFixed(0)} / ${timing.medianMs(1).toFixed(0)} ms`);
  // What else the machine does makes rounds longer, and none shorter.
  const bestMs = Math.min(...(timing.times[0] ?? []));
  report(`${COUNT} containers, the best of ${ROUNDS} rounds`, `${bestMs.toFixed(0)} ms`, bestMs <= TARGET_MS);
}

const folder = mkdtempSync(join(tmpdir(), 'hostql-bench-'));
const socketPath = join(folder, 'engine.sock');
const engine = spawn(process.execPath, ['-e', ENGINE, socketPath], { stdio: ['pipe', 'pipe', 'inherit'] });
try {
  await once(engine.stdout, 'data');
  await measure(socketPath);
} finally {
  engine.stdin.end();
  rmSync(folder, { recursive: true, force: true });
}
