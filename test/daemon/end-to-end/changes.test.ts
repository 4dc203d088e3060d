import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { tell } from './results-log.js';
import { Stage } from './stage.js';

t.jobs = 3;

const stageOf = (t: Test): Stage => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  return stage;
};

const filesIn = (folder: string): string =>
  `SELECT filename FROM file WHERE directory = '${folder}' AND type = 'regular' ORDER BY filename`;

t.test('a process that starts and ends is added and removed', async (t) => {
  const stage = stageOf(t);
  const seconds = `86${process.pid}`;
  const sql = `SELECT cmdline FROM processes WHERE name = 'sleep' AND cmdline = 'sleep ${seconds}'`;
  stage.configure({ schedule: { sleepers: { query: sql, interval: 1 } } });
  const daemon = stage.start();
  await daemon.seen('the first run', () => stage.statuses().includes('scheduled query: sleepers'));
  const child = spawn('sleep', [seconds], { stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  await daemon.seen('added', () => stage.results().length > 0);
  child.kill('SIGKILL');
  await daemon.seen('removed', () => stage.results().length > 1);
  t.same(
    stage.results().map((line) => [line.name, line.counter, tell(line, 'cmdline')]),
    [
      ['sleepers', 1, `added sleep ${seconds}`],
      ['sleepers', 2, `removed sleep ${seconds}`],
    ],
  );
  const { code, stopMs } = await daemon.stop();
  t.equal(code, 0);
  t.ok(stopMs < 6000, `stops soon (${stopMs.toFixed(0)} ms)`);
});

t.test('a restart goes on where the last process stopped', async (t) => {
  const stage = stageOf(t);
  const folder = stage.at('watched');
  mkdirSync(folder);
  writeFileSync(join(folder, 'a'), '');
  writeFileSync(join(folder, 'b'), '');
  stage.configure({ schedule: { files: { query: filesIn(folder), interval: 1 } } });

  const first = stage.start({ watched: true });
  await first.seen('what there is at first', () => stage.results().length >= 2);
  writeFileSync(join(folder, 'c'), '');
  await first.seen('c', () => stage.results().length >= 3);
  const { code, stopMs } = await first.stop();
  t.equal(code, 0);
  t.ok(stopMs < 6000, `watcher and worker stop soon (${stopMs.toFixed(0)} ms)`);

  rmSync(join(folder, 'a'));
  writeFileSync(join(folder, 'd'), '');
  const second = stage.start({ watched: true });
  await second.seen('what changed while nobody looked', () => stage.results().length >= 5);
  t.equal((await second.stop()).code, 0);
  t.same(
    stage.results().map((line) => [line.counter, tell(line, 'filename')]),
    [
      [0, 'added a'],
      [0, 'added b'],
      [1, 'added c'],
      [2, 'removed a'],
      [2, 'added d'],
    ],
  );
});

t.test('lines have the form of osquery', async (t) => {
  const TIME = /"calendarTime":"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} UTC","unixTime":\d{10}/;
  const plain = (text: string): string => text.replace(TIME, 'TIME').replaceAll(JSON.stringify(hostname()), 'HOST');
  const schedule = {
    rows: { query: "SELECT 7 AS n, 'a\"b' AS t, 1.5 AS r, NULL AS nil", interval: 1 },
    picture: { query: 'SELECT 1 AS one UNION ALL SELECT 2', interval: 1, snapshot: true },
  };
  const decorators = { load: ["SELECT 'lab' AS site"] };
  const first = (stage: Stage, name: string): string => {
    try {
      return plain(readFileSync(join(stage.logs, name), 'utf8').split('\n')[0] ?? '');
    } catch {
      return '';
    }
  };
  const RESULTS = 'osqueryd.results.log';
  const SNAPSHOTS = 'osqueryd.snapshots.log';
  const ORIGIN = 'HOST,TIME,"epoch":0,"counter":0';

  t.test('events', async (t) => {
    const stage = stageOf(t);
    stage.configure({ schedule, decorators });
    const daemon = stage.start();
    await daemon.seen('both', () => first(stage, RESULTS) && first(stage, SNAPSHOTS));
    t.equal(
      first(stage, RESULTS),
      `{"name":"rows","hostIdentifier":${ORIGIN},"numerics":false,"decorations":{"site":"lab"},"columns":{"n":"7","nil":"","r":"1.5","t":"a\\"b"},"action":"added"}`,
    );
    t.equal(
      first(stage, SNAPSHOTS),
      `{"snapshot":[{"one":"1"},{"one":"2"}],"action":"snapshot","name":"picture","hostIdentifier":${ORIGIN},"numerics":false,"decorations":{"site":"lab"}}`,
    );
    await daemon.stop();
  });

  t.test('batches, and a snapshot line per row', async (t) => {
    const stage = stageOf(t);
    const options = { logger_event_type: false, logger_snapshot_event_type: true, logger_numerics: true };
    stage.configure({ schedule, decorators, options });
    const daemon = stage.start();
    await daemon.seen('both', () => first(stage, RESULTS) && first(stage, SNAPSHOTS));
    t.equal(
      first(stage, RESULTS),
      `{"diffResults":{"removed":[],"added":[{"n":7,"nil":"","r":1.5,"t":"a\\"b"}]},"name":"rows","hostIdentifier":${ORIGIN},"numerics":true,"decorations":{"site":"lab"}}`,
    );
    t.equal(
      first(stage, SNAPSHOTS),
      `{"name":"picture","hostIdentifier":${ORIGIN},"numerics":true,"decorations":{"site":"lab"},"columns":{"one":1},"action":"snapshot"}`,
    );
    await daemon.stop();
  });
});

t.test('results go to standard output, and nothing to files', async (t) => {
  const stage = stageOf(t);
  const schedule = { one: { query: 'SELECT 1 AS one', interval: 1 }, bad: { query: 'SELECT nope', interval: 1 } };
  stage.configure({ schedule });
  const daemon = stage.start({ flags: ['--logger_plugin=stdout'] });
  await daemon.seen('a result', () => /^\{"name":"one".*"action":"added"\}$/m.test(daemon.out));
  await daemon.seen('a status', () => /^severity=2 location=\S+:\d+ message=Error executing/m.test(daemon.out));
  t.equal((await daemon.stop()).code, 0);
  t.same(stage.results(), []);
  t.equal(stage.statuses(), '');
});
