import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { type Line, tell } from './results-log.js';
import { Stage } from './stage.js';
import { seen } from './wait.js';

t.jobs = 3;

const FLAGS = ['--enable_file_events'];

/** A folder that is watched, and two queries about it. */
function stageOf(t: Test, more: Readonly<Record<string, unknown>> = {}) {
  const stage = new Stage();
  t.teardown(() => stage.close());
  const folder = stage.at('watched');
  mkdirSync(folder);
  stage.configure({
    file_paths: { watched: [`${folder}/%%`] },
    schedule: {
      created: { query: "SELECT target_path FROM file_events WHERE action = 'CREATED'", interval: 1, denylist: false },
      lost: { query: "SELECT gap FROM file_events WHERE gap <> ''", interval: 1, denylist: false },
      sources: {
        query: "SELECT name, active FROM osquery_events WHERE name = 'inotify'",
        interval: 1,
        denylist: false,
      },
    },
    ...more,
  });
  let made = 0;
  return {
    stage,
    /** Waits for the watches of the newest daemon. */
    async ready(before = 0) {
      const isActive = (line: Line) => line.name === 'sources' && tell(line, 'active') === 'added 1';
      await seen('inotify runs', () => stage.results().filter(isActive).length > before);
    },
    make(count: number): string[] {
      return Array.from({ length: count }, () => {
        const path = join(folder, `f${made++}`);
        writeFileSync(path, '');
        return path;
      });
    },
    created: () =>
      stage
        .results()
        .filter(({ name }) => name === 'created')
        .map(({ columns }) => columns['target_path'] ?? ''),
    gaps: () => stage.results().filter(({ name }) => name === 'lost'),
  };
}

t.test('each event is logged once, as added', async (t) => {
  const { stage, ready, make, created } = stageOf(t);
  const daemon = stage.start({ as: 'hostql', flags: FLAGS });
  await ready();
  const files = make(30);
  await seen('all files', () => created().length >= files.length);
  files.push(...make(20));
  await seen('more files', () => created().length >= files.length);
  t.same(created().sort(), files.sort());
  t.ok(stage.results().every(({ name, action }) => name === 'sources' || action === 'added'));
  t.equal((await daemon.stop()).code, 0);
});

t.test('kill -9 loses nothing that was stored, and the time between is told', async (t) => {
  const { stage, ready, make, created, gaps } = stageOf(t);
  const first = stage.start({ as: 'hostql', flags: FLAGS });
  await ready();
  const before = make(25);
  await seen('the first files', () => created().length >= before.length);
  first.killAll();
  await first.ended;
  make(3);
  const second = stage.start({ as: 'hostql', flags: FLAGS });
  await seen('the second daemon tells of the gap', () => gaps().length > 0);
  const after = make(25);
  const wanted = new Set([...before, ...after]);
  await seen('the later files', () => after.every((file) => created().includes(file)));
  t.same(new Set(created().filter((file) => wanted.has(file))), wanted);
  t.equal(created().filter((file) => wanted.has(file)).length, wanted.size, 'none came twice');
  t.match(gaps()[0]?.columns['gap'], /^nobody listened since \d{4}-/);
  t.equal((await second.stop()).code, 0);
});

t.test("under osquery's name gaps are no rows", async (t) => {
  const { stage, ready, make, created, gaps } = stageOf(t);
  const first = stage.start({ flags: FLAGS });
  await ready();
  make(2);
  await seen('the files', () => created().length === 2);
  await first.stop();
  const second = stage.start({ flags: FLAGS });
  const told = stage.results().length;
  await seen('the second daemon watches', () => {
    make(1);
    return created().length > 3;
  });
  t.ok(stage.results().length > told);
  t.same(gaps(), []);
  await second.stop();
});

t.test('a table that is disabled stays empty', async (t) => {
  const { stage, created, make } = stageOf(t, {
    events: { disable_subscribers: ['file_events', 'yara_events'] },
  });
  const daemon = stage.start({ as: 'hostql', flags: FLAGS });
  await seen('it runs', () => stage.results().some((line) => line.name === 'sources'));
  make(5);
  const results = stage.results().length;
  t.ok(stage.results().every((line) => line.name !== 'sources' || line.columns['active'] === '0'));
  t.same(created(), []);
  t.ok(results > 0);
  await daemon.stop();
});
