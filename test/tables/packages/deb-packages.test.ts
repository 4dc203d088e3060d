import { execFileSync, spawnSync } from 'node:child_process';
import t from 'tap';
import { Host, parseDebVersion, parseStanzas, updatesOf } from '../../../src/host/index.js';
import { debPackages } from '../../../src/tables/packages/deb-packages.js';
import { type ScanOptions, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const live = new Host();

const stanzas = (text: string, ...wanted: string[]): object[] =>
  [...parseStanzas(text, new Set(wanted))].map((stanza) => Object.fromEntries(stanza));

t.test('stanzas', async (t) => {
  const cases: [text: string, stanzas: object[]][] = [
    ['Package: a\nVersion: 1\n\nPackage: b\n', [{ package: 'a', version: '1' }, { package: 'b' }]],
    ['PACKAGE:a\nversion :  1 \t\n', [{ package: 'a', version: '1' }]],
    ['\n\n\nPackage: a\n\n\n\n', [{ package: 'a' }]],
    ['Package: a', [{ package: 'a' }]],
    [
      'Package: a\n B: c\n\t.\nDescription: x\n Version: no\nVersion: 2\n',
      [{ package: 'a\n B: c\n\t.', version: '2' }],
    ],
    ['Package: a\n \nVersion: 1\n', [{ package: 'a\n', version: '1' }]],
    [' Version: 1\nPackage: a\n', [{ package: 'a' }]],
    ['Package\nPackage: \n:x\n:\nVersion: a:b', [{ package: '', version: 'a:b' }]],
    ['Description: x\n\nPackage: a\n', [{ package: 'a' }]],
    ['Package: a\r\nVersion: 1\r\n', [{ package: 'a', version: '1' }]],
    ['', []],
  ];
  for (const [text, expected] of cases) t.same(stanzas(text, 'package', 'version'), expected, JSON.stringify(text));
});

t.test('hostile files take linear time', async (t) => {
  const began = performance.now();
  const size = 2_000_000;
  t.same(stanzas('x\n'.repeat(size / 2), 'package'), [], 'lines without a colon');
  t.same(stanzas('P\n'.repeat(size / 2), 'package'), []);
  t.same(stanzas('\n'.repeat(size), 'package'), []);
  t.equal(stanzas(`Package: ${'a'.repeat(size)}`, 'package').length, 1);
  t.equal(stanzas('Package: a\n\n'.repeat(size / 12), 'package').length, Math.floor(size / 12));
  t.equal(stanzas(`Package: a\n${' x\n'.repeat(size / 20)}`, 'package').length, 1, 'a long field');
  t.ok(performance.now() - began < 20_000, 'far from quadratic');
});

t.test('versions', async (t) => {
  const cases: [version: string, text: string, revision: string | null][] = [
    ['1.2-3', '1.2-3', '3'],
    ['1.2', '1.2', null],
    ['1:1.2-3+b1', '1:1.2-3+b1', '3+b1'],
    ['0:1.2', '1.2', null],
    ['00:1.2', '1.2', null],
    ['007:1.2', '7:1.2', null],
    ['0:1:2', '0:1:2', null],
    ['1.0-rc1-2', '1.0-rc1-2', '2'],
    ['1-', '1-', null],
    ['a:1-2', 'a:1-2', '2'],
    ['-1:2', '-1:2', null],
    [':', ':', null],
    ['', '', null],
  ];
  for (const [version, text, revision] of cases) t.same(parseDebVersion(version), { text, revision }, version);
});

t.test('updates that dpkg has not merged', async (t) => {
  t.same(updatesOf(['0002', 'tmp.i', '0001', '.', 'x1', '0010']), ['0001', '0002', '0010']);
});

const row = (name: string, more: object = {}): object => ({
  name,
  version: null,
  source: null,
  size: null,
  arch: 'amd64',
  revision: null,
  status: 'install ok installed',
  maintainer: null,
  section: null,
  priority: 'optional',
  admindir: '/var/lib/dpkg',
  ...more,
});
const libc = {
  version: '2.36-9+deb12u4',
  source: 'glibc',
  revision: '9+deb12u4',
  maintainer: 'GNU Libc Maintainers <debian-glibc@lists.debian.org>',
  section: 'libs',
};

t.test('packages of a recorded machine', async (t) => {
  const warnings: string[] = [];
  t.same(scanTable(debPackages, debian, { warnings }), [
    row('adduser', {
      version: '3.134',
      size: 686,
      arch: 'all',
      maintainer: 'Debian Adduser Developers <adduser@packages.debian.org>',
      section: 'admin',
      priority: 'important',
    }),
    row('apache2', {
      version: '2.4.57-2',
      revision: '2',
      size: 574,
      status: 'deinstall ok config-files',
      maintainer: 'Debian Apache Maintainers <debian-apache@lists.debian.org>',
      section: 'httpd',
    }),
    row('bind9-libs', {
      version: '1:9.18.24-1',
      revision: '1',
      source: 'bind9 (1:9.18.24-1)',
      size: 3400,
      status: 'hold ok installed',
      maintainer: 'Ondřej Surý <ondrej@debian.org>',
      section: 'libs',
      priority: 'standard',
    }),
    row('libc6', { ...libc, size: 12986 }),
    row('libc6', { ...libc, size: 12989, arch: 'i386' }),
    row('nginx', {
      version: '1.22.1-9+deb12u1',
      revision: '9+deb12u1',
      size: 1371,
      arch: 'all',
      maintainer: 'Debian Nginx Maintainers <pkg-nginx-maintainers@alioth-lists.debian.net>',
      section: 'httpd',
    }),
  ]);
  t.same(warnings, []);
  const hidden = { columns: ['name', 'pid_with_namespace', 'mount_namespace_id'] };
  t.same(scanTable(debPackages, debian, { ...hidden, lookup: { name: ['nginx', 'vim', 'NGINX'] } }), [
    { name: 'nginx', pid_with_namespace: 0, mount_namespace_id: null },
  ]);
});

t.test('other databases', async (t) => {
  const status = (text: string) => ({
    var: { lib: { dpkg: { status: text } } },
    empty: {},
    other: { status: 'Package: o\nStatus: install ok installed\n' },
  });
  const host = new Host(t.testdir(status('Package: a\nStatus: install ok installed\n')));
  const scan = (lookup: ScanOptions['lookup'], warnings: string[] = []): unknown[] =>
    scanTable(debPackages, host, { lookup: lookup ?? {}, columns: ['name', 'admindir'], warnings }).map(Object.values);
  t.same(scan({}), [['a', '/var/lib/dpkg']]);
  t.same(
    scan({ admindir: ['/other', '/other/', '', '/nope'] }),
    [
      ['o', '/other'],
      ['o', '/other/'],
    ],
    'as the query spells it',
  );
  const warnings: string[] = [];
  t.same(scan({ admindir: ['/empty', '/var/lib/dpkg/status', '/nope'] }, warnings), []);
  t.same(warnings, ['no dpkg database in /empty', 'no dpkg database in /var/lib/dpkg/status']);
  const bare: string[] = [];
  t.same(scanTable(debPackages, new Host(t.testdir({})), { warnings: bare }), []);
  t.same(bare, [], 'a host without dpkg is nothing to speak of');
  const unreadable: string[] = [];
  t.same(
    scanTable(debPackages, new Host(t.testdir({ var: { lib: { dpkg: { status: {} } } } })), { warnings: unreadable }),
    [],
  );
  t.same(unreadable, ['cannot read /var/lib/dpkg/status: is a directory']);
  t.same(scanTable(debPackages, debian, { lookup: { pid_with_namespace: [640] } }), []);
});

t.test('odd stanzas', async (t) => {
  const scan = (text: string | Buffer): object[] =>
    scanTable(debPackages, new Host(t.testdir({ var: { lib: { dpkg: { status: text } } } })));
  t.same(
    scan(
      'Package: A-b\nStatus:  Install   OK installed\nArchitecture:\nPriority: Weird\nInstalled-Size: 010\nMaintainer: \n',
    ),
    [row('a-b', { arch: '<empty>', priority: 'Weird', size: 10 })],
  );
  t.same(scan('Package: a\nStatus: install ok installed\nInstalled-Size: many\n'), [
    row('a', { arch: '<empty>', priority: 'unknown' }),
  ]);
  t.same(
    scan(
      'Package: a\nStatus: install ok not-installed\n\nPackage: b\n\nStatus: install ok installed\n\nPackage: c\nStatus:\n',
    ),
    [],
  );
  const twice = 'Package: a\nStatus: install ok installed\nArchitecture: amd64\nPriority: extra\nVersion: ';
  t.match(scan(`${twice}1\n\n${twice}2\n`), [{ name: 'a', version: '2' }], 'the last one counts');
  const raw = Buffer.concat([
    Buffer.from('Package: a\nStatus: install ok installed\nMaintainer: M'),
    Buffer.from([0xfc]),
    Buffer.from('ller\n'),
  ]);
  t.match(scan(raw), [{ maintainer: 'M\udcfcller' }], 'bytes that are no UTF-8 survive');
});

t.test(
  'the same as dpkg-query(1)',
  { skip: spawnSync('dpkg-query', ['--version']).status !== 0 && 'no dpkg here' },
  async (t) => {
    const fields = [
      'Package',
      'Version',
      'Installed-Size',
      'Architecture',
      'Status',
      'Section',
      'Priority',
      'Maintainer',
    ];
    const format = `${fields.map((field) => `\${${field}}`).join('\\t')}\\n`;
    const theirs = execFileSync('dpkg-query', ['-W', '-f', format], { encoding: 'utf8', maxBuffer: 1 << 28 })
      .trim()
      .split('\n');
    const columns = ['name', 'version', 'size', 'arch', 'status', 'section', 'priority', 'maintainer'];
    const ours = scanTable(debPackages, live, { columns }).map((one) =>
      Object.values(one)
        .map((cell) => cell ?? '')
        .join('\t'),
    );
    t.same(ours.sort(), theirs.sort());
  },
);
