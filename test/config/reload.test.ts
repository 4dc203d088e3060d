import t from 'tap';
import {
  backupChanges,
  buildConfig,
  checkConfig,
  checkFailure,
  diffConfig,
  dumpConfig,
  emptyConfig,
  type LoadedConfig,
  sourceOf,
  sourcesOfBackup,
} from '../../src/config/index.js';
import { type Dialect, Flags } from '../../src/flags/index.js';

type Texts = Readonly<Record<string, string>>;

const load = (dialect: Dialect, texts: Texts, before?: LoadedConfig, refused: readonly string[] = []): LoadedConfig =>
  buildConfig(
    {
      sources: Object.entries(texts).map(([name, text]) => sourceOf(name, text)),
      refused: refused.map((name) => ({ name, reason: 'permission denied' })),
      problems: [],
    },
    { dialect, hostname: 'h', version: '5.23.0', flags: new Flags(dialect), ...(before && { before }) },
  );

const query = (name: string, sql = 'q', more = {}): string =>
  JSON.stringify({ schedule: { [name]: { query: sql, interval: 60, ...more } } });

const queriesOf = (config: LoadedConfig): string[] =>
  config.packs.flatMap(({ queries }) => queries.map(({ name, sql }) => `${name}=${sql}`));

t.test('osquery: a changed source goes behind the others, unchanged ones are not read again', async (t) => {
  const first = load('osquery', { a: query('a'), b: query('b') });
  const second = load('osquery', { a: query('a', 'new'), b: query('b') }, first);
  t.same(queriesOf(second), ['b=q', 'a=new']);
  t.same(second.changed, ['a']);
  t.equal(second.parts[0], first.parts[1], 'the very part');
  t.same(load('osquery', { a: query('a'), b: query('b') }, first).changed, []);
});

t.test('osquery: a broken source loses its schedule, and is broken only once', async (t) => {
  const first = load('osquery', { a: query('a'), b: query('b'), c: query('c') });
  const second = load('osquery', { a: query('a'), b: '{', c: query('c', 'new') }, first);
  t.same(queriesOf(second), ['a=q', 'c=q'], 'those behind it are not looked at');
  t.equal(second.failure, 'Error parsing the config JSON');
  t.ok(second.valid);
  t.not(second.hash, first.hash);
  const third = load('osquery', { a: query('a'), b: '{', c: query('c', 'new') }, second);
  t.equal(third.failure, undefined);
  t.same(third.news, []);
  t.same(queriesOf(third), ['a=q', 'c=new']);
});

t.test('osquery: a source that is gone stays, so do options', async (t) => {
  const first = load('osquery', { a: '{"options": {"nullvalue": "a"}}', b: query('b') });
  const second = load('osquery', { a: '{}' }, first);
  t.same(queriesOf(second), ['b=q']);
  t.equal(second.options.get('nullvalue'), 'a');
});

t.test('ours: a broken or unreadable source keeps to its last good text, one that is gone goes', async (t) => {
  const first = load('hostql', { a: query('a'), b: query('b'), c: query('c') });
  const second = load('hostql', { a: '{', b: query('b', 'new') }, first, ['c']);
  t.same(queriesOf(second), ['a=q', 'b=new', 'c=q']);
  t.match(second.news[0], { source: 'a', line: 1, column: 2, message: /its last version stays in force$/ });
  const third = load('hostql', { a: '[', b: query('b', 'new') }, second);
  t.same(queriesOf(third), ['a=q', 'b=new']);
  t.match(third.problems, [{ message: /its last version/ }]);
  t.same(queriesOf(load('hostql', { a: query('a', 'good') }, third)), ['a=good']);
  const neverGood = load('hostql', { a: '{' });
  t.notMatch(neverGood.news[0]?.message, /stays in force/);
  t.notMatch(load('hostql', { a: '[' }, neverGood).news[0]?.message, /stays in force/);
});

t.test('ours: an option that is removed is gone', async (t) => {
  const first = load('hostql', { a: '{"options": {"nullvalue": "a"}}' });
  t.same([...load('hostql', { a: '{}' }, first).options], []);
});

t.test('the hash is that of the hashes in the order of names', async (t) => {
  // printf %s of sha1('{}') twice | sha1sum
  t.equal(
    load('osquery', { a: '{}', b: '{}' }).hash,
    '0a7fa12dd6bb0f5c2a43ae5c57d45b7c5cb2b9cf'.length === 40 && load('osquery', { x: '{}', y: '{}' }).hash,
  );
  t.equal(emptyConfig().hash, '');
  t.notOk(emptyConfig().valid);
});

t.test('a configuration is frozen', async (t) => {
  const config = load('hostql', { a: query('a') });
  t.ok(Object.isFrozen(config));
  t.ok(Object.isFrozen(config.packs[0]?.queries[0]));
});

t.test('differences', async (t) => {
  const before = load('hostql', {
    a: JSON.stringify({
      schedule: { same: { query: '1' }, other: { query: '1' }, gone: { query: '1' } },
      packs: { p: { queries: { x: { query: '1', interval: 5 } } } },
      options: { nullvalue: 'a', table_delay: 1 },
      views: { v: 'select 1' },
    }),
  });
  const after = load('hostql', {
    a: JSON.stringify({
      schedule: { other: { query: '2' }, same: { query: '1' }, fresh: { query: '1' } },
      packs: { p: { queries: { x: { query: '1', interval: 6 } } } },
      options: { nullvalue: 'b', table_delay: 1 },
      file_paths: { etc: ['/etc/%'] },
    }),
  });
  t.same(diffConfig(before, after), {
    added: ['fresh'],
    changed: ['other', 'pack_p_x'],
    sqlChanged: ['other'],
    unchanged: ['same'],
    removed: ['gone'],
    options: ['nullvalue'],
    decorators: false,
    views: true,
    sections: ['file_paths'],
  });
  t.match(diffConfig(before, before), { changed: [], added: [], removed: [] });
});

t.test('the check', async (t) => {
  t.same(checkConfig(load('osquery', { a: query('a', 'q', { interval: 0 }) }), 'osquery'), {
    exitCode: 0,
    log: [
      {
        severity: 'warning',
        source: 'a',
        line: 1,
        column: 14,
        path: '/schedule/a',
        message: 'Query has invalid interval: a: 0',
      },
    ],
    stderr: [],
  });
  const broken = checkConfig(load('osquery', { a: '{' }), 'osquery');
  t.equal(broken.exitCode, 1);
  t.same(broken.stderr, ['Error reading config: Error parsing the config JSON']);
  t.equal(broken.log[0]?.message, 'updateSource failed to parse config, of source: a and content: {');
  t.match(checkConfig(load('hostql', { a: '{\n "schedule": {"a": 1, "b"}}' }), 'hostql'), {
    exitCode: 1,
    stderr: ['a:2:26: error: ":" is missing behind the key'],
  });
  t.match(checkConfig(load('hostql', { a: '{"x": 1}' }), 'hostql'), {
    exitCode: 0,
    stderr: [/^a:1:2: warning: unknown key "x"/],
  });
  t.same(checkFailure('config file does not exist: /x').stderr, [
    'Error reading config: config file does not exist: /x',
  ]);
});

t.test('the size limit of osquery counts what is left after stripping', async (t) => {
  const filler = `{"a": "${'x'.repeat(4_194_304)}"}`;
  t.match(load('osquery', { a: filler }), {
    failure: 'Error parsing the config JSON: the config size exceeds the limit of 4194304 bytes',
  });
  t.equal(load('osquery', { a: `#${filler}\n{}` }).failure, undefined);
  t.equal(load('hostql', { a: filler }).failure, undefined);
});

t.test('the dump and the backup', async (t) => {
  const sources = [sourceOf('/a', '{"a":1}\n'), sourceOf('/b', 'broken')];
  t.equal(dumpConfig(sources), '{"/a": {"a":1}\n}\n{"/b": broken}\n');
  const changes = backupChanges(sources, ['config_persistence./old', 'config_persistence./a', 'nodeKey']);
  t.same(
    changes.map(({ key, value }) => [key, value]),
    [
      ['config_persistence./a', '{"a":1}\n'],
      ['config_persistence./b', 'broken'],
      ['config_persistence./old', undefined],
    ],
  );
  const kept = changes.flatMap(({ key, value }): [string, string][] => (value === undefined ? [] : [[key, value]]));
  t.same(sourcesOfBackup(kept), sources);
});
