import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { buildConfig, readOptionsOf, readSources, type SourcesResult } from '../../src/config/index.js';
import { type Dialect, Flags } from '../../src/flags/index.js';

const MAX_BYTES = 1_000_000;

/** A folder with these files; it goes with the test. */
function folderWith(t: Test, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-config-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const read = (path: string, dialect: Dialect): SourcesResult => readSources({ dialect, path, maxBytes: MAX_BYTES });

const namesOf = (result: SourcesResult, folder: string): unknown =>
  result.kind === 'sources' ? result.sources.map(({ name }) => name.replace(`${folder}/`, '')) : result;

const messagesOf = (result: SourcesResult): unknown =>
  result.kind === 'sources' ? result.problems.map(({ severity, message }) => `${severity}: ${message}`) : result;

t.test('the main file, then its folder, in the order of bytes', async (t) => {
  const folder = folderWith(t, {
    'm.conf': '{}',
    'm.conf.d/b.conf': '{}',
    'm.conf.d/B.conf': '{}',
    'm.conf.d/.hidden.conf': '{}',
    'm.conf.d/c.yaml': 'a: 1',
    'm.conf.d/d.json5': '{}',
    'm.conf.d/backup.conf~': '{}',
    'm.conf.d/deeper/x.conf': '{}',
  });
  t.same(namesOf(read(join(folder, 'm.conf'), 'osquery'), folder), ['m.conf', 'm.conf.d/B.conf', 'm.conf.d/b.conf']);
  t.same(namesOf(read(join(folder, 'm.conf'), 'hostql'), folder), [
    'm.conf',
    'm.conf.d/B.conf',
    'm.conf.d/b.conf',
    'm.conf.d/c.yaml',
    'm.conf.d/d.json5',
  ]);
});

t.test('without the main file nothing is read', async (t) => {
  const folder = folderWith(t, { 'm.conf.d/a.conf': '{}' });
  const path = join(folder, 'm.conf');
  t.same(read(path, 'osquery'), { kind: 'failure', reason: `config file does not exist: ${path}` });
  mkdirSync(path);
  t.equal(read(path, 'osquery').kind, 'failure', 'a folder is no file');
  t.equal(read(`${path}\0x`, 'osquery').kind, 'failure');
  t.equal(read('x'.repeat(5000), 'osquery').kind, 'failure');
});

t.test('pipes and large files are refused without waiting', async (t) => {
  const folder = folderWith(t, { 'm.conf': '{}', 'm.conf.d/large.conf': '' });
  execFileSync('mkfifo', [join(folder, 'm.conf.d/pipe.conf')]);
  truncateSync(join(folder, 'm.conf.d/large.conf'), 2 ** 30);
  const ours = read(join(folder, 'm.conf'), 'hostql');
  t.same(namesOf(ours, folder), ['m.conf']);
  t.same(messagesOf(ours), [
    'error: cannot be read: larger than 1000000 bytes',
    'error: cannot be read: not a regular file',
  ]);
  const osquerys = read(join(folder, 'm.conf'), 'osquery');
  t.same(namesOf(osquerys, folder), ['m.conf']);
  t.same(messagesOf(osquerys), [], 'osquery says nothing');
});

t.test('a pack that is a pipe, a gigabyte, a folder or nothing costs its own queries only', async (t) => {
  const folder = folderWith(t, { 'large.conf': '' });
  execFileSync('mkfifo', [join(folder, 'pipe.conf')]);
  truncateSync(join(folder, 'large.conf'), 2 ** 30);
  const packs = Object.fromEntries(
    ['pipe.conf', 'large.conf', '.', 'none', 'zero'].map((name) => [
      name,
      name === 'zero' ? '/dev/zero' : join(folder, name),
    ]),
  );
  writeFileSync(join(folder, 'm.conf'), JSON.stringify({ packs, schedule: { a: { query: 'q' } } }));
  for (const dialect of ['osquery', 'hostql'] as const) {
    const found = read(join(folder, 'm.conf'), dialect);
    if (found.kind !== 'sources') throw new Error(found.reason);
    const config = buildConfig(found, { dialect, hostname: 'h', version: '5.0.0', flags: new Flags(dialect) });
    t.same(
      config.packs.map(({ name }) => name),
      ['main'],
    );
    const reasons = config.news.map(({ message }) => message.replace(/^.*: /, ''));
    const limit = dialect === 'osquery' ? 52_428_800 : 33_554_432;
    t.same(reasons, [
      'not a regular file',
      `larger than ${limit} bytes`,
      'not a regular file',
      'no such file',
      'not a regular file',
    ]);
  }
});

t.test('packs by a pattern on disk', async (t) => {
  const pack = (query: string): string => JSON.stringify({ queries: { q: { query } } });
  const folder = folderWith(t, { 'p/a.conf': pack('a'), 'p/b.conf': pack('b'), 'p/.c.conf': pack('c'), 'p/d.txt': '' });
  writeFileSync(join(folder, 'm.conf'), JSON.stringify({ packs: { '*': join(folder, 'p', '*.conf') } }));
  const found = read(join(folder, 'm.conf'), 'hostql');
  if (found.kind !== 'sources') throw new Error(found.reason);
  const config = buildConfig(found, { dialect: 'hostql', hostname: 'h', version: '5', flags: new Flags('hostql') });
  t.same(
    config.packs.map(({ name, queries }) => [name, queries[0]?.sql]),
    [
      ['a', 'a'],
      ['b', 'b'],
    ],
  );
  t.same([...config.files].sort(), [join(folder, 'p'), join(folder, 'p/a.conf'), join(folder, 'p/b.conf')]);
});

t.test('links are followed; what anybody may write is told of', async (t) => {
  const folder = folderWith(t, { 'real.conf': '{}', 'open.conf': '{}' });
  symlinkSync(join(folder, 'real.conf'), join(folder, 'link.conf'));
  t.same(messagesOf(read(join(folder, 'link.conf'), 'hostql')), []);
  chmodSync(join(folder, 'open.conf'), 0o666);
  t.same(messagesOf(read(join(folder, 'open.conf'), 'hostql')), ['warning: anybody may write this file']);
  t.same(messagesOf(read(join(folder, 'open.conf'), 'osquery')), []);
});

t.test('what may not be read', { skip: process.getuid?.() === 0 && 'root may read everything' }, async (t) => {
  const folder = folderWith(t, { 'm.conf': '{}' });
  chmodSync(join(folder, 'm.conf'), 0);
  t.same(messagesOf(read(join(folder, 'm.conf'), 'hostql')), ['error: cannot be read: permission denied']);
});

t.test('bytes that are no UTF-8 keep their hash', async (t) => {
  const folder = folderWith(t, {});
  writeFileSync(join(folder, 'm.conf'), Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
  const found = read(join(folder, 'm.conf'), 'osquery');
  const hash = execFileSync('sha1sum', [join(folder, 'm.conf')], { encoding: 'utf8' }).slice(0, 40);
  t.match(found, { kind: 'sources', sources: [{ hash }] });
});

t.test('where the flags say it is', async (t) => {
  const flags = new Flags('osquery');
  t.same(readOptionsOf(flags), { dialect: 'osquery', path: '/etc/osquery/osquery.conf', maxBytes: 52_428_800 });
  const ours = new Flags('hostql');
  ours.set('config_path', '/x.yaml', 'given');
  t.same(readOptionsOf(ours), { dialect: 'hostql', path: '/x.yaml', maxBytes: 33_554_432 });
});
