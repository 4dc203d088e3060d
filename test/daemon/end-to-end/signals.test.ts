import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Stage } from './stage.js';

t.jobs = 3;

const stageOf = (t: Test): Stage => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  return stage;
};

const one = { one: { query: 'SELECT 1 AS one', interval: 1 } };
const two = { two: { query: 'SELECT 2 AS two', interval: 1 } };

for (const watched of [false, true]) {
  t.test(`signals from the first moment on, ${watched ? 'to a watcher' : 'to one process'}`, async (t) => {
    const stage = stageOf(t);
    stage.configure({ schedule: one });
    // As soon as there is a process with the handlers, at the latest before it has read anything.
    const early = stage.start({ watched });
    await early.seen('its pidfile', () => existsSync(stage.pidfile));
    early.signal('SIGHUP');
    const { code, signal, stopMs } = await early.stop();
    t.same([code, signal], [0, null]);
    t.ok(stopMs < 6000, `${stopMs.toFixed(0)} ms`);
    t.notOk(existsSync(stage.pidfile), 'its pidfile is gone');
    for (const name of ['SIGINT', 'SIGUSR1'] as const) {
      const daemon = stage.start({ watched });
      await daemon.seen('its pidfile', () => existsSync(stage.pidfile));
      daemon.signal(name);
      t.equal((await daemon.ended).code, 0, name);
    }
  });
}

t.test('SIGHUP reads the configuration anew, by difference', async (t) => {
  const stage = stageOf(t);
  stage.configure({ schedule: one });
  const daemon = stage.start({ as: 'hostql', watched: true, flags: ['--config_poll=0'] });
  await daemon.seen('one', () => stage.results().length > 0);
  const worker = await daemon.worker();

  stage.configure({ schedule: { ...one, ...two } });
  daemon.signal('SIGHUP');
  await daemon.seen('two', () => stage.results().some(({ name }) => name === 'two'));

  writeFileSync(stage.config, '{\n  "schedule": {\n    "three": \n  }\n}\n');
  process.kill(worker, 'SIGHUP');
  await daemon.seen('where it is broken', () => new RegExp(`${stage.config}:4:\\d+: `).test(stage.statuses()));

  const changed = { two: { query: 'SELECT 3 AS two', interval: 1 } };
  stage.configure({ schedule: { ...one, ...changed } });
  daemon.signal('SIGHUP');
  await daemon.seen('the change of two', () => stage.results().length >= 4);
  t.same(
    stage.results().map(({ name, counter, action, columns }) => [name, counter, action, columns]),
    [
      ['one', 0, 'added', { one: '1' }],
      ['two', 0, 'added', { two: '2' }],
      ['two', 1, 'removed', { two: '2' }],
      ['two', 1, 'added', { two: '3' }],
    ],
    'what did not change is neither told again nor forgotten',
  );
  t.equal(await daemon.worker(), worker, 'all in the same process');
  t.equal((await daemon.stop()).code, 0);
});

t.test('files that change need no signal, and a broken one leaves the last good one running', async (t) => {
  const stage = stageOf(t);
  const clock = { clock: { query: 'SELECT unix_time FROM time', interval: 1, removed: false } };
  stage.configure({ schedule: clock });
  const daemon = stage.start({ as: 'hostql', flags: ['--config_poll=1'] });
  await daemon.seen('the clock', () => stage.results().length > 0);
  writeFileSync(stage.config, '{"schedule": {"clock": {"query" "SELECT 1"}}}');
  await daemon.seen('where it is broken', () => new RegExp(`${stage.config}:1:\\d+: `).test(stage.statuses()));
  const runs = stage.results().length;
  await daemon.seen('the clock goes on', () => stage.results().length > runs + 1);
  stage.configure({ schedule: { ...clock, ...two } });
  await daemon.seen('two', () => stage.results().some(({ name }) => name === 'two'));
  const bad = { two: { query: 'SELECT 4 AS two', interval: -5 } };
  stage.configure({ schedule: { ...clock, ...bad } });
  await daemon.seen('which part is broken', () => /osquery\.conf:\d+:\d+: .*interval/.test(stage.statuses()));
  const later = stage.results().length;
  await daemon.seen('the rest goes on', () => stage.results().length > later + 1);
  t.equal((await daemon.stop()).code, 0);
});

t.test('log files that are moved away', async (t) => {
  const stage = stageOf(t);
  stage.configure({
    schedule: {
      clock: { query: 'SELECT unix_time FROM time', interval: 1, removed: false },
      bad: { query: 'SELECT nope', interval: 1 },
    },
  });
  const daemon = stage.start({ watched: true });
  const statusFiles = (): string[] => readdirSync(stage.logs).filter((name) => /^osqueryd\.INFO\.\d/.test(name));
  await daemon.seen('both logs', () => stage.results().length > 0 && statusFiles().length > 0);
  const [status = ''] = statusFiles();
  renameSync(join(stage.logs, 'osqueryd.results.log'), stage.at('results.1'));
  renameSync(join(stage.logs, status), stage.at('status.1'));
  daemon.signal('SIGHUP');
  await daemon.seen('a new log of results', () => stage.results().length > 0);
  await daemon.seen('a new log of statuses', () => statusFiles().length > 0);
  renameSync(stage.at('results.1'), join(stage.logs, 'moved'));
  t.equal((await daemon.stop()).code, 0);
  const counters = ['moved', 'osqueryd.results.log'].flatMap((name) =>
    stage.results(name).map(({ counter }) => counter),
  );
  t.same(
    counters,
    counters.map((_, at) => at),
    'no result is missing between them',
  );
});
