// Two loops that start a static program as fast as this machine can, seen by the process connector and by BPF programs: each
// start has to be a row. Needs root and a C compiler. HOSTQL_BENCH_SECONDS is how long each of them takes.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBpf } from '../src/events/bpf/source.js';
import { type EventSource, type SourceContext, SourceUnavailable } from '../src/events/index.js';
import { openProcessConnector } from '../src/events/process-connector/source.js';
import { Host, loadKernelCalls } from '../src/host/index.js';
import { compileLoops, LOOPS, type Loops } from './exec-loops.js';
import { report } from './measure.js';
import { numberOf } from './options.js';

const SECONDS = numberOf('SECONDS', 10, 5);
const POLLIN = 1;
const WAIT_MS = 40;

const SOURCES: Readonly<
  Record<string, (context: SourceContext) => Pick<EventSource<never>, 'read' | 'close' | 'tick' | 'descriptors'>>
> = {
  process_connector: (context) => openProcessConnector({ fork: false }, context),
  BPF: (context) => openBpf({ tables: ['bpf_process_events'], ringExponent: 10, calls: 512 }, context),
};

async function storm(name: string, loops: Loops): Promise<void> {
  const calls = loadKernelCalls();
  const open = SOURCES[name];
  if (!calls || !open) throw new SourceUnavailable('no FFI library');
  const pids = new Set<unknown>();
  let [rows, withPath, lost] = [0, 0, 0];
  const source = open({
    host: new Host(),
    emit: {
      row(_, { parent, path }) {
        if (!pids.has(parent)) return;
        rows++;
        if (path === loops.nothing) withPath++;
      },
      gap(gap) {
        lost += gap.lost ?? 1;
      },
    },
    say: (severity, message) => console.log(`  ${severity}: ${message}`),
    now: Date.now,
  });
  const before = process.cpuUsage();
  let started: readonly number[] | undefined;
  try {
    void loops.run({ seconds: SECONDS, onLoop: (pid) => pids.add(pid) }).then((counted) => {
      started = counted;
    });
    const descriptor = Buffer.alloc(8);
    descriptor.writeInt32LE(source.descriptors[0] ?? -1, 0);
    descriptor.writeInt16LE(POLLIN, 4);
    for (let idle = 0; !started || idle < 10; idle++) {
      if (calls.poll(descriptor, 1, WAIT_MS) > 0) {
        source.read();
        idle = 0;
      }
      await new Promise(setImmediate); // the loops may have ended
    }
    source.tick?.();
  } finally {
    source.close();
  }
  const total = started.reduce((sum, count) => sum + count, 0);
  const { user, system } = process.cpuUsage(before);
  report(`${name}: starts a second, ${LOOPS} loops for ${SECONDS} s`, (total / SECONDS).toFixed(0));
  report(`${name}: starts without a row, and lost messages`, `${total - rows}, ${lost}`, total === rows && lost === 0);
  report(`${name}: rows with the program's path`, `${((withPath / rows) * 100).toFixed(1)} %`);
  report(`${name}: processor time of 1,000 events`, `${((user + system) / rows).toFixed(1)} ms`);
}

const folder = mkdtempSync(join(tmpdir(), 'hostql-storm-'));
try {
  const loops = compileLoops(folder);
  for (const name of Object.keys(SOURCES)) await storm(name, loops);
} catch (error) {
  if (!(error instanceof SourceUnavailable)) throw error;
  console.log(`  skipped: ${error.message}`);
} finally {
  rmSync(folder, { recursive: true });
}
