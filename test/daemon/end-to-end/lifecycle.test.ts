import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Stage } from './stage.js';
import { seen } from './wait.js';

t.jobs = 4;

const ONE = { schedule: { one: { query: 'SELECT 1 AS one', interval: 1 } } };

const stageOf = (t: Test): Stage => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  stage.configure(ONE);
  return stage;
};

t.test('a second daemon is refused', async (t) => {
  const stage = stageOf(t);
  const first = stage.start();
  await first.seen('a result', () => stage.results().length > 0);
  t.equal(readFileSync(stage.pidfile, 'latin1'), String(first.pid));

  const elsewhere = `--pidfile=${stage.at('other.pidfile')}`;
  const [pidfile, ours, store, ourStore, watched] = await Promise.all([
    stage.start().ended,
    stage.start({ as: 'hostql' }).ended,
    stage.start({ flags: [elsewhere] }).ended,
    stage.start({ as: 'hostql', flags: [`--pidfile=${stage.at('third.pidfile')}`] }).ended,
    stage.start({ flags: [`--pidfile=${stage.at('fourth.pidfile')}`], watched: true }).ended,
  ]);
  t.match(pidfile, { code: 1, talk: /osqueryd Pidfile check failed: Pidfile::Error::Busy$/m });
  t.match(ours, { code: 1, talk: `hostql daemon: ${stage.pidfile} is held by process ${first.pid}\n` });
  t.match(store, { code: 1, talk: /is open in another process/ }, 'the store by a process on its own');
  t.match(ourStore, { code: 1, talk: /is open in another process/ });
  t.match(watched, { code: 78, talk: /is open in another process[^]*Worker returned exit status/ }, 'by a worker');
  t.equal(existsSync(stage.at('other.pidfile')), false, 'nothing stays behind');

  t.notOk(first.hasEnded, 'the first one goes on');
  t.equal((await first.stop()).code, 0);
  t.equal(existsSync(stage.pidfile), false);
});

t.test('by force', async (t) => {
  const stage = stageOf(t);
  const first = stage.start();
  await first.seen('a result', () => stage.results().length > 0);
  const second = stage.start({ flags: ['--force'] });
  const { signal } = await first.ended;
  t.equal(signal, 'SIGKILL');
  await second.seen('its pid', () => readFileSync(stage.pidfile, 'latin1') === String(second.pid));
  t.match(second.talk, `Killing osqueryd process: ${first.pid} (succeeded)\n`);
  t.equal((await second.stop()).code, 0);
});

t.test('what a killed daemon left does not hinder the next one', async (t) => {
  const stage = stageOf(t);
  const first = stage.start();
  await first.seen('a result', () => stage.results().length > 0);
  first.killAll();
  await first.ended;
  t.ok(existsSync(stage.pidfile));
  rmSync(join(stage.logs, 'osqueryd.results.log'));
  stage.configure({ schedule: { two: { query: 'SELECT 2 AS two', interval: 1 } } });
  const second = stage.start();
  await second.seen('a result', () => stage.results().some(({ name }) => name === 'two'));
  t.equal((await second.stop()).code, 0);
});

t.test('a store that cannot be', async (t) => {
  const stage = stageOf(t);
  writeFileSync(stage.at('file'), 'text');
  const path = `--database_path=${stage.at('file')}`;
  const below = `--database_path=${stage.at('file/db')}`;
  const pidfile = (name: string): string => `--pidfile=${stage.at(name)}`;
  const ends = await Promise.all([
    stage.start({ flags: [path, pidfile('1')] }).ended,
    stage.start({ as: 'hostql', flags: [path, pidfile('2')] }).ended,
    stage.start({ flags: [below, pidfile('3')] }).ended,
    stage.start({ flags: [path, pidfile('4')], watched: true }).ended,
  ]);
  t.same(
    ends.map(({ code }) => code),
    [1, 1, 1, 78],
  );
  for (const { talk } of ends) t.match(talk, stage.at('file'), 'it says which');
  t.equal(readFileSync(stage.at('file'), 'latin1'), 'text', 'the file is left alone');
});

t.test('a log folder that is not there', async (t) => {
  const stage = stageOf(t);
  const folder = stage.at('elsewhere/log');
  const { code, talk } = await stage.start({ flags: [`--logger_path=${folder}`] }).ended;
  t.equal(code, 78);
  t.match(talk, `Could not create file: ${folder}/osqueryd.results.log`);
  const watched = await stage.start({ flags: [`--logger_path=${folder}`], watched: true }).ended;
  t.match(watched, { code: 78, talk: /Worker returned exit status/ });
  const ours = stage.start({ as: 'hostql', flags: [`--logger_path=${folder}`] });
  await ours.seen(
    'a result',
    () => existsSync(folder) && /"one"/.test(readFileSync(join(folder, 'osqueryd.results.log'), 'utf8')),
  );
  t.equal((await ours.stop()).code, 0);
});

t.test('a log plugin that is not there', async (t) => {
  const stage = stageOf(t);
  // Ours looks at its configuration every few seconds: that must not keep alive what cannot start.
  for (const as of ['osqueryd', 'hostql'] as const) {
    const { code, talk } = await stage.start({ as, flags: ['--logger_plugin=filesystem,pigeon'] }).ended;
    t.equal(code, 78, as);
    t.match(talk, /Cannot activate filesystem,pigeon logger plugin: Unknown logger plugin: pigeon/);
  }
});

t.test('a log folder that vanishes', async (t) => {
  const stage = stageOf(t);
  const query = "SELECT filename FROM file WHERE directory = '";
  mkdirSync(stage.at('watched'));
  stage.configure({ schedule: { files: { query: `${query}${stage.at('watched')}'`, interval: 1 } } });
  const as = (name: 'osqueryd' | 'hostql', number: number) =>
    stage.start({
      as: name,
      flags: [
        `--logger_path=${stage.at(`log${number}`)}`,
        `--pidfile=${stage.at(`pid${number}`)}`,
        `--database_path=${stage.at(`db${number}`)}`,
      ],
    });
  mkdirSync(stage.at('log1'));
  mkdirSync(stage.at('log2'));
  const theirs = as('osqueryd', 1);
  const ours = as('hostql', 2);
  await theirs.seen('its first run', () => /initial results/.test(theirs.talk));
  await ours.seen('its first run', () => /initial results/.test(ours.talk));
  rmSync(stage.at('log1'), { recursive: true });
  rmSync(stage.at('log2'), { recursive: true });
  writeFileSync(stage.at('watched/a'), '');
  const { code, talk } = await theirs.ended;
  t.equal(code, 78);
  t.match(talk, /Error logging the results of query: files: /);
  await ours.seen(
    'the result',
    () =>
      existsSync(stage.at('log2/osqueryd.results.log')) &&
      /"a"/.test(readFileSync(stage.at('log2/osqueryd.results.log'), 'utf8')),
  );
  t.equal((await ours.stop()).code, 0);
});

t.test('the schedule ends when its time is over', async (t) => {
  const stage = stageOf(t);
  const { code, talk } = await stage.start({ flags: ['--schedule_timeout=2'] }).ended;
  t.equal(code, 0);
  t.match(talk, /The scheduler ended after 2 seconds/);
  t.equal(stage.results().length, 1);
});

t.test('a long query does not hold up the end', async (t) => {
  const stage = stageOf(t);
  const endless = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c';
  const schedule = { endless: { query: endless, interval: 1 } };
  stage.configure({ schedule, options: { schedule_lognames: true, schedule_splay_percent: 200 } });
  const daemon = stage.start({ watched: true });
  await daemon.seen('it runs', () => /Executing scheduled query endless/.test(daemon.talk));
  const { code, stopMs } = await daemon.stop();
  t.equal(code, 0);
  t.ok(stopMs < 6000, `${stopMs.toFixed(0)} ms`);
});

t.test('in the background', async (t) => {
  const stage = stageOf(t);
  const started = stage.start({ flags: ['--daemonize'] });
  t.equal((await started.ended).code, 0);
  const pid = await seen('a result', () => stage.results().length > 0 && Number(readFileSync(stage.pidfile, 'latin1')));
  t.teardown(() => existsSync(stage.pidfile) && process.kill(pid, 'SIGKILL'));
  process.kill(pid, 'SIGTERM');
  await seen('its end', () => !existsSync(stage.pidfile));
  t.not(pid, started.pid);
});
