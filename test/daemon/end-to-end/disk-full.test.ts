import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { replay } from './replay.js';
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

async function onFullDisk(t: Test, as: 'osqueryd' | 'hostql') {
  const stage = new Stage();
  t.teardown(() => stage.close());
  const disk = diskOf(t, stage);
  if (disk === undefined) return undefined;
  const watched = stage.at('watched');
  mkdirSync(watched);
  writeFileSync(join(watched, 'before'), '');
  const query = `SELECT filename FROM file WHERE directory = '${watched}' AND type = 'regular'`;
  stage.configure({
    schedule: { files: { query, interval: 1 } },
    decorators: { load: ['SELECT pid AS process FROM osquery_info'] },
  });
  mkdirSync(join(disk, 'log'));
  const daemon = stage.start({ as, flags: [`--logger_path=${disk}/log`, `--database_path=${disk}/db`] });
  const log = '../disk/log/osqueryd.results.log';
  await daemon.seen('what there is at first', () => stage.results(log).length > 0);
  fill(disk);
  // Long names: more than what is left of the last page of the log.
  for (let at = 0; at < 60; at++) writeFileSync(join(watched, `${'x'.repeat(200)}${at}`), '');
  return { stage, disk, watched, daemon, log };
}

t.test('ours goes on, and tells later what it could not write', { skip }, async (t) => {
  const scene = await onFullDisk(t, 'hostql');
  if (!scene) return t.comment('no tmpfs can be mounted here');
  const { stage, disk, watched, daemon, log } = scene;
  await daemon.seen('it says so', () => /Error logging the results of query: files/.test(daemon.talk));
  rmSync(join(watched, 'before'));
  const complaints = (): number => daemon.talk.split('Error logging the results').length;
  const before = complaints();
  await daemon.seen('it tries again', () => complaints() > before + 1);
  rmSync(join(disk, 'ballast'));
  const truth = String(readdirSync(watched).sort());
  await daemon.seen('all is told', () => String(replay(stage.results(log), 'filename').rows) === truth);
  t.same(replay(stage.results(log), 'filename').faults, []);
  t.equal((await daemon.stop()).code, 0);
});

t.test('osqueryd ends, and tells when it runs again', { skip }, async (t) => {
  const scene = await onFullDisk(t, 'osqueryd');
  if (!scene) return t.comment('no tmpfs can be mounted here');
  const { stage, disk, watched, daemon, log } = scene;
  t.match(await daemon.ended, { code: 78, talk: /Error logging the results of query: files/ });
  rmSync(join(disk, 'ballast'));
  const next = stage.start({ flags: [`--logger_path=${disk}/log`, `--database_path=${disk}/db`] });
  const truth = String(readdirSync(watched).sort());
  await next.seen('all is told', () => String(replay(stage.results(log), 'filename').rows) === truth);
  t.same(replay(stage.results(log), 'filename').faults, []);
  t.equal((await next.stop()).code, 0);
});
