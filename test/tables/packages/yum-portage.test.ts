import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { Host, PortageWorld, parseIni, parsePortageAtom } from '../../../src/host/index.js';
import { portageKeywords } from '../../../src/tables/packages/portage-keywords.js';
import { portagePackages } from '../../../src/tables/packages/portage-packages.js';
import { portageUse } from '../../../src/tables/packages/portage-use.js';
import { yumSources } from '../../../src/tables/packages/yum-sources.js';
import { scanColumn, scanTable } from '../scan.js';

const vm = new Host('test/hosts/vm-smbios');

t.test('INI files', async (t) => {
  const sections = (text: string) => parseIni(text).map(({ name, values }) => [name, Object.fromEntries(values)]);
  const cases: [text: string, sections: unknown[]][] = [
    ['[a]\nx=1\nY : 2\n# c\n; c\n', [['a', { x: '1', y: '2' }]]],
    ['[a]\nx=1\n  2\n\t3\n\n  4\n', [['a', { x: '1 2 3 4' }]]],
    ['x=1\n[a]\n', [['a', {}]]],
    [
      '[a]\nx=1\n[b]\nx=2\n[a]\ny=3\nx=4\n',
      [
        ['a', { x: '4', y: '3' }],
        ['b', { x: '2' }],
      ],
    ],
    ['[a]\r\nx=1\r\n', [['a', { x: '1' }]]],
    ['[a]\nno option\n = 1\nx=a=b\n', [['a', { x: 'a=b' }]]],
    ['[a]\n__proto__=1\n', [['a', JSON.parse('{"__proto__": "1"}')]]],
    ['', []],
  ];
  for (const [text, expected] of cases) t.same(sections(text), expected, JSON.stringify(text));
});

t.test('repositories in folders of their own', async (t) => {
  const root = t.testdir({
    etc: {
      'yum.conf': '[main]\nreposdir=/repos, /none\n',
      'yum.repos.d': { 'x.repo': '[x]\nname=not read\n' },
    },
    repos: { 'a.repo': '[a]\nname=A\n', 'b.repo': {}, 'c.txt': '[c]\nname=no\n' },
  });
  spawnSync('mkfifo', [join(root, 'repos/fifo.repo')]);
  const warnings: string[] = [];
  t.same(scanColumn(yumSources, new Host(root), 'name', { warnings }), ['A']);
  t.equal(warnings.length, 1);
});

t.test('atoms', async (t) => {
  const cases: [text: string, name: string, version: string | null, operator: string, slot: string | null][] = [
    ['app-editors/vim', 'app-editors/vim', null, '', null],
    ['>=app-editors/vim-9.0.2167-r1', 'app-editors/vim', '9.0.2167-r1', '>=', null],
    ['=dev-lang/python-3.12*', 'dev-lang/python', '3.12*', '=', null],
    ['~dev-lang/python-3.13.0_beta1:3.13::gentoo[ssl]', 'dev-lang/python', '3.13.0_beta1', '~', '3.13'],
    ['media-fonts/font-adobe-100dpi-1.0.4', 'media-fonts/font-adobe-100dpi', '1.0.4', '', null],
    ['media-fonts/font-adobe-100dpi', 'media-fonts/font-adobe-100dpi', null, '', null],
    ['x11-libs/gtk+-2.24.33-r3', 'x11-libs/gtk+', '2.24.33-r3', '', null],
    ['a/b-1.2b_rc3_p4', 'a/b', '1.2b_rc3_p4', '', null],
    ['a/b-r1', 'a/b-r1', null, '', null],
    ['', '', null, '', null],
  ];
  for (const [text, name, version, operator, slot] of cases)
    t.same(parsePortageAtom(text), { name, version, operator, slot }, text);
  const began = performance.now();
  parsePortageAtom(`a/b-${'1.'.repeat(100_000)}x`);
  parsePortageAtom(`a/b${'-1'.repeat(50_000)}x`);
  t.ok(performance.now() - began < 10_000, 'no time without bounds');
});

t.test('the world', async (t) => {
  const world = new PortageWorld('a/one\nb/two:3\n\n');
  t.ok(world.has('a/one', '5'));
  t.ok(world.has('b/two', '3/3.1'));
  t.notOk(world.has('b/two', '4'));
  t.notOk(world.has('b/two', null));
});

t.test('packages by name', async (t) => {
  const lookup = { package: ['dev-lang/python', 'dev-lang', 'app-editors/vi'] };
  t.same(scanColumn(portagePackages, vm, 'version', { lookup }), ['3.11.8_p1']);
  t.equal(scanTable(portageUse, vm, { lookup }).length, 9);
});

t.test('rules that cannot be read', async (t) => {
  const root = t.testdir({
    etc: { portage: { 'package.mask': { a: 'x/y\n', 'b~': 'no/no\n', sub: { c: 'z/z-1\n' } } } },
  });
  spawnSync('mkfifo', [join(root, 'etc/portage/package.unmask')]);
  const warnings: string[] = [];
  t.same(scanColumn(portageKeywords, new Host(root), 'package', { warnings }), ['x/y', 'z/z']);
  t.equal(warnings.length, 1);
});
