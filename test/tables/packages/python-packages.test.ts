import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Host, parsePythonMetadata } from '../../../src/host/index.js';
import { pythonPackages } from '../../../src/tables/packages/python-packages.js';
import { RecordingHost } from '../../recording-host.js';
import { ask } from '../against.js';
import { scanTable } from '../scan.js';

const alpine = new Host('test/hosts/alpine-container');

t.test('metadata', async (t) => {
  const none = { name: null, version: null, summary: null, author: null, license: null };
  const cases: [text: string, told: object][] = [
    ['', none],
    ['Name: a\nVersion: 1\n\nSummary: body\n', { ...none, name: 'a', version: '1' }],
    ['NAME: a\r\nversion:1\r\n\r\nSummary: body', { ...none, name: 'a', version: '1' }],
    ['Summary: a: b: c\n', { ...none, summary: 'a: b: c' }],
    ['License: GPL\n  v2\n\tor later\nName: x\n', { ...none, license: 'GPL\nv2\nor later', name: 'x' }],
    ['License: UNKNOWN\nLicense-Expression: MIT\n', { ...none, license: 'MIT' }],
    ['Name: first\nName: second\n more\n', { ...none, name: 'first' }],
    [' lost\n: x\nno colon\n', none],
    ['\nName: behind\n', { ...none, name: 'behind' }],
  ];
  for (const [text, told] of cases) t.same(parsePythonMetadata(text), told, JSON.stringify(text));
});

t.test('a directory belongs to the user whose home it is in, as in a scan of all', async (t) => {
  const whole = scanTable(pythonPackages, alpine);
  for (const directory of new Set(whole.map((row) => String(row.directory))))
    t.same(
      scanTable(pythonPackages, alpine, { lookup: { directory: [directory] } }),
      whole.filter((row) => row.directory === directory),
      directory,
    );
  t.same(
    scanTable(pythonPackages, alpine, { lookup: { uid: [1000] } }),
    whole.filter(({ uid }) => uid === 1000),
  );
  t.same(scanTable(pythonPackages, alpine, { lookup: { uid: [0], directory: ['/home/app/.local'] } }), []);
});

t.test('no file is opened for a path alone', async (t) => {
  const host = new RecordingHost('test/hosts/alpine-container');
  scanTable(pythonPackages, host, { columns: ['path'], lookup: { directory: ['/usr/lib/python3.12'] } });
  t.same(
    host.touches.filter((touch) => touch.startsWith('read ') && !touch.endsWith('/etc/passwd')),
    [],
  );
});

t.test('trees that are made to harm', async (t) => {
  const root = t.testdir({
    d: {
      'a.dist-info': { METADATA: 'Name: a\n' },
      'big.dist-info': { METADATA: `Summary: ${'x'.repeat(2 * 1024 * 1024)}\n` },
      'long.dist-info': { METADATA: `Name: long\n\n${'x'.repeat(2 * 1024 * 1024)}\n` },
      'fifo.dist-info': {},
      __pycache__: { 'no.dist-info': {} },
    },
  });
  spawnSync('mkfifo', [join(root, 'd/fifo.dist-info/METADATA'), join(root, 'd/f.egg-info')]);
  fs.symlinkSync('..', join(root, 'd/up'));
  fs.symlinkSync('up.dist-info', join(root, 'd/up.dist-info'));
  let deep = join(root, 'd');
  for (let i = 0; i < 100; i++) deep = join(deep, 'x');
  fs.mkdirSync(join(deep, 'y.dist-info'), { recursive: true });
  const warnings: string[] = [];
  const rows = scanTable(pythonPackages, new Host(root), {
    columns: ['name'],
    lookup: { directory: ['/d', ''] },
    warnings,
  });
  t.same(
    rows.map(({ name }) => name),
    ['a', null, null, null, 'long', null],
  );
  t.equal(warnings.length, 2);
});

const LIST = `
import importlib.metadata, json, sys
print(json.dumps({p: sorted([d.metadata['Name'], d.version] for d in importlib.metadata.distributions(path=[p]) if d.metadata['Name'])
  for p in sys.path if p.endswith('-packages')}))`;
const listed = ask('python3', '-c', LIST);
t.test('distributions, as python3 has them', { skip: listed === undefined && 'no python3 here' }, async (t) => {
  for (const [directory, theirs] of Object.entries(JSON.parse(listed ?? '{}') as Record<string, [string, string][]>)) {
    const rows = scanTable(pythonPackages, new Host(), {
      columns: ['name', 'version', 'path'],
      lookup: { directory: [directory] },
    });
    const ours = rows
      .filter(({ path }) => String(path).lastIndexOf('/') === directory.length)
      .map(({ name, version }) => `${name} ${version}`);
    t.same(
      theirs.map((pair) => pair.join(' ')).filter((one) => !ours.includes(one)),
      [],
      directory,
    );
  }
});
