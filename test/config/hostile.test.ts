import fc from 'fast-check';
import t, { type Test } from 'tap';
import { buildConfig, type LoadedConfig, sourceOf } from '../../src/config/index.js';
import { type Dialect, Flags } from '../../src/flags/index.js';

const load = (dialect: Dialect, name: string, text: string): LoadedConfig =>
  buildConfig(
    { sources: [sourceOf(name, text)], refused: [], problems: [] },
    { dialect, hostname: 'h', version: '5.23.0', flags: new Flags(dialect), files: { read: refuse, glob: () => [] } },
  );

const refuse = () => ({ kind: 'refused', reason: 'no such file', isMissing: true }) as const;

/** Generous: the machine may be busy. What is quadratic takes minutes. */
const BUDGET_MS = 30_000;

const inTime = (t: Test, what: string, run: () => unknown): void => {
  const start = performance.now();
  run();
  t.ok(performance.now() - start < BUDGET_MS, what);
};

t.test('hundreds of thousands of keys', async (t) => {
  const keys = Array.from({ length: 350_000 }, (_, at) => `"key${at}":1`).join(',');
  inTime(t, 'of a schedule', () => t.equal(load('hostql', '/c', `{"schedule":{${keys}}}`).failure, undefined));
  inTime(t, 'unknown ones', () => {
    const { news } = load('hostql', '/c', `{${keys}}`);
    t.equal(news.length, 501);
    t.equal(news.at(-1)?.message, 'only the first 500 problems are listed');
  });
  inTime(t, 'in osquery, too large', () => t.match(load('osquery', '/c', `{${keys}}`).failure, /exceeds the limit/));
});

t.test('ten thousand queries, each wrong', async (t) => {
  const queries = Array.from({ length: 10_000 }, (_, at) => `"q${at}":{"query":"q","interval":0}`).join(',');
  inTime(t, 'told of within bounds', () => {
    const { news, packs } = load('hostql', '/c', `{"schedule":{\n${queries}}}`);
    t.equal(news.length, 501);
    t.same(packs[0]?.queries, []);
  });
});

t.test('deep nesting, in every format', async (t) => {
  for (const name of ['/c.conf', '/c.json5', '/c.yaml']) {
    for (const text of ['['.repeat(100_000), '{"a":'.repeat(50_000), `${'['.repeat(200)}${']'.repeat(200)}`]) {
      inTime(t, `${name} ${text.slice(0, 5)}`, () =>
        t.match(load('hostql', name, text), { failure: /too many|parsing/ }),
      );
    }
  }
  t.match(load('osquery', '/c', '['.repeat(100_000)), { failure: /too many nesting levels/ });
});

t.test('aliases that multiply', async (t) => {
  const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x]'];
  for (let at = 1; at < 12; at++)
    lines.push(
      `a${at}: &a${at} [${Array(9)
        .fill(`*a${at - 1}`)
        .join(',')}]`,
    );
  inTime(t, 'are counted', () =>
    t.match(load('hostql', '/c.yaml', lines.join('\n')).news, [{ message: 'aliases make too many values' }]),
  );
  inTime(t, 'and one that means itself', () =>
    t.match(load('hostql', '/c.yaml', 'a: &a [*a]').news, [{ message: /levels/ }]),
  );
});

t.test('long runs of comments and continued lines', async (t) => {
  inTime(t, 'comments', () => t.equal(load('hostql', '/c', `${'# x\n'.repeat(50_000)}{}`).failure, undefined));
  inTime(t, 'continued', () => t.equal(load('hostql', '/c', `{"a":"${'\\\n'.repeat(50_000)}"}`).failure, undefined));
  inTime(t, 'blanks', () => t.equal(load('hostql', '/c', `{${' '.repeat(100_000)}}`).failure, undefined));
});

t.test('any text gives a configuration or a problem with a place', async () => {
  const names = fc.constantFrom('/c.conf', '/c.json5', '/c.yaml');
  const word = fc.constantFrom(
    ...'{ } [ ] : , " \' \\ # // \n \r\n \t \0 - & * ! | > 0 1e9 .5 true null schedule packs options query \ud800 \udc80 é /* a'.split(
      ' ',
    ),
  );
  const texts = fc.array(word, { maxLength: 40 }).map((words) => words.join(''));
  fc.assert(
    fc.property(names, texts, fc.constantFrom<Dialect>('osquery', 'hostql'), (name, text, dialect) => {
      const { failure, news } = load(dialect, name, text);
      return failure === undefined || news.some(({ severity, line }) => severity === 'error' && line !== undefined);
    }),
    { numRuns: 100 },
  );
});

t.test('JSON is read as JSON.parse reads it', async (t) => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (json) => {
      const { sections } = load('osquery', '/c', `{"events": [${json}]}`);
      t.same(JSON.parse(JSON.stringify(sections.get('events'))), [JSON.parse(json)]);
    }),
    { numRuns: 100 },
  );
});
