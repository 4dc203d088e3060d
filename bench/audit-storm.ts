// Two loops that start a static program as fast as this machine can, while the audit system is listened to as the daemon does:
// each start has to be a row, with its arguments. Needs root, a C compiler, and an audit system that nobody else has.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditSource } from '../src/events/audit/settings.js';
import { openAudit } from '../src/events/audit/source.js';
import { BlockBuilder, SourceUnavailable } from '../src/events/index.js';
import { Flags } from '../src/flags/index.js';
import { Host, loadKernelCalls } from '../src/host/index.js';
import { compileLoops, LOOPS } from './exec-loops.js';
import { report, spreadOf } from './measure.js';
import { numberOf } from './options.js';

const SECONDS = numberOf('SECONDS', 30, 5);
const BLOCK_ROWS = 500;
const POLLIN = 1;
const WAIT_MS = 40;
const TICK_MS = 200;

interface Counts {
  rows: number;
  bytes: number;
  lost: number;
  readonly delaysMs: number[];
}

async function storm(folder: string): Promise<void> {
  const loops = compileLoops(folder);
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
        if (row.path !== loops.nothing) return;
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
    void loops.run({ seconds: SECONDS }).then((counted) => {
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
