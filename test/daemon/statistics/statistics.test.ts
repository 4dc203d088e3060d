import t from 'tap';
import {
  afterFailure,
  afterRun,
  afterSuccess,
  NO_PERFORMANCE,
  NO_TOTALS,
  parsePerformance,
  parseTotals,
  printPerformance,
  printTotals,
  purgeStale,
} from '../../../src/daemon/statistics/index.js';
import { type Domain, openMemory } from '../../../src/durable/index.js';

const TAKEN = { unixTime: 100, wallMs: 1_999.9, userMs: 12, systemMs: 3, memoryBytes: 4_096, outputSize: 50 };

t.test('twelve numbers, in the order of osquery', (t) => {
  const once = afterRun(NO_PERFORMANCE, TAKEN);
  t.equal(printPerformance(once), '1,100,1,1999,1999,12,12,3,3,4096,4096,50');
  const twice = afterRun(once, { ...TAKEN, unixTime: 200, wallMs: 999, userMs: 0, systemMs: -4, memoryBytes: -1 });
  t.equal(printPerformance(twice), '2,200,1,2998,999,12,12,3,3,4096,4096,100', 'what did not grow stays');
  t.equal(printPerformance(afterRun(once, { ...TAKEN, memoryBytes: 1 })).split(',')[9], '2048', 'a whole mean');
  t.same(parsePerformance(printPerformance(twice)), twice);
  t.end();
});

t.test('damaged figures count as none', (t) => {
  for (const text of [undefined, '', '1,2,3', '1,2,3,4,5,6,7,8,9,10,11']) {
    t.same(parsePerformance(text), NO_PERFORMANCE, String(text));
  }
  t.equal(parsePerformance('x,1e999,3,4,5,6,7,8,9,10,11,12,13').executions, 0);
  t.equal(parsePerformance('x,1e999,3,4,5,6,7,8,9,10,11,12,13').outputSize, 12);
  for (const text of [undefined, '', '{', 'null', '[1]', '{"runs":-1,"rows":"5","cpuMs":1e999,"lastError":7}']) {
    t.same(parseTotals(text), NO_TOTALS, String(text));
  }
  t.end();
});

t.test('totals come back as they were; a run that succeeds clears the error', (t) => {
  const stats = { userMs: 1.5, systemMs: 1, rows: 2, files: 3, syscalls: 4, bytesRead: 5 };
  const failed = afterFailure(afterSuccess(NO_TOTALS, stats), 'x'.repeat(1_000_000));
  t.match(failed, { runs: 1, failures: 1, cpuMs: 2.5, rows: 2, files: 3, syscalls: 4, bytesRead: 5 });
  t.equal(failed.lastError?.length, 1_000);
  t.same(parseTotals(printTotals(failed)), failed);
  t.notOk('lastError' in afterSuccess(failed, stats));
  t.end();
});

t.test('what is kept of a query goes 592,200 seconds after its last run', async (t) => {
  const now = 10_000_000;
  const durable = openMemory();
  const put = (domain: Domain, ...pairs: [string, string][]) =>
    durable.write(pairs.map(([key, value]) => ({ domain, key, value })));
  const names = ['on', 'old', 'oldest', 'new', 'odd'];
  await put(
    'queries',
    ...names.flatMap((name): [string, string][] => [
      [name, '[]'],
      [`${name}epoch`, '0'],
      [`${name}counter`, '1'],
      [`query.${name}`, 'SELECT 1'],
    ]),
  );
  await put(
    'configurations',
    ['timestamp.on', '5'],
    ['timestamp.old', String(now - 592_200)],
    ['timestamp.oldest', String(now - 592_201)],
    ['interval.oldest', '60:61'],
    ['timestamp.odd', 'x'],
    ['hostql_stats.on', '{}'],
    ['hostql_stats.old', '{}'],
  );
  await put('query_performance', ['on', '1'], ['old', '1']);
  await purgeStale(durable, new Set(['on']), now);
  const kept = await durable.keys('queries');
  t.same(
    kept.filter((key) => /^(query\.)?oldest/.test(key)),
    ['oldestcounter', 'query.oldest'],
    'osquery leaves these',
  );
  t.equal(kept.length, 4 * names.length - 2);
  t.same(await durable.keys('configurations'), ['hostql_stats.on', 'timestamp.new', 'timestamp.old', 'timestamp.on']);
  t.equal(await durable.get('configurations', 'timestamp.new'), String(now));
  t.same(await durable.keys('query_performance'), ['on']);
});
