// Two loops that start a static program as fast as this machine can, while the audit system is listened to as the daemon does:
// each start has to be a row, with its arguments. Needs root, a C compiler, and an audit system that nobody else has.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditSource } from '../src/events/audit/settings.js';
import { openAudit } from '../src/events/audit/source.js';
import { BlockBuilder, SourceUnavailable } from '../src/events/index.js';
import { Flags } from '../src/flags/index.js';
import { Host, loadKernelCalls } from '../src/host/index.js';
import { report, spreadOf } from './measure.js';
import { numberOf } from './options.js';

const SECONDS = numberOf('SECONDS', 30, 5);
const LOOPS = 2;
const BLOCK_ROWS = 500;
const POLLIN = 1;
const WAIT_MS = 40;
const TICK_MS = 200;

const NOTHING = 'int main(void) { return 0; }';
/** Starts the program of its first argument for so many seconds, and says how often. */
const LOOP = `
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
int main(int argc, char **argv) {
  time_t end = time(NULL) + atoi(argv[2]);
  long count = 0;
  while (time(NULL) < end) {
    char number[32];
    snprintf(number, sizeof number, "%ld", count);
    char *arguments[] = {argv[1], argv[3], number, "some", "more arguments", "--with=an equals sign", NULL};
    char *environment[] = {NULL};
    pid_t child = vfork();
    if (child == 0) { execve(argv[1], arguments, environment); _exit(1); }
    if (child < 0) break;
    waitpid(child, NULL, 0);
    count++;
  }
  printf("%ld\\n", count);
  return 0;
}`;

function compile(folder: string, name: string, source: string): string {
  const path = join(folder, name);
  writeFileSync(`${path}.c`, source);
  const { status } = spawnSync('cc', ['-O2', '-static', '-o', path, `${path}.c`]);
  if (status !== 0) throw new SourceUnavailable('no C compiler that links statically');
  return path;
}

async function loop(program: string, nothing: string, mark: string): Promise<number> {
  const child = spawn(program, [nothing, String(SECONDS), mark], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  return Number(said);
}

interface Counts {
  rows: number;
  bytes: number;
  lost: number;
  readonly delaysMs: number[];
}

async function storm(folder: string): Promise<void> {
  const nothing = compile(folder, 'nothing', NOTHING);
  const program = compile(folder, 'loop', LOOP);
  const flags = new Flags('hostql');
  for (const name of ['disable_audit', 'audit_allow_config'])
    flags.set(name, String(name !== 'disable_audit'), 'given');
  const settings = auditSource.settings({ flags, sections: new Map(), tables: new Set(['process_events']) });
  const calls = loadKernelCalls();
  if (!settings || !calls) throw new SourceUnavailable('no FFI library');
  const counts: Counts = { rows: 0, bytes: 0, lost: 0, delaysMs: [] };
  const block = new BlockBuilder('auditeventpublisher');
  const source = openAudit(settings, {
    host: new Host(),
    emit: {
      row(_, row, atMs = 0) {
        block.add(row, atMs);
        if (block.count === BLOCK_ROWS) counts.bytes += block.take().text.length;
        if (row.path !== nothing) return;
        counts.rows++;
        counts.delaysMs.push(Date.now() - atMs);
      },
      gap({ lost }) {
        counts.lost += lost ?? 1;
      },
    },
    say: (severity, message) => console.log(`  ${severity}: ${message}`),
    now: Date.now,
  });
  const before = process.cpuUsage();
  let started: readonly number[] | undefined;
  try {
    const loops = Promise.all(Array.from({ length: LOOPS }, (_, index) => loop(program, nothing, `loop-${index}`)));
    void loops.then((counted) => {
      started = counted;
    });
    const descriptors = Buffer.alloc(8);
    let tickedMs = 0;
    for (let idle = 0; !started || idle < 10; idle++) {
      descriptors.writeInt32LE(source.descriptors[0] ?? -1, 0);
      descriptors.writeInt16LE(POLLIN, 4);
      if (calls.poll(descriptors, 1, WAIT_MS) > 0) {
        source.read();
        idle = 0;
      }
      if (Date.now() - tickedMs > TICK_MS) {
        tickedMs = Date.now();
        source.tick?.();
        await new Promise(setImmediate); // the loops may have ended
      }
    }
  } finally {
    source.close();
  }
  const total = (started ?? []).reduce((sum, count) => sum + count, 0);
  const { user, system } = process.cpuUsage(before);
  counts.delaysMs.sort((a, b) => a - b);
  const p99 = counts.delaysMs[Math.floor(counts.delaysMs.length * 0.99)] ?? Number.NaN;
  report(`starts a second, ${LOOPS} loops for ${SECONDS} s`, (total / SECONDS).toFixed(0));
  report(
    'starts without a row, and lost records',
    `${total - counts.rows}, ${counts.lost}`,
    total === counts.rows && counts.lost === 0,
  );
  report('processor time of 1,000 events', `${((user + system) / counts.rows).toFixed(1)} ms`);
  report('from the event to its row, median and 99 %', `${spreadOf(counts.delaysMs).median.toFixed(0)} ms, ${p99} ms`);
  report('letters of blocks for an event, before compression', (counts.bytes / counts.rows).toFixed(0));
}

const folder = mkdtempSync(join(tmpdir(), 'hostql-storm-'));
try {
  await storm(folder);
} catch (error) {
  if (!(error instanceof SourceUnavailable)) throw error;
  console.log(`  skipped: ${error.message}`);
} finally {
  rmSync(folder, { recursive: true });
}
