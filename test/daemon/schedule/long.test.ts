import t from 'tap';
import { configOf, DAY, pack, query, START, staged } from './stage.js';

t.test('5,000 queries over 30 days', async (t) => {
  const { clock, scheduler, runs } = staged({ settings: { disableDecorators: true } });
  const intervals = [DAY / 2, DAY, 100_003, 7 * DAY];
  const queries = Array.from({ length: 5_000 }, (_, at) => query(`q${at}`, { interval: intervals[at % 4] ?? DAY }));
  await scheduler.start(configOf([pack(queries)]));
  await clock.advance(30 * DAY * 1000);
  const end = START + 30 * DAY;
  const timesOf = (interval: number) => Math.floor(end / interval) - Math.ceil(START / interval) + 1;
  const counts = new Map<string, number>();
  let wrong = 0;
  for (const [name, second] of runs) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (second % (intervals[Number(name.slice(1)) % 4] ?? 1) !== 0) wrong++;
  }
  t.equal(wrong, 0, 'all fall on multiples of their interval');
  const expected = queries.map(({ name, interval }) => [name, timesOf(interval)]);
  t.strictSame(new Map(counts).size, 5_000);
  t.ok(
    expected.every(([name, times]) => counts.get(String(name)) === times),
    'as often as there are multiples',
  );
  await scheduler.stop({ withinMs: 1000 });
});

t.test('a second that comes twice runs nothing twice', async (t) => {
  const { clock, scheduler, secondsOf } = staged({ zone: 'UTC' });
  const config = configOf([pack([query('every', { interval: 10 }), query('daily', { at: ['00:01'] })])]);
  await scheduler.start(config);
  await clock.advance(60_500);
  clock.jump(-1_000);
  await scheduler.reload(config); // which looks at what is due
  await clock.advance(20_000);
  t.same(secondsOf('every'), [0, 10, 20, 30, 40, 50, 60, 70]);
  t.same(secondsOf('daily'), [60]);
  await scheduler.stop({ withinMs: 1000 });
});

t.test('a clock set back a little repeats no time of the day, one set back far does', async (t) => {
  for (const [hours, times] of [
    [1, 1],
    [4, 2],
  ] as const) {
    const { clock, scheduler, secondsOf } = staged({ zone: 'UTC' });
    await scheduler.start(configOf([pack([query('daily', { at: ['06:00'] })])]));
    await clock.advance(6 * 3_600_000 + 60_000);
    clock.jump(-hours * 3_600_000);
    await clock.advance(hours * 3_600_000 + 60_000);
    t.same(secondsOf('daily'), Array(times).fill(6 * 3_600), `${hours} hours`);
    await scheduler.stop({ withinMs: 1000 });
  }
});

t.test('a cron line is caught up with once after sleep', async (t) => {
  const { clock, scheduler, secondsOf } = staged({ zone: 'UTC' });
  await scheduler.start(configOf([pack([query('hourly', { cron: '0 * * * *' })])]));
  await clock.advance(60_000);
  clock.jump(5 * 3_600_000 + 600_000);
  await clock.advance(3_600_000);
  const [atStart, slept = 0, ...later] = secondsOf('hourly');
  t.equal(atStart, 0);
  t.ok(slept >= 5 * 3_600 + 660 && slept < 5 * 3_600 + 700, `caught up at ${slept}`);
  t.same(later, [6 * 3_600]);
  await scheduler.stop({ withinMs: 1000 });
});

for (const manner of ['osquery', 'hostql'] as const) {
  t.test(`${manner}: decorators with a rate`, async (t) => {
    const { clock, scheduler, secondsOf } = staged({ manner });
    const interval = new Map([
      [60, ['minute']],
      [600, ['ten']],
    ]);
    const decorators = [{ source: 'a', load: ['load'], always: ['always'], interval }];
    await scheduler.start(configOf([pack([query('q', { interval: 300 })])], { decorators }));
    await clock.advance(1_230_000);
    t.same(secondsOf('load'), [0]);
    t.same(secondsOf('always'), [0, 300, 600, 900, 1_200]);
    t.equal(secondsOf('minute').length, 21);
    t.same(secondsOf('ten'), [0, 600, 1_200]);
    if (manner === 'hostql') {
      clock.jump(1_800_000);
      await clock.advance(15_000);
      t.equal(secondsOf('minute').length, 22, 'thirty missed minutes count once');
      t.equal(secondsOf('ten').length, 4);
    }
    await scheduler.stop({ withinMs: 1000 });
  });
}
