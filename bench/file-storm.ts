// Files that are made, written and deleted at a rate, while their folders are watched as the daemon does: each change has to be
// a row. With and without digests; then without a limit to the rate.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlockBuilder, SourceUnavailable } from '../src/events/index.js';
import { inotifySource } from '../src/events/inotify/settings.js';
import { openInotifySource } from '../src/events/inotify/source.js';
import { Flags } from '../src/flags/index.js';
import { Host, loadKernelCalls } from '../src/host/index.js';
import { report, spreadOf } from './measure.js';
import { numberOf } from './options.js';

const SECONDS = numberOf('SECONDS', 30, 3);
const RATE = numberOf('RATE', 20_000);
const FOLDERS = 20;
const BLOCK_ROWS = 1024;
const POLLIN = 1;
const WAIT_MS = 40;
const TICK_MS = 200;

/** A file is made, written, closed and deleted: four changes. Says how many files. Its name is when it was made. */
const WRITER = `
const fs = require('node:fs');
const [folder, seconds, rate] = process.argv.slice(1);
const startMs = Date.now();
const endMs = startMs + 1000 * seconds;
let files = 0;
for (let nowMs = startMs; nowMs < endMs; nowMs = Date.now()) {
  const due = rate === '0' ? files + 100 : ((nowMs - startMs) / 1000) * (rate / 4);
  for (; files < due; files++) {
    const path = folder + '/' + (files % ${FOLDERS}) + '/' + Date.now() + '-' + files;
    const fd = fs.openSync(path, 'wx');
    fs.writeSync(fd, 'some content');
    fs.closeSync(fd);
    fs.unlinkSync(path);
  }
  if (rate !== '0') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}
console.log(files);
`;

async function write(folder: string, rate: number): Promise<number> {
  const child = spawn(process.execPath, ['-e', WRITER, folder, String(SECONDS), String(rate)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  return Number(said);
}

interface Counts {
  rows: number;
  gaps: number;
  bytes: number;
  readonly delaysMs: number[];
}

function settingsFor(folder: string, hashes: boolean) {
  const flags = new Flags('hostql');
  flags.set('enable_file_events', 'true', 'given');
  flags.set('file_events_hash', String(hashes), 'given');
  const sections = new Map([['file_paths', { bench: [`${folder}/%%`] }]]);
  const settings = inotifySource.settings({ flags, sections, tables: new Set(['file_events']) });
  if (!settings) throw new SourceUnavailable('it is off');
  return settings;
}

async function storm(folder: string, rate: number, hashes: boolean): Promise<void> {
  const calls = loadKernelCalls();
  if (!calls) throw new SourceUnavailable('no FFI library');
  const counts: Counts = { rows: 0, gaps: 0, bytes: 0, delaysMs: [] };
  const block = new BlockBuilder('inotify');
  const source = openInotifySource(settingsFor(folder, hashes), {
    host: new Host(),
    emit: {
      row(_, row) {
        block.add(row, undefined);
        if (block.count === BLOCK_ROWS) counts.bytes += block.take().text.length;
        counts.rows++;
        if (row.action === 'CREATED') {
          const made = String(row.target_path).split('/').at(-1) ?? '';
          counts.delaysMs.push(Date.now() - Number.parseInt(made, 10));
        }
      },
      gap({ reason }) {
        counts.gaps++;
        console.log(`  gap: ${reason}`);
      },
    },
    say: (severity, message) => console.log(`  ${severity}: ${message}`),
    now: Date.now,
  });
  let files: number | undefined;
  const wait = (fds: readonly number[]): boolean => {
    const polled = Buffer.alloc(8 * fds.length);
    for (const [at, fd] of fds.entries()) {
      polled.writeInt32LE(fd, at * 8);
      polled.writeInt16LE(POLLIN, at * 8 + 4);
    }
    return calls.poll(polled, fds.length, WAIT_MS) > 0;
  };
  while (source.descriptors.length > 1) source.read();
  const before = process.cpuUsage();
  try {
    void write(folder, rate).then((counted) => {
      files = counted;
    });
    let tickedMs = 0;
    for (let idle = 0; files === undefined || idle < 10; idle++) {
      if (wait(source.descriptors)) {
        source.read();
        idle = 0;
      }
      if (Date.now() - tickedMs > TICK_MS) {
        tickedMs = Date.now();
        source.tick?.();
        await new Promise(setImmediate); // the writer may have ended
      }
    }
  } finally {
    source.close();
  }
  const changes = 4 * (files ?? Number.NaN);
  const { user, system } = process.cpuUsage(before);
  const name = `${rate === 0 ? 'as many as can be' : `${rate} a second`}, ${hashes ? 'with' : 'without'} digests`;
  const delays = [...counts.delaysMs].sort((a, b) => a - b);
  report(`${name}: changes a second for ${SECONDS} s`, (changes / SECONDS).toFixed(0));
  report(
    `${name}: changes without a row, and gaps`,
    `${changes - counts.rows}, ${counts.gaps}`,
    changes === counts.rows && counts.gaps === 0,
  );
  report(`${name}: processor time of 1,000 events`, `${((user + system) / counts.rows).toFixed(1)} ms`);
  report(
    `${name}: from the change to its row, median and 99 %`,
    `${spreadOf(delays).median.toFixed(0)} ms, ${delays[Math.floor(delays.length * 0.99)]} ms`,
  );
  report(`${name}: letters of blocks for an event, before compression`, (counts.bytes / counts.rows).toFixed(0));
}

for (const [rate, hashes] of [
  [RATE, false],
  [RATE, true],
  [0, false],
] as const) {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-storm-'));
  for (let at = 0; at < FOLDERS; at++) mkdirSync(join(folder, String(at)));
  try {
    await storm(folder, rate, hashes);
  } catch (error) {
    if (!(error instanceof SourceUnavailable)) throw error;
    console.log(`  skipped: ${error.message}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
