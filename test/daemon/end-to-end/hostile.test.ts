import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { Stage } from './stage.js';

t.jobs = 2;

/** Nothing that stands in a configuration may take longer, on a machine with much else to do. */
const BOUND_MS = 15_000;

const PROGRAMS = ['osqueryd', 'hostql'] as const;

const one = { one: { query: 'SELECT 1 AS one', interval: 1 } };

async function startsWith(t: Test, as: (typeof PROGRAMS)[number], prepare: (stage: Stage) => void, said: RegExp) {
  const stage = new Stage();
  t.teardown(() => stage.close());
  prepare(stage);
  const before = performance.now();
  const daemon = stage.start({ as });
  await daemon.seen('it says what is wrong', () => said.test(`${daemon.talk}${stage.statuses()}`), BOUND_MS);
  return { stage, daemon, sinceStartMs: () => performance.now() - before };
}

for (const as of PROGRAMS) {
  t.test(`${as}: a pack that is a pipe`, async (t) => {
    const prepare = (stage: Stage): void => {
      spawnSync('mkfifo', [stage.at('pipe')]);
      stage.configure({ schedule: one, packs: { pipe: stage.at('pipe') } });
    };
    const { stage, daemon, sinceStartMs } = await startsWith(t, as, prepare, /pipe/);
    await daemon.seen('the rest runs', () => stage.results().length > 0);
    t.ok(sinceStartMs() < BOUND_MS);
    t.equal((await daemon.stop()).code, 0);
  });

  t.test(`${as}: a pack of a gigabyte`, async (t) => {
    const prepare = (stage: Stage): void => {
      const fd = openSync(stage.at('huge.conf'), 'w');
      ftruncateSync(fd, 2 ** 30);
      closeSync(fd);
      stage.configure({ schedule: one, packs: { huge: stage.at('huge.conf') } });
    };
    const { stage, daemon, sinceStartMs } = await startsWith(t, as, prepare, /huge/);
    await daemon.seen('the rest runs', () => stage.results().length > 0);
    t.ok(sinceStartMs() < BOUND_MS);
    t.equal((await daemon.stop()).code, 0);
  });

  t.test(`${as}: a configuration of a million keys`, async (t) => {
    const keys = Array.from({ length: 1_000_000 }, (_, at) => `"k${at}":1`).join(',');
    const prepare = (stage: Stage): void =>
      writeFileSync(stage.config, `{"schedule":{"one":{"query":"SELECT 1","interval":1}},"unknown":{${keys}}}`);
    const { daemon } = await startsWith(t, as, prepare, /size|large|keys|bytes|limit|unknown/i);
    t.equal((await daemon.stop()).code, 0);
  });

  t.test(`${as}: deep nesting`, async (t) => {
    const depth = 200_000;
    const prepare = (stage: Stage): void => writeFileSync(stage.config, `${'['.repeat(depth)}${']'.repeat(depth)}`);
    const { daemon } = await startsWith(
      t,
      as,
      prepare,
      as === 'hostql' ? /nest|deep|level/i : /failed to parse config/,
    );
    t.equal((await daemon.stop()).code, 0);
  });

  t.test(`${as}: a configuration that is a folder, or no text`, async (t) => {
    const { daemon } = await startsWith(t, as, (stage) => mkdirSync(stage.config), /config/i);
    t.equal((await daemon.stop()).code, 0);
    const garbage = (stage: Stage): void => writeFileSync(stage.config, Buffer.from([0xff, 0xfe, 0, 0x7b, 0xc3, 0x28]));
    const other = await startsWith(t, as, garbage, /config/i);
    t.equal((await other.daemon.stop()).code, 0);
  });
}

t.test('five thousand queries', async (t) => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  const names = Array.from({ length: 5000 }, (_, at) => `q${at}`);
  const schedule = Object.fromEntries(names.map((name) => [name, { query: 'SELECT 1 AS one', interval: 3600 }]));
  stage.configure({ schedule: { ...schedule, ...one } });
  const daemon = stage.start();
  await daemon.seen('the one of each second', () => stage.results().some(({ name }) => name === 'one'), BOUND_MS);
  const { code, stopMs } = await daemon.stop();
  t.equal(code, 0);
  t.ok(stopMs < 6000, `${stopMs.toFixed(0)} ms`);
});
