import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { ConfigWatch } from '../../src/config/index.js';
import { SimulatedClock } from '../../src/core/index.js';

interface Watched {
  readonly root: string;
  readonly path: string;
  readonly clock: SimulatedClock;
  readonly watch: ConfigWatch;
  readonly told: () => number;
}

/** A watched file in a watched folder. @param wallMs what the watch takes for the time: files of now are fresh or not */
function watched(t: Test, wallMs: number): Watched {
  const root = mkdtempSync(join(tmpdir(), 'hostql-watch-'));
  const path = join(root, 'm.conf');
  writeFileSync(path, '{}');
  const clock = new SimulatedClock(wallMs);
  let count = 0;
  const watch = new ConfigWatch([path, root], () => count++, { everyMs: 5_000, clock });
  t.teardown(() => {
    watch.close();
    rmSync(root, { recursive: true });
  });
  return { root, path, clock, watch, told: () => count };
}

t.test('what is fresh is told again, so that no change is lost', async (t) => {
  const seen = watched(t, Date.now() + 500);
  await seen.clock.advance(5_000);
  t.equal(seen.told(), 1, 'it may have changed since it was read');
  await seen.clock.advance(60_000);
  t.equal(seen.told(), 1, 'it is settled');
});

t.test('a change, a file more, a file less, another in its place', async (t) => {
  const seen = watched(t, 0);
  const steps: (() => void)[] = [
    () => writeFileSync(seen.path, '{"a": 1}'),
    () => utimesSync(seen.path, 1_000, 1_000),
    () => writeFileSync(join(seen.root, 'more.conf'), '{}'),
    () => rmSync(join(seen.root, 'more.conf')),
    () => {
      writeFileSync(join(seen.root, 'new'), '{}');
      renameSync(join(seen.root, 'new'), seen.path);
    },
    () => rmSync(seen.path),
  ];
  for (const [at, step] of steps.entries()) {
    await seen.clock.advance(60_000);
    t.equal(seen.told(), at, `before step ${at}`);
    step();
    await seen.clock.advance(5_000);
    t.equal(seen.told(), at + 1, `after step ${at}`);
  }
});

t.test('looks are as far apart as asked, and end with close', async (t) => {
  const seen = watched(t, 0);
  writeFileSync(seen.path, '{"a": 1}');
  await seen.clock.advance(4_999);
  t.equal(seen.told(), 0);
  seen.watch.check();
  t.equal(seen.told(), 1, 'asked for in between');
  seen.watch.close();
  writeFileSync(seen.path, '{"a": 22}');
  await seen.clock.advance(60_000);
  t.equal(seen.told(), 1);
});

t.test('files that come under watch are looked at once more', async (t) => {
  const seen = watched(t, 0);
  seen.watch.watch([seen.path, join(seen.root, 'pack.conf')]);
  t.equal(seen.told(), 0);
  await seen.clock.advance(60_000);
  t.equal(seen.told(), 1);
  seen.watch.watch([seen.path, join(seen.root, 'pack.conf')]);
  writeFileSync(join(seen.root, 'pack.conf'), '{}');
  await seen.clock.advance(60_000);
  t.equal(seen.told(), 2);
});
