import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { replay } from './replay.js';
import type { Line } from './results-log.js';
import { Stage } from './stage.js';

t.jobs = 2;

const isRoot = process.getuid?.() === 0;

/** A disk of 16 MB for what the daemon writes. @returns undefined where this machine mounts none */
function diskOf(t: Test, stage: Stage): string | undefined {
  const disk = stage.at('disk');
  mkdirSync(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk]).status !== 0) return undefined;
  t.teardown(() => spawnSync('umount', ['-l', disk]));
  return disk;
}

/** To the last byte. */
function fill(disk: string): void {
  const fd = openSync(join(disk, 'ballast'), 'a');
  try {
    for (let size = 1 << 20; size > 0; size >>= 1) {
      try {
        while (writeSync(fd, Buffer.alloc(size)) === size);
      } catch {
        // Smaller pieces may still fit.
      }
    }
  } finally {
    closeSync(fd);
  }
}

const skip = !isRoot && 'only root mounts';

async function onFullDisk(t: Test, as: 'osqueryd' | 'hostql', hasStore: boolean) {
  const stage = new Stage();
  t.teardown(() => stage.close());
  const disk = diskOf(t, stage);
  if (disk === undefined) return undefined;
  const watched = stage.at('watched');
  mkdirSync(watched);
  writeFileSync(join(watched, 'before'), '');
  const query = `SELECT filename FROM file WHERE directory = '${watched}' AND type = 'regular'`;
  // What is kept of these at each run is more than what is left of the last page of the store.
  const others = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [`${'other'.repeat(20)}${at}`, { query: 'SELECT 1', interval: 1 }]),
  );
  stage.configure({
    schedule: { files: { query, interval: 1 }, ...others },
    decorators: { load: ['SELECT pid AS process FROM osquery_info'] },
  });
  mkdirSync(join(disk, 'log'));
  const flags = [`--logger_path=${disk}/log`, `--database_path=${hasStore ? disk : stage.folder}/db`];
  const daemon = stage.start({ as, flags });
  const log = (): Line[] => stage.results('../disk/log/osqueryd.results.log').filter(({ name }) => name === 'files');
  await daemon.seen('what there is at first', () => log().length > 0);
  fill(disk);
  // Long names: more than what is left of the last page of the log.
  for (let at = 0; at < 60; at++) writeFileSync(join(watched, `${'x'.repeat(200)}${at}`), '');
  return { stage, disk, watched, daemon, log, flags };
}

const textOf = (log: readonly Line[]): string => String(replay(log, 'filename').rows);

t.test('where the log is full, ours goes on and tells later what it could not write', { skip }, async (t) => {
  const scene = await onFullDisk(t, 'hostql', false);
  if (!scene) return t.comment('no tmpfs can be mounted here');
  const { disk, watched, daemon, log } = scene;
  const complaints = (): number => daemon.talk.split('Error logging the results of query: files').length;
  await daemon.seen('it says so', () => complaints() > 1);
  rmSync(join(watched, 'before'));
  const before = complaints();
  await daemon.seen('it tries again', () => complaints() > before + 1);
  rmSync(join(disk, 'ballast'));
  const truth = String(readdirSync(watched).sort());
  await daemon.seen('all is told', () => textOf(log()) === truth);
  t.same(replay(log(), 'filename').faults, []);
  t.equal((await daemon.stop()).code, 0);
});

for (const as of ['osqueryd', 'hostql'] as const) {
  t.test(`where the store is full, ${as} ends, and tells all when it runs again`, { skip }, async (t) => {
    const scene = await onFullDisk(t, as, true);
    if (!scene) return t.comment('no tmpfs can be mounted here');
    const { stage, disk, watched, daemon, log, flags } = scene;
    t.match(await daemon.ended, { code: 78, talk: /No space left on device|Could not create file|ENOSPC/ });
    rmSync(join(disk, 'ballast'));
    const next = stage.start({ as, flags });
    const truth = String(readdirSync(watched).sort());
    await next.seen('all is told', () => textOf(log()) === truth);
    t.same(replay(log(), 'filename').faults, []);
    t.equal((await next.stop()).code, 0);
  });
}
