import { unlinkSync } from 'node:fs';
import t from 'tap';
import { BlockColumns, type Events } from '../../../src/events/index.js';
import { Stage, until } from './stage.js';

const rowOf = (events: Events, name: string) => events.rows().find((row) => row['name'] === name);

async function column(events: Events, name: string): Promise<unknown[]> {
  const blocks = await events.store.read('file_events', events.store.select('file_events', {}));
  return blocks.flatMap(({ text, count }) => new BlockColumns(text, count).column(name) ?? Array(count).fill(null));
}

t.test('a source is read by its thread, told of changes, and gives back what it holds', async (t) => {
  const stage = Stage.in(t.testdir());
  const events = await stage.open();
  await until(() => rowOf(events, 'inotify')?.['state'] === 'running');
  stage.write('a\nb\n');
  await until(() => events.store.rows('file_events') === 2);
  stage.category = 'second';
  await events.configure({ sections: new Map(), readings: [] });
  await until(() => rowOf(events, 'inotify')?.['subscriptions'] === 2);
  stage.write('gap\nc\n');
  await until(() => events.store.rows('file_events') === 4);
  t.same(await column(events, 'target_path'), ['a', 'b', null, 'c']);
  t.same(await column(events, 'category'), ['first', 'first', null, 'second']);
  t.same(await column(events, 'gap'), [null, null, 'overflow', null]);
  t.same(await column(events, 'event_time'), [1_700_000_000, 1_700_000_000, null, 1_700_000_000]);
  await until(() => rowOf(events, 'inotify')?.['events'] === 3);
  t.match(rowOf(events, 'inotify'), { subscriptions: 2, active: true, type: 'publisher' });
  t.match(rowOf(events, 'file_events'), { received: 3, stored: 3, dropped: 2, gaps: 1, publisher: 'inotify' });
  t.match(rowOf(events, 'yara_events'), { active: false, state: 'off' });
  t.ok(stage.isHeld);
  stage.write('the last\n');
  await events.stop();
  t.notOk(stage.isHeld, 'the source was closed');
  t.equal((await column(events, 'target_path')).at(-1), 'the last');
});

t.test('what was told before the end is stored', async (t) => {
  const stage = Stage.in(t.testdir());
  const events = await stage.open();
  await until(() => stage.isHeld);
  stage.write(Array.from({ length: 5000 }, (_, at) => `${at}\n`).join(''));
  await until(() => events.store.rows('file_events') > 0);
  await until(() => events.store.rows('file_events') === 5000);
  await events.stop();
  t.equal(new Set(await column(events, 'target_path')).size, 5000);
});

t.test('a source that fails is started again, and the gap is told', async (t) => {
  const stage = Stage.in(t.testdir());
  const events = await stage.open();
  t.teardown(() => events.stop());
  await until(() => stage.isHeld);
  stage.write('a\n');
  await until(() => events.store.rows('file_events') === 1);
  stage.write('die\n');
  await until(() => events.store.rows('file_events') === 2);
  t.same((await column(events, 'gap')).at(-1), 'the source failed: a bug');
  t.match(stage.said.at(-1), /^error: Event source inotify failed: a bug; it is started again in 1 s$/);
  await until(() => rowOf(events, 'inotify')?.['state'] === 'running');
  stage.write('b\n');
  await until(() => events.store.rows('file_events') === 3);
  t.same((await column(events, 'target_path')).at(-1), 'b');
});

t.test('a source that is not there', async (t) => {
  const stage = Stage.in(t.testdir());
  unlinkSync(stage.fifo);
  const events = await stage.open();
  t.teardown(() => events.stop());
  await until(() => rowOf(events, 'inotify')?.['state'] === 'unavailable');
  t.match(rowOf(events, 'inotify'), { active: false, reason: 'there is no fifo' });
  t.match(stage.said, ['warning: Event source inotify is not available: there is no fifo']);
});

t.test('the same sentence is told once a minute', async (t) => {
  const stage = Stage.in(t.testdir());
  const events = await stage.open();
  t.teardown(() => events.stop());
  await until(() => stage.isHeld);
  stage.write('say\na\n');
  await until(() => events.store.rows('file_events') === 1);
  t.same(stage.said, ['warning: the same each time']);
});

t.test('disabled: nothing runs', async (t) => {
  const stage = Stage.in(t.testdir());
  stage.flags.set('disable_events', 'true', 'given');
  const events = await stage.open();
  t.match(rowOf(events, 'inotify'), { state: 'off' });
  t.notOk(stage.isHeld);
  await events.stop();
});
