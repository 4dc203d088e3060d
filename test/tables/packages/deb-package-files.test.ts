import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { Host, parseDebFileList } from '../../../src/host/index.js';
import { debPackageFiles } from '../../../src/tables/packages/deb-package-files.js';
import { debPackages } from '../../../src/tables/packages/deb-packages.js';
import { against } from '../against.js';
import { scanColumn, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const live = new Host();

t.test('lists of files', async (t) => {
  t.same(parseDebFileList('/.\n\n/usr\n'), ['/.', '/usr']);
  t.same(parseDebFileList('/.\n/usr\n/usr/bin\n', new Set(['/usr', '/bin'])), ['/usr']);
  t.same(parseDebFileList('/usr/bin\n', new Set(['/usr'])), [], 'no part of a path');
  const many = new Set(Array.from({ length: 20 }, (_, i) => `/f${i}`));
  t.same(parseDebFileList('/f3\n/g\n/f19\n', many), ['/f3', '/f19']);
});

t.test('packages by name, with and without an architecture', async (t) => {
  const paths = (name: string) => scanColumn(debPackageFiles, debian, 'path', { lookup: { package: [name] } });
  t.ok(paths('libc6').length > 1);
  t.same(paths('libc6:amd64'), paths('libc6'));
  t.same(scanTable(debPackageFiles, debian, { lookup: { package: ['libc6:amd64'], path: ['/lib'] } }), [
    { package: 'libc6:amd64', path: '/lib', admindir: '/var/lib/dpkg' },
  ]);
  t.same(paths('libc6:i386'), []);
  t.same(paths('../../etc/passwd'), []);
  t.same(
    scanTable(debPackageFiles, debian, { lookup: { path: ['/usr'] } }),
    scanTable(debPackageFiles, debian).filter(({ path }) => path === '/usr'),
  );
});

t.test('what stands where lists should', async (t) => {
  const root = t.testdir({ var: { lib: { dpkg: { info: { 'a.list': '/a\n', 'folder.list': {}, format: '1\n' } } } } });
  spawnSync('mkfifo', [join(root, 'var/lib/dpkg/info/fifo.list'), join(root, 'var/lib/dpkg/info/second.list')]);
  const warnings: string[] = [];
  t.same(scanColumn(debPackageFiles, new Host(root), 'path', { warnings }), ['/a']);
  t.equal(warnings.length, 1, 'one reason, one warning');
  t.match(warnings[0], /deb_package_files: cannot read some files, such as .*: not a regular file/);
  const none: string[] = [];
  t.same(scanTable(debPackageFiles, new Host(t.testdir({})), { warnings: none }), []);
  t.same(none, []);
});

t.test('package URLs', async (t) => {
  const purls = scanColumn(debPackages, debian, 'purl', { lookup: { name: ['libc6'] } });
  t.match(purls[0], /^pkg:deb\/debian\/libc6@2\.36-9%2Bdeb12u4\?arch=amd64/);
});

for (const name of ['dpkg', 'libc6', 'bash'])
  against('dpkg', ['-L', name], `the files of ${name}`, (t, output) => {
    const theirs = output.split('\n').filter((line) => line.startsWith('/'));
    t.same(scanColumn(debPackageFiles, live, 'path', { lookup: { package: [name] } }), theirs);
  });
