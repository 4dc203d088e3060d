import t from 'tap';
import { prometheusTargets } from '../../../src/config/index.js';
import { Real } from '../../../src/core/index.js';
import { openEngine } from '../../../src/engine.js';
import { Host, parseExposition } from '../../../src/host/index.js';
import { catalog } from '../../record/rows.js';
import { httpServer, rawServer } from './servers.js';

const METRICS = `# HELP up Whether it is up.
# TYPE up gauge
up 1

http_requests{path="/a b",code="200"} 1027 1395066363000
odd{text="a } \\" b"}   3.5e-2
  indented{x="y"}\t7
go_gc_duration NaN
limit +Inf
least -inf
hex 0x10
text here
alone
{"my.name", a="b c"} 2
open{a="b 1
`;

const SAMPLES: readonly (readonly [string, number | null])[] = [
  ['up', 1],
  ['http_requests{path="/a b",code="200"}', 1027],
  ['odd{text="a } \\" b"}', 0.035],
  ['indented{x="y"}', 7],
  ['go_gc_duration', null],
  ['limit', Number.POSITIVE_INFINITY],
  ['least', Number.NEGATIVE_INFINITY],
  ['hex', 16],
  ['text', null],
  ['{"my.name", a="b c"}', 2],
];

t.test('the text format', async (t) => {
  t.same(
    [...parseExposition(METRICS)].map(({ name, value }) => [name, value]),
    SAMPLES,
  );
  t.same([...parseExposition('')], []);
  t.same(
    [...parseExposition('a 1\r\nb 2')].map(({ name }) => name),
    ['a', 'b'],
  );
  t.same(
    [...parseExposition('a  {x="1"} 5')].map(({ name, value }) => [name, value]),
    [['a  {x="1"}', 5]],
  );
  const started = performance.now();
  t.equal([...parseExposition(`a{${'"'.repeat(1_000_000)}\n`.repeat(3) + ' {'.repeat(1_000_000))].length, 0);
  t.ok(performance.now() - started < 2000);
});

async function ask(sql: string, urls?: readonly string[], timeoutSeconds = 1) {
  const warnings: string[] = [];
  const self = () => ({ version: '', ...(urls && { prometheus: { urls, timeoutSeconds } }) });
  const rows: unknown[][] = [];
  for (const prepared of openEngine({ catalog: catalog(), host: new Host(), self }).prepare(sql))
    for await (const batch of prepared.run({ onWarning: (warning) => warnings.push(warning) }))
      for (const row of batch) rows.push(row.map((value) => (value instanceof Real ? value.value : value)));
  return { rows, warnings: warnings.sort() };
}

t.test('targets of the configuration', async (t) => {
  let asked = 0;
  const port = await httpServer(t, ({ url }, response) => {
    asked++;
    if (url === '/moved') response.writeHead(302, { Location: '/metrics' }).end();
    else if (url === '/metrics') response.end(METRICS);
    else response.writeHead(404).end('not found here\n');
  });
  const silent = await rawServer(t, () => {});
  const [metrics, moved, none, hung] = [
    ...['metrics', 'moved', 'none'].map((path) => `http://127.0.0.1:${port}/${path}`),
    `http://127.0.0.1:${silent}/`,
  ] as [string, string, string, string]; // four of them
  const sql = 'SELECT target_name, metric_name, metric_value FROM prometheus_metrics';
  const rowsOf = (target: string) => SAMPLES.map(([name, value]) => [target, name, value]);
  const all = await ask(sql, [metrics, none, hung, moved, 'ftp://x/'], 2);
  t.same(all.rows, [...rowsOf(metrics), ...rowsOf(moved)]);
  t.same(all.warnings, [
    'cannot read ftp://x/: ftp is neither http nor https',
    `cannot read ${hung}: no answer in 2 s`,
    `prometheus_metrics: ${none} answers 404`,
  ]);
  asked = 0;
  t.same((await ask(`${sql} WHERE target_name = '${metrics}'`, [metrics, moved])).rows, rowsOf(metrics));
  t.equal(asked, 1, 'only the target that is wanted is asked');
  const [time] = (await ask(`SELECT timestamp_ms FROM prometheus_metrics LIMIT 1`, [metrics])).rows;
  t.ok(Math.abs(Number(time?.[0]) - Date.now()) < 60_000);
  t.same(await ask(sql), {
    rows: [],
    warnings: ['prometheus_metrics: the configuration has no urls in prometheus_targets'],
  });
});

t.test('the section of the configuration', async (t) => {
  const read = (section: unknown) => prometheusTargets({ sections: new Map([['prometheus_targets', section]]) });
  t.same(read({ urls: ['a', 1, 'b'], timeout: 5 }), { urls: ['a', 'b'], timeoutSeconds: 5 });
  t.same(read({ urls: ['a'] }), { urls: ['a'], timeoutSeconds: 1 });
  t.same(read({ urls: ['a'], timeout: '3' }), { urls: ['a'], timeoutSeconds: 3 });
  for (const timeout of [0, -1, 'x', null, {}]) t.equal(read({ urls: [], timeout })?.timeoutSeconds, 1);
  for (const none of [undefined, null, [], {}, { urls: 'a' }, 'x']) t.equal(read(none), undefined);
});
