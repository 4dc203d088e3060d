import t from 'tap';
import { CpuBucket } from '../../../src/daemon/lanes/cpu-bucket.js';
import { Lanes } from '../../../src/daemon/lanes/index.js';
import { laneProgram } from './lane-program.js';

t.test('a burst is free, then work is paid back in time', async (t) => {
  let wall = 0;
  let cpu = 0;
  const bucket = new CpuBucket({ share: 0.1, burstMs: 500 }, { wallMs: () => wall, cpuMs: () => cpu });
  const work = (wallMs: number, cpuMs: number): number => {
    wall += wallMs;
    cpu += cpuMs;
    return Math.round(bucket.debtMs());
  };
  t.equal(work(500, 500), 0, 'the burst, and what filled meanwhile');
  t.equal(work(100, 100), 900, '90 ms too much are 900 ms of rest');
  t.equal(work(900, 0), 0);
  t.equal(work(100, 10), 0, 'at its share it goes on for ever');
  t.equal(work(60_000, 0), 0);
  t.equal(work(0, 510), 100, 'a rest of any length saves one burst, no more');
});

t.test('a greedy query is slowed down, and still ends when it is cancelled', async (t) => {
  const lanes = new Lanes({ ...laneProgram, width: 1, cpu: { share: 0.1, burstMs: 200 } });
  t.teardown(() => lanes.close());
  await lanes.run({ name: 'warm', sql: 'SELECT 1' });
  const before = process.cpuUsage();
  const outcome = await lanes.run({
    name: 'greedy',
    sql: 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r',
    timeoutMs: 3000,
  });
  const { user, system } = process.cpuUsage(before);
  t.match(outcome, { ok: false, failure: { kind: 'timeout' } });
  t.ok((user + system) / 1000 < 1800, `${(user + system) / 1000} ms of CPU in 3 s`);
});
