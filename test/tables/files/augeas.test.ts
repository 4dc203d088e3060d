import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Host, lensFor } from '../../../src/host/index.js';
import { augeas } from '../../../src/tables/files/augeas.js';
import { ask } from '../against.js';
import { glob, like } from '../patterns.js';
import { type ScannedRow, type ScanOptions, scanTable } from '../scan.js';

const FOLDER = 'test/tables/files/augeas';
const isRewriting = process.env['HOSTQL_TEST_REWRITE'] === '1';

/** As augtool(1) prints a tree. */
const printed = (rows: readonly ScannedRow[]): string =>
  rows.map(({ node, value }) => `${node}${value === null ? '' : ` = ${JSON.stringify(value)}`}\n`).join('');

for (const name of ['common', 'odd']) {
  t.test(`files of every kind: ${name}`, async (t) => {
    const warnings: string[] = [];
    const rows = scanTable(augeas, new Host(join(FOLDER, name)), { warnings });
    const text = printed(rows) + warnings.map((warning) => `warning: ${warning}\n`).join('');
    const path = join(FOLDER, `${name}.tree`);
    if (isRewriting) writeFileSync(path, text);
    t.equal(text, existsSync(path) ? readFileSync(path, 'utf8') : '');
    for (const { node, label, path: file } of rows) {
      t.ok(String(node).startsWith(`/files${String(file)}`), String(node));
      t.ok(label !== '');
    }
  });
}

/** Values of nodes as augtool(1) has them, by path. */
function augtoolTree(root: string): Map<string, string | null> {
  const tree = new Map<string, string | null>();
  const output = ask('augtool', '-r', root, 'print', '/files') ?? '';
  for (const [, node = '', value] of output.matchAll(/^(\/files.*?)(?: = "(.*)")?$/gm)) {
    const plain = value?.replace(/\\(.)/g, (_, letter: string) =>
      letter === 'n' ? '\n' : letter === 't' ? '\t' : letter,
    );
    tree.set(node, plain ?? null);
  }
  return tree;
}

const noAugtool = ask('augtool', '--version') === undefined && 'no augtool(1)';
for (const [what, root] of [
  ['sample files', join(FOLDER, 'common')],
  ['this machine', '/'],
] as const)
  t.test(`trees of ${what}, as augtool(1) has them`, { skip: noAugtool }, async (t) => {
    const theirs = augtoolTree(root);
    const rows = scanTable(augeas, new Host(root === '/' ? '' : root));
    const ours = new Map(rows.map(({ node, value }) => [String(node), value]));
    const isWithin = (node: string, file: string): boolean => node === file || node.startsWith(`${file}/`);
    // A file with a line that Augeas does not know is no file to it.
    const files = [...new Set(rows.map(({ path }) => `/files${path}`))].filter((file) => ours.has(`${file}`));
    const shared = files.filter((file) => theirs.has(file) && lensFor(file.slice('/files'.length)));
    if (root !== '/') t.equal(shared.length, files.filter((file) => lensFor(file.slice('/files'.length))).length);
    for (const file of shared) {
      const of = (tree: ReadonlyMap<string, unknown>) => [...tree].filter(([node]) => isWithin(node, file)).sort();
      t.same(of(ours), of(theirs), file);
    }
  });

t.test('keys give the rows that a filter would, and read no other file', async (t) => {
  const host = new Host(join(FOLDER, 'common'));
  const all = scanTable(augeas, host);
  const cost = (lookup: ScanOptions['lookup']): number => {
    const before = host.counters.filesOpened;
    scanTable(augeas, host, { lookup: lookup ?? {} });
    return host.counters.filesOpened - before;
  };
  const same = (lookup: ScanOptions['lookup'], filter: (row: ScannedRow) => boolean): void => {
    t.same(scanTable(augeas, host, { lookup: lookup ?? {} }), all.filter(filter), JSON.stringify(lookup));
  };
  const nodes = ['/files/etc', '/files/etc/hosts', '/files/etc/hosts/2/alias[1]', '/files/nothing', 'x', ''];
  for (const node of nodes) same({ node: [node] }, (row) => row.node === node);
  same({ node: nodes }, (row) => nodes.includes(String(row.node)));
  const paths = ['/etc', '/etc/hosts', '/etc/ssh', '/none', ''];
  for (const path of paths) same({ path: [path] }, (row) => row.path === path);
  same({ path: { patterns: [like('/ETC/SSH%')] } }, (row) => String(row.path).startsWith('/etc/ssh'));
  same({ path: { patterns: [glob('/etc/*.conf')] } }, (row) => /^\/etc\/.*\.conf$/s.test(String(row.path)));
  same({ node: { patterns: [like('%/alias[%')] } }, (row) => /\/alias\[/i.test(String(row.node)));
  same({ node: ['/files/etc/hosts/1'], path: ['/etc/passwd'] }, () => false);
  t.equal(cost({ path: ['/etc/hosts'] }), 1);
  t.equal(cost({ node: ['/files/etc/hosts/1/ipaddr'] }), 1);
  t.ok(cost({ node: { patterns: [like('/files/etc/ssh/%')] } }) <= 5);
});

t.test('which lens reads a file', async (t) => {
  const name = (path: string): string | undefined => lensFor(path)?.name;
  t.equal(name('/etc/hosts'), 'Hosts');
  t.equal(name('/etc/sudoers.d/web'), 'Sudoers');
  t.equal(name('/etc/postgresql/15/main/pg_hba.conf'), 'Pg_hba');
  for (const none of [
    '/etc/hosts~',
    '/etc/sudoers.d/.x',
    '/etc/sudoers.d/x.dpkg-old',
    '/etc/sysctl.d/README',
    '/etc/x',
  ])
    t.equal(name(none), undefined, none);
  t.equal(name('/etc/postgresql/15/main/x/pg_hba.conf'), undefined);
});

t.test('files that are not what they should be', async (t) => {
  const root = t.testdir({
    etc: {
      hosts: '127.0.0.1 \xff\n',
      passwd: t.fixture('symlink', 'passwd'),
      shadow: {},
      group: 'x'.repeat(2 * 1024 * 1024),
      'resolv.conf': t.fixture('symlink', '../etc/fstab'),
      'sysctl.d': { 'new\nline': 'a = 1\n', 'b[1]=,(x)': 'c=2\n' },
    },
  });
  writeFileSync(join(root, 'etc/hosts'), Buffer.from('127.0.0.1 caf\xe9\n', 'latin1'));
  execFileSync('mkfifo', [join(root, 'etc/fstab')]);
  const warnings: string[] = [];
  const rows = scanTable(augeas, new Host(root), { warnings });
  t.equal(
    printed(rows.filter(({ path }) => path !== '/etc' && path !== '/etc/sysctl.d')),
    [
      ...['/files/etc/hosts', '/files/etc/hosts/1', '/files/etc/hosts/1/ipaddr = "127.0.0.1"'],
      '/files/etc/hosts/1/canonical = "caf\\udce9"',
      '/files/etc/sysctl.d/b\\[1\\]\\=\\,\\(x\\)',
      ...['/files/etc/sysctl.d/b\\[1\\]\\=\\,\\(x\\)/c = "2"', '/files/etc/sysctl.d/new\\', 'line'],
      ...['/files/etc/sysctl.d/new\\', 'line/a = "1"', ''],
    ].join('\n'),
  );
  t.same(warnings, ['augeas: some files cannot be read, such as /etc/group: larger than 1048576 bytes']);
});
