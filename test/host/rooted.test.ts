import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import t from 'tap';
import { Gone } from '../../src/core/index.js';
import { Host, Refused, readOr } from '../../src/host/index.js';

/** A tree whose links would all lead out of it, were they taken as they are. */
const tree = t.testdir({
  etc: {
    passwd: 'inside\n',
    absolute: t.fixture('symlink', '/etc/passwd'),
    up: t.fixture('symlink', '../../../../../../../../etc/passwd'),
  },
  folder: { deep: { file: 'deep\n' }, back: t.fixture('symlink', '..') },
  toFolder: t.fixture('symlink', '/folder'),
  loop: t.fixture('symlink', 'pool'),
  pool: t.fixture('symlink', '/loop'),
  self: t.fixture('symlink', 'self/self'),
  dangling: t.fixture('symlink', '/nowhere'),
  root: t.fixture('symlink', '/'),
  outside: t.fixture('symlink', '/proc/self/root/etc/passwd'),
});
const host = new Host(tree);

t.test('paths are resolved inside the root', async (t) => {
  const cases: [path: string, content: string][] = [
    ['/etc/passwd', 'inside\n'],
    ['/etc/absolute', 'inside\n'],
    ['/etc/up', 'inside\n'],
    ['/../../etc/passwd', 'inside\n'],
    ['/etc/../etc/./passwd', 'inside\n'],
    ['//etc//passwd', 'inside\n'],
    ['/toFolder/deep/file', 'deep\n'],
    ['/toFolder/../folder/deep/file', 'deep\n'],
    ['/folder/back/folder/deep/file', 'deep\n'],
    ['/root/root/etc/absolute', 'inside\n'],
  ];
  for (const [path, content] of cases) t.equal(host.readText(path), content, path);
});

t.test('paths that lead nowhere are gone', async (t) => {
  const long = `/${'a'.repeat(300)}`;
  const manyUps = `/folder${'/deep/..'.repeat(20_000)}`;
  for (const path of [
    '/nothing',
    '/etc/passwd/x',
    '/etc/passwd/',
    '/etc/passwd/..',
    '/loop',
    '/self',
    '/dangling',
    '/outside',
    long,
    manyUps,
    '/etc/\0',
  ]) {
    t.throws(() => host.readText(path), Gone, path.slice(0, 40));
    t.throws(() => host.stat(path), Gone, path.slice(0, 40));
    t.equal(host.exists(path), false, path.slice(0, 40));
  }
});

t.test('links themselves', async (t) => {
  t.equal(host.readLink('/etc/absolute'), '/etc/passwd');
  t.equal(host.readLink('/toFolder/back'), '..');
  t.throws(() => host.readLink('/etc/passwd'), Refused);
  t.ok(host.lstat('/loop').isSymbolicLink());
  t.ok(host.lstat('/toFolder').isSymbolicLink());
  t.ok(host.lstat('/toFolder/').isDirectory(), 'a slash behind it follows the link');
  t.ok(host.stat('/toFolder').isDirectory());
  t.equal(host.canonicalPath('/root/toFolder/back/etc/up'), '/etc/passwd');
  t.same(host.list('/toFolder').sort(), ['back', 'deep']);
  t.same(host.list('/').includes('etc'), true);
});

t.test('no descriptor is left open', async (t) => {
  const open = (): number => fs.readdirSync('/proc/self/fd').length;
  const before = open();
  for (let i = 0; i < 50; i++) {
    for (const path of ['/etc/up', '/loop', '/nothing/x', '/folder/back/folder', '/etc/passwd/']) {
      host.exists(path);
      try {
        host.readText(path);
      } catch {}
      try {
        host.readLink(path);
      } catch {}
    }
  }
  t.equal(open(), before);
});

t.test('a link put in while we walk does not lead out', async (t) => {
  const place = t.testdir({ outside: { hosts: 'outside\n' }, root: { a: { b: { hosts: 'inside\n' } }, spare: {} } });
  const swap = `
    const fs = require('node:fs');
    const [b, spare, outside] = process.argv.slice(1);
    process.stdout.write('ready');
    for (;;) { fs.renameSync(b, spare); fs.symlinkSync(outside, b); fs.unlinkSync(b); fs.renameSync(spare, b); }`;
  const paths = [`${place}/root/a/b`, `${place}/root/spare/b`, `${place}/outside`];
  const child = spawn(process.execPath, ['-e', swap, ...paths], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const inside = new Host(`${place}/root`);
  const seen = new Map<string, number>();
  for (let i = 0; i < 3000; i++) {
    const text = readOr('gone', () => inside.readText('/a/b/hosts'));
    seen.set(text, (seen.get(text) ?? 0) + 1);
  }
  child.kill('SIGKILL');
  await ended;
  t.equal(seen.get('outside\n'), undefined);
  t.ok(seen.get('inside\n'), 'it was there at times');
  t.ok(seen.get('gone'), 'and at times was not');
});
