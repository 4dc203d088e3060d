import t from 'tap';
import { SimulatedClock } from '../../../src/core/index.js';
import type { LaneOutcome, LaneRequest } from '../../../src/daemon/lanes/index.js';
import { type Change, openMemory } from '../../../src/durable/index.js';
import { configOf, DAY, failed, OK, pack, query, rowsOf, START, staged } from './stage.js';

t.test('a malformed time disables its query, which is said once', async (t) => {
  const { clock, scheduler, lines, secondsOf } = staged();
  const bad = [query('cron', { cron: 'every noon' }), query('at', { at: ['25:61'] }), query('at2', { at: ['noon'] })];
  const config = configOf([pack([...bad, query('good')])]);
  await scheduler.start(config);
  await scheduler.reload(config);
  await clock.advance(60_000);
  t.same(secondsOf('good'), [0, 60]);
  const told = lines.filter((line) => line.includes('is disabled'));
  t.same(
    told.map((line) => line.split(' is disabled')[0]),
    ['cron', 'at', 'at2'].map((name) => `error Scheduled query ${name}`),
  );
  await scheduler.stop({ withinMs: 1000 });
});

for (const [manner, limits] of [
  ['hostql', [60_000, 2_400_000, 3_600_000, 3_600_000, 5_000]],
  ['osquery', [86_400_000, 86_400_000, 86_400_000, 86_400_000, 5_000]],
] as const) {
  t.test(`${manner}: no query runs for ever`, async (t) => {
    const { clock, scheduler, requests } = staged({ manner, zone: 'UTC' });
    const queries = [
      query('a', { interval: 10 }),
      query('b', { interval: 600 }),
      query('c', { interval: 7_200 }),
      query('d', { cron: '* * * * *' }),
      query('e', { timeout: 5 }),
    ];
    await scheduler.start(configOf([pack(queries)]));
    await clock.advance(7_200_000);
    const limitOf = (name: string) => requests.find((request) => request.name === name)?.timeoutMs;
    t.same(
      queries.map(({ name }) => limitOf(name)),
      limits,
    );
    await scheduler.stop({ withinMs: 1000 });
  });
}

t.test('the schedule ends after its time, and says so', async (t) => {
  const { clock, scheduler, lines, secondsOf, ends } = staged({ manner: 'osquery', settings: { timeoutSeconds: 3 } });
  await scheduler.start(configOf([pack([query('q', { interval: 1 })])]));
  await clock.advance(60_000);
  t.same(secondsOf('q'), [0, 1, 2, 3]);
  t.equal(ends(), 1);
  t.same(lines, ['info The scheduler ended after 3 seconds']);
});

t.test('configurations that change while queries run, and one after the other', async (t) => {
  const ends: (() => void)[] = [];
  const slow = () => new Promise<LaneOutcome>((resolve) => ends.push(() => resolve(OK)));
  const { clock, scheduler, secondsOf, lines } = staged({
    manner: 'osquery',
    answer: async ({ name }) => (name === 'slow' ? slow() : OK),
  });
  await scheduler.start(configOf([pack([query('slow'), query('gone'), query('kept')])]));
  await clock.advance(1);
  t.equal(ends.length, 1, 'the tick is under way');
  const first = scheduler.reload(configOf([pack([query('other')])]));
  const second = scheduler.reload(configOf([pack([query('kept'), query('fresh')])]));
  await Promise.all([first, second]);
  for (const end of ends) end();
  await clock.advance(130_000);
  t.same(secondsOf('slow'), [0]);
  t.same(secondsOf('gone'), [], 'what waited in the tick is gone');
  t.same(secondsOf('other'), []);
  t.same(secondsOf('fresh'), [60, 120]);
  t.same(secondsOf('kept').slice(-2), [60, 120]);
  t.same(lines, []);
  await scheduler.stop({ withinMs: 1000 });
});

t.test('discovery: kept for a while, failing, empty, several statements', async (t) => {
  for (const [manner, isTaken] of [
    ['osquery', false],
    ['hostql', true],
  ] as const) {
    const answers: Record<string, LaneOutcome> = {
      one: rowsOf(1),
      none: rowsOf(0),
      bad: failed('sql', 'no such column: x'),
      two: rowsOf(1, 1),
    };
    const { clock, scheduler, requests, secondsOf, lines } = staged({
      manner,
      answer: async ({ name, sql }) => (name === 'discovery' ? (answers[sql] ?? OK) : OK),
    });
    const packs = Object.keys(answers).map((sql) =>
      pack([query(`${sql}_q`, { interval: 600 })], { name: sql, discovery: [sql] }),
    );
    await scheduler.start(configOf(packs));
    await clock.advance(3_500_000);
    t.equal(requests.filter(({ sql }) => sql === 'one').length, 1, 'one answer holds for an hour');
    t.equal(secondsOf('pack_one_one_q').length, 6);
    t.same(secondsOf('pack_none_none_q'), []);
    t.same(secondsOf('pack_bad_bad_q'), []);
    t.equal(secondsOf('pack_two_two_q').length > 0, isTaken, manner);
    t.ok(lines.includes('warning Discovery query failed (bad): no such column: x'));
    t.equal(lines.includes('error sql registry sql plugin caused exception: map::at'), !isTaken);
    t.equal(lines.includes('warning Discovery query failed (two): map::at'), !isTaken);
    t.equal(scheduler.packs().find(({ name }) => name === 'one')?.executions, 1);
    answers['none'] = rowsOf(1);
    await clock.advance(4_000_000);
    t.ok(secondsOf('pack_none_none_q').length > 0, 'it is asked again');
    await scheduler.stop({ withinMs: 1000 });
  }
});

t.test('osquery: ticks that overrun follow without a pause, up to the drift that is let go', async (t) => {
  for (const [slowMs, expected] of [
    [3_500, [0, 3_500, 3_500, 3_500, 4_000, 5_000, 6_000]],
    [90_000, [0, 90_000, 91_000, 92_000]],
  ] as const) {
    const clock = new SimulatedClock(START * 1000);
    let isFirst = true;
    const ticks: number[] = [];
    const { scheduler } = staged({
      manner: 'osquery',
      clock,
      async answer() {
        ticks.push(clock.monotonicMs());
        if (!isFirst) return OK;
        isFirst = false;
        return new Promise<LaneOutcome>((resolve) => clock.after(slowMs, () => resolve(OK)));
      },
    });
    await scheduler.start(configOf([pack([query('q', { interval: 1 })])]));
    await clock.advance(slowMs + 2_500);
    t.same(ticks, expected);
    await scheduler.stop({ withinMs: 1000 });
  }
});

t.test('stopping cancels what runs, and says nothing of it', async (t) => {
  const answer = (_: LaneRequest, signal?: AbortSignal) =>
    new Promise<LaneOutcome>((resolve) =>
      signal?.addEventListener('abort', () => resolve(failed('cancelled', 'interrupted'))),
    );
  const { clock, scheduler, durable, lines, results } = staged({ answer });
  await scheduler.start(configOf([pack([query('q')])]));
  await clock.advance(1_000);
  const stopped = scheduler.stop({ withinMs: 2_000 });
  await clock.advance(1_100);
  t.ok(await stopped);
  t.same([lines, results], [[], []]);
  t.equal(await durable.get('configurations', 'executing_query'), '', 'it is not denylisted at the next start');
});

t.test('three overruns in a row denylist a query; reason and expiry outlive a restart', async (t) => {
  const outcomes = [failed('timeout', 'slow'), OK, ...Array(3).fill(failed('budget', 'took more than 5 ms of CPU'))];
  const { clock, scheduler, durable, secondsOf } = staged({ answer: async () => outcomes.shift() ?? OK });
  const config = configOf([pack([query('q')])]);
  await scheduler.start(config);
  await clock.advance(600_000);
  t.same(secondsOf('q'), [0, 60, 120, 180, 240]);
  const { denied, totals } = scheduler.status()[0] ?? {};
  t.same(denied, { until: START + 240 + DAY, reason: 'took more than 5 ms of CPU' });
  await scheduler.stop({ withinMs: 1000 });
  const next = staged({ durable, clock });
  await next.scheduler.start(config);
  t.same(next.scheduler.status()[0]?.denied, denied);
  t.same(next.scheduler.status()[0]?.totals, totals);
  t.match(totals, {
    runs: 1,
    failures: 4,
    files: 2,
    syscalls: 3,
    bytesRead: 4,
    lastError: 'took more than 5 ms of CPU',
  });
  await next.scheduler.reload(configOf([pack([query('q', { sql: 'SELECT 2' })])]));
  t.equal(next.scheduler.status()[0]?.totals.runs, 0, 'another text begins anew');
  await next.scheduler.stop({ withinMs: 1000 });
});

t.test('totals are written once a minute, and at the end', async (t) => {
  const memory = openMemory();
  let writes = 0;
  const durable = Object.assign(Object.create(memory), {
    async write(changes: readonly Change[]) {
      if (changes.some(({ key }) => key === 'hostql_stats.q')) writes++;
      await memory.write(changes);
    },
    get: memory.get.bind(memory),
    keys: memory.keys.bind(memory),
  });
  const { clock, scheduler } = staged({ durable });
  await scheduler.start(configOf([pack([query('q', { interval: 1 })])]));
  await clock.advance(600_500);
  t.equal(writes, 10, 'of 600 runs');
  await scheduler.stop({ withinMs: 1000 });
  t.match(JSON.parse((await memory.get('configurations', 'hostql_stats.q')) ?? ''), { runs: 601 });
});
