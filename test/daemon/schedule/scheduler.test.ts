import t from 'tap';
import type { ScheduledQuery } from '../../../src/config/config.js';
import type { LaneOutcome } from '../../../src/daemon/lanes/index.js';
import { drawSplay } from '../../../src/daemon/schedule/splay.js';
import { cronTimes } from '../../../src/daemon/schedule/timetable.js';
import { openMemory } from '../../../src/durable/index.js';
import { DAY, OK, pack, configOf as packsOf, query, START, staged } from './stage.js';

const configOf = (queries: readonly ScheduledQuery[]) => packsOf([pack(queries)]);

for (const manner of ['osquery', 'hostql'] as const) {
  t.test(`${manner}: intervals fall on their multiples over 30 days`, async (t) => {
    const { clock, scheduler, secondsOf, runs } = staged({ manner });
    const intervals = [3_600, 7_000, 43_201, DAY];
    const names = Array.from({ length: 40 }, (_, at) => query(`q${at}`, { interval: intervals[at % 4] ?? 1 }));
    await scheduler.start(configOf(names));
    await clock.advance(30 * DAY * 1000);
    for (const { name, interval } of names) {
      const first = Math.ceil(START / interval) * interval - START;
      const expected = [];
      for (let at = first; at <= 30 * DAY; at += interval) expected.push(at);
      t.same(secondsOf(name), expected, name);
    }
    t.ok(runs.length > 10_000);
    await scheduler.stop({ withinMs: 1000 });
  });
}

t.test('the clock is set: nothing runs twice, and multiples count anew', async (t) => {
  const { clock, scheduler, secondsOf } = staged();
  await scheduler.start(configOf([query('q', { interval: 600 })]));
  await clock.advance(700_000);
  t.same(secondsOf('q'), [0, 600]);
  clock.jump(7_230_000);
  await clock.advance(600_000);
  t.same(secondsOf('q').slice(2), [8_400]);
  clock.jump(-3_600_000);
  await clock.advance(600_000);
  t.same(secondsOf('q').slice(3), [5_400]);
  await scheduler.stop({ withinMs: 1000 });
});

t.test('what has a place in the day is caught up with once after sleep', async (t) => {
  const { clock, scheduler, secondsOf } = staged({ zone: 'UTC' });
  await scheduler.start(configOf([query('q', { at: ['03:00'] })]));
  await clock.advance(60_000);
  clock.jump(3 * DAY * 1000 + 4 * 3_600_000);
  await clock.advance(DAY * 1000);
  const [first = 0, ...later] = secondsOf('q');
  t.ok(first >= 3 * DAY + 4 * 3_600 && first < 3 * DAY + 4 * 3_600 + 90, `caught up at ${first}`);
  t.same(later, [4 * DAY + 3 * 3_600]);
  await scheduler.stop({ withinMs: 1000 });
});

t.test('nights that lose or repeat an hour', async (t) => {
  const times = (line: string, from: string) => {
    const next = cronTimes(line, 'Europe/Berlin');
    const first = next(Date.parse(from) / 1000);
    return [first, next(first)].map((second) => new Date(second * 1000).toISOString());
  };
  t.same(times('30 2 * * *', '2026-10-24T12:00Z'), ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']);
  const [lost = ''] = times('30 2 * * *', '2026-03-28T12:00Z');
  t.match(lost, /^2026-03-29T01/);
});

t.test('a configuration changes: what is the same keeps its time', async (t) => {
  const { clock, scheduler, secondsOf } = staged();
  await scheduler.start(configOf([query('a', { interval: 100 }), query('b')]));
  await clock.advance(50_000);
  await scheduler.reload(
    configOf([query('c', { startupPriority: 1 }), query('a', { interval: 100, sql: 'SELECT 2' })]),
  );
  await clock.advance(300_000);
  t.same(
    secondsOf('a'),
    [0, 100, 200, 300].map((at) => at + ((100 - (START % 100)) % 100)).filter((at) => at <= 350),
  );
  t.equal(secondsOf('b').length, 1);
  t.ok((secondsOf('c')[0] ?? 99) <= 51);
  await scheduler.stop({ withinMs: 1000 });
});

t.test('what ran when the process died is denylisted for a day', async (t) => {
  const durable = openMemory();
  await durable.write([{ domain: 'configurations', key: 'executing_query', value: 'bad' }]);
  const { clock, scheduler, secondsOf, lines } = staged({ durable });
  await scheduler.start(configOf([query('bad', { interval: 3_600 }), query('good', { interval: 3_600 })]));
  t.equal(await durable.get('configurations', 'failed_queries'), `bad:${START + DAY}`);
  await clock.advance((DAY + 3_600) * 1000);
  t.same(secondsOf('bad'), [DAY + 3_600]);
  t.equal(secondsOf('good').length, 26);
  t.equal(lines.filter((line) => line.includes('Skipping denied')).length, 1);
  t.equal(await durable.get('configurations', 'failed_queries'), '');
  await scheduler.stop({ withinMs: 1000 });
});

t.test('a query waits for itself, not for another', async (t) => {
  const ends: (() => void)[] = [];
  const slow = () => new Promise<LaneOutcome>((resolve) => ends.push(() => resolve(OK)));
  const { clock, scheduler, secondsOf, durable } = staged({
    answer: async ({ name }) => (name === 'slow' ? slow() : OK),
  });
  await scheduler.start(configOf([query('slow'), query('quick')]));
  await clock.advance(200_000);
  t.same(secondsOf('slow'), [0]);
  t.same(secondsOf('quick'), [0, 60, 120, 180]);
  t.equal(await durable.get('configurations', 'executing_query'), 'slow');
  for (const end of ends) end();
  await clock.advance(10_000);
  t.equal(secondsOf('slow').length, 2, 'once more, not three times');
  for (const end of ends) end();
  await clock.advance(1);
  t.equal(await durable.get('configurations', 'executing_query'), '');
  t.ok(await scheduler.stop({ withinMs: 1000 }));
});

t.test('a query that waits while the run before it is denied does not run', async (t) => {
  const ends: (() => void)[] = [];
  const crashed: LaneOutcome = { ok: false, failure: { kind: 'crashed', message: 'the lane ended' } };
  const { clock, scheduler, secondsOf } = staged({
    answer: () => new Promise<LaneOutcome>((resolve) => ends.push(() => resolve(crashed))),
  });
  await scheduler.start(configOf([query('bad')]));
  await clock.advance(200_000);
  t.same(secondsOf('bad'), [0], 'it came up again meanwhile');
  for (const end of ends) end();
  await clock.advance(200_000);
  t.same(secondsOf('bad'), [0]);
  t.match(scheduler.status(), [{ name: 'bad', denied: { reason: 'the lane ended' } }]);
  t.ok(await scheduler.stop({ withinMs: 1000 }));
});

t.test('splay', async (t) => {
  t.equal(
    drawSplay(3600, 10, () => 0),
    3240,
  );
  t.equal(
    drawSplay(3600, 0, () => 0.99999),
    3960,
  );
  t.equal(
    drawSplay(9, 10, () => 0),
    9,
  );
  t.equal(
    drawSplay(3600, 101, () => 0),
    3600,
  );
});
