import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Host, npmManifestOf } from '../../../src/host/index.js';
import { npmPackages } from '../../../src/tables/packages/npm-packages.js';
import { RecordingHost } from '../../recording-host.js';
import { ask } from '../against.js';
import { scanColumn, scanTable } from '../scan.js';

const alpine = new Host('test/hosts/alpine-container');
const manifest = (name: string) => JSON.stringify({ name, version: '1.0.0' });

t.test('manifests', async (t) => {
  const none = { name: null, version: null, description: null, author: null, license: null, homepage: null };
  t.same(npmManifestOf(undefined), none);
  t.same(npmManifestOf([]), none);
  t.same(npmManifestOf({ name: ['x'], version: 1, author: [], license: 7, homepage: null }), none);
  t.same(npmManifestOf({ author: 'A', license: 'MIT' }), { ...none, author: 'A', license: 'MIT' });
  t.same(npmManifestOf({ license: { url: 'u' } }).license, 'u');
  t.same(npmManifestOf({ licenses: ['MIT', { type: 'ISC' }, 7] }).license, 'MIT, ISC');
});

t.test('how deep to look', async (t) => {
  const depths = (max_depth: number[]) =>
    scanColumn(npmPackages, alpine, 'depth', { lookup: { directory: ['/usr/local/lib'], max_depth } });
  t.same(depths([0]), [0, 0]);
  t.same(depths([1]), [0, 0, 1, 1]);
  t.same(depths([-1]), depths([100]));
  t.same(depths([-2]), []);
});

t.test('no file is opened for a path alone', async (t) => {
  const host = new RecordingHost('test/hosts/alpine-container');
  t.equal(
    scanTable(npmPackages, host, { columns: ['path', 'depth'], lookup: { directory: ['/usr/local/lib'] } }).length,
    5,
  );
  t.same(
    host.touches.filter((touch) => touch.startsWith('read ')),
    [],
  );
});

t.test('trees that are made to harm', async (t) => {
  const root = t.testdir({
    app: {
      node_modules: {
        good: { 'package.json': manifest('good') },
        fifo: {},
        fifo2: {},
        big: { 'package.json': `{"name": "${'x'.repeat(2 * 1024 * 1024)}"}` },
        folder: { 'package.json': {} },
        file: 'no folder',
        '@scope': { in: { 'package.json': manifest('@scope/in') } },
      },
    },
  });
  const modules = join(root, 'app/node_modules');
  spawnSync('mkfifo', [join(modules, 'fifo/package.json'), join(modules, 'fifo2/package.json')]);
  fs.symlinkSync('../..', join(modules, 'good/node_modules'));
  fs.symlinkSync('.', join(modules, 'self'));
  fs.symlinkSync('@scope', join(modules, '@again'));
  for (let i = 0; i < 10; i++) fs.symlinkSync('../node_modules', join(modules, '@scope', `loop${i}`));
  const warnings: string[] = [];
  const rows = scanTable(npmPackages, new Host(root), {
    columns: ['name', 'path'],
    lookup: { directory: ['/app', '', 'app'] },
    warnings,
  });
  t.same(
    rows.map(({ path }) => String(path).replace('/app/node_modules/', '')),
    ['big', 'fifo', 'fifo2', 'folder', 'good', '@again/in'].map((name) => `${name}/package.json`),
    'each folder once, links that lead round are no way',
  );
  t.same(
    rows.map(({ name }) => name),
    [null, null, null, null, 'good', '@scope/in'],
  );
  t.equal(warnings.length, 2, 'one warning for each reason');
  t.match(warnings[0], /larger than 1048576 bytes/);
  t.match(warnings[1], /not a regular file/);
});

t.test('a scan can be ended', async (t) => {
  const signal = AbortSignal.abort(new Error('enough'));
  t.throws(() => scanTable(npmPackages, alpine, { signal }), /enough/);
});

const listed = ask('npm', 'ls', '--all', '--parseable', '--prefix', process.cwd());
t.test('the packages of this project, as npm has them', { skip: listed === undefined && 'no npm here' }, async (t) => {
  const root = fs.realpathSync(process.cwd());
  const theirs = new Set((listed ?? '').split('\n').filter((line) => line.startsWith(`${root}/node_modules/`)));
  const ours = new Set(
    scanColumn(npmPackages, new Host(), 'path', { lookup: { directory: [root] } }).map((path) =>
      String(path).replace(/\/package\.json$/, ''),
    ),
  );
  t.ok(theirs.size > 100);
  t.same(
    [...theirs].filter((path) => !ours.has(path)),
    [],
    'all that npm knows',
  );
});
