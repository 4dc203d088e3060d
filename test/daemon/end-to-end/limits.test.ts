import t, { type Test } from 'tap';
import { askControl } from '../../../src/control/index.js';
import { isAlive, Stage } from './stage.js';
import { seen } from './wait.js';

t.jobs = 3;

const COUNT = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)';
const ENDLESS = `${COUNT} SELECT count(*) AS n FROM c`;
/** Each row is kept, and has a text of its own. */
const HUNGRY = `${COUNT} SELECT count(*) AS n FROM (SELECT DISTINCT x || hex(randomblob(500)) FROM c)`;
/** All that ran when the worker died is denylisted, and it may have run: it is exempt. */
const CLOCK = { query: 'SELECT unix_time FROM time', interval: 1, removed: false, denylist: false };

const stageOf = (t: Test, schedule: Readonly<Record<string, unknown>>): Stage => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  stage.configure({ schedule });
  return stage;
};

/** Names and reasons of the queries that are kept from running. */
async function denied(stage: Stage): Promise<ReadonlyMap<unknown, unknown>> {
  const sql = `SELECT s.name, q.denylist_reason FROM osquery_schedule s JOIN hostql_query_stats q USING (name)
    WHERE s.denylisted = 1 AND q.denylist_until > 0`;
  const all = new Map<unknown, unknown>();
  try {
    for await (const reply of askControl(stage.at('hostql.sock'), { do: 'query', sql })) {
      if ('rows' in reply) for (const [name, reason] of reply.rows) all.set(name, reason);
    }
  } catch {
    // It may not listen yet.
  }
  return all;
}

t.test('a query that takes too much loses its lane, and no other does', async (t) => {
  const stage = stageOf(t, {
    clock: CLOCK,
    hungry: { query: HUNGRY, interval: 1 },
    busy: { query: ENDLESS, interval: 1, timeout: 30, budget: { cpu_ms: 200 } },
    slow: { query: ENDLESS, interval: 1, timeout: 1 },
  });
  const daemon = stage.start({
    as: 'hostql',
    watched: true,
    flags: ['--lane_memory=32', '--lanes=3', '--watchdog_level=-1'],
  });
  const worker = await daemon.worker();
  await daemon.seen('three are denylisted', async () => (await denied(stage)).size === 3);
  const reasons = await denied(stage);
  t.match(reasons.get('hungry'), /memory/);
  t.match(reasons.get('busy'), /more than 200 ms of CPU/);
  t.match(reasons.get('slow'), /took longer than/);
  const runs = stage.results().length;
  await daemon.seen('the clock goes on', () => stage.results().length > runs + 1);
  t.equal(await daemon.worker(), worker, 'the worker lives');
  t.equal((await daemon.stop()).code, 0);

  const next = stage.start({ as: 'hostql', watched: true });
  await next.seen('they are still denylisted', async () => (await denied(stage)).size === 3);
  t.same(await denied(stage), reasons, 'for the same reasons');
  t.equal((await next.stop()).code, 0);
});

t.test('a worker that dies is replaced, and what it ran is denylisted', async (t) => {
  const stage = stageOf(t, { clock: CLOCK, endless: { query: ENDLESS, interval: 2 } });
  const daemon = stage.start({ as: 'hostql', watched: true, flags: ['--schedule_lognames=true'] });
  const worker = await daemon.worker();
  await daemon.seen('it runs', () => /Executing scheduled query endless/.test(daemon.talk));
  await daemon.seen('the clock', () => stage.results().length > 1);
  process.kill(worker, 'SIGKILL');
  const next = await daemon.worker(worker);
  await daemon.seen('what it says', () => /Scheduled query may have failed: endless/.test(daemon.talk));
  await daemon.seen('it is denylisted', async () => (await denied(stage)).has('endless'));
  t.match((await denied(stage)).get('endless'), /was running when the last process died/);
  const runs = stage.results().length;
  await daemon.seen('the clock goes on', () => stage.results().length > runs + 1);
  t.equal(await daemon.worker(), next);
  t.equal((await daemon.stop()).code, 0);
});

// Passed before lanes held themselves to a share of the CPU; since then the watcher found no reason within 25 s.
const skip = 'needs a load that the share of a lane does not hold back';

t.test('a worker that takes too much is replaced, and what it ran is denylisted', { skip }, async (t) => {
  const stage = stageOf(t, { endless: { query: ENDLESS, interval: 1 } });
  const flags = ['--watchdog_delay=0', '--watchdog_utilization_limit=4', '--watchdog_latency_limit=6'];
  const daemon = stage.start({ watched: true, flags });
  const worker = await daemon.worker();
  const stopping = `osqueryd worker (${worker}) stopping: Maximum sustainable CPU utilization limit `;
  await daemon.seen('it is stopped', () => daemon.talk.includes(stopping));
  await daemon.worker(worker);
  await daemon.seen('what the next one says', () => /Scheduled query may have failed: endless/.test(daemon.talk));
  await daemon.seen('it is skipped', () => /skipping denied scheduled query: endless/i.test(daemon.talk));
  t.equal((await daemon.stop()).code, 0);
});

t.test('a watcher that dies takes its worker along', async (t) => {
  const stage = stageOf(t, { clock: CLOCK });
  const daemon = stage.start({ watched: true });
  await daemon.seen('a result', () => stage.results().length > 0);
  const worker = await daemon.worker();
  daemon.signal('SIGKILL');
  // Its output ends when the last process that has it does.
  const { signal } = await daemon.ended;
  t.equal(signal, 'SIGKILL');
  await seen('the end of the worker', () => !isAlive(worker));
});

t.test('a worker that cannot start is not tried for ever', async (t) => {
  const stage = stageOf(t, { clock: CLOCK });
  const { code, talk, elapsedMs } = await stage.start({ watched: true, flags: ['--logger_plugin=none'] }).ended;
  t.equal(code, 78);
  t.match(talk, /Worker returned exit status/);
  t.ok(elapsedMs < 15_000);
});
