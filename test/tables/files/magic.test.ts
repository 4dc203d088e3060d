import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { Host, MAGIC_BYTES, readMagicBytes } from '../../../src/host/index.js';
import { magic } from '../../../src/tables/files/magic.js';
import { ask } from '../against.js';
import { scanTableAsync } from '../scan.js';

const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000010000000200806000000', 'hex');
const SOURCE = '0\tstring\tHELLO\ta greeting\n!:mime\tapplication/x-greeting\n';

/** A machine with a file of each kind; the paths in it. */
function machine(test: Pick<typeof t, 'testdir'>): Host {
  const root = test.testdir({
    text: 'some words\n',
    greeting: 'HELLO you\n',
    empty: '',
    sticky: {},
    'greetings.magic': SOURCE,
    json: '{"a": [1, 2]}\n',
    'compiled.mgc': '',
    'broken.magic': 'x'.repeat(100),
    nonsense: '',
  });
  fs.writeFileSync(path.join(root, 'image'), PNG);
  fs.writeFileSync(path.join(root, 'archive'), gzipSync('x'.repeat(1000)));
  fs.writeFileSync(path.join(root, 'latin1'), Buffer.from('caf\xe9 au lait\n', 'latin1'));
  fs.writeFileSync(path.join(root, 'compiled.mgc'), Buffer.from('1c041ef112000000', 'hex'));
  fs.symlinkSync('text', path.join(root, 'link'));
  fs.symlinkSync('/nowhere', path.join(root, 'dangling'));
  fs.chmodSync(path.join(root, 'sticky'), 0o1755);
  fs.chmodSync(path.join(root, 'empty'), 0o4755);
  return new Host(root);
}

t.test('kinds of files', async (t) => {
  const host = machine(t);
  const names = ['text', 'image', 'archive', 'latin1', 'json', 'empty', 'sticky', 'link', 'dangling', 'none'];
  const rows = await scanTableAsync(magic, host, { lookup: { path: ['', ...names.map((name) => `/${name}`)] } });
  t.same(rows.map(Object.values), [
    ['/text', null, 'ASCII text', 'text/plain', 'us-ascii'],
    ['/image', null, 'PNG image data, 16 x 32, 8-bit/color RGBA, non-interlaced', 'image/png', 'binary'],
    ['/archive', null, 'gzip compressed data, from Unix, original size modulo 2^32 1000', 'application/gzip', 'binary'],
    ['/latin1', null, 'ISO-8859 text', 'text/plain', 'iso-8859-1'],
    ['/json', null, 'JSON text data', 'application/json', 'us-ascii'],
    ['/empty', null, 'setuid, empty', 'inode/x-empty', 'binary'],
    ['/sticky', null, 'sticky, directory', 'inode/directory', 'binary'],
    ['/link', null, 'symbolic link to text', 'inode/symlink', 'binary'],
    ['/dangling', null, 'broken symbolic link to /nowhere', 'inode/symlink', 'binary'],
    ['/none', null, "cannot open `/none' (No such file or directory)", null, null],
  ]);
});

t.test('files that a pattern finds', async (t) => {
  const like = { op: 'like', text: '/g%', prefix: '/g', matches: (path: string) => path.startsWith('/g') } as const;
  const rows = await scanTableAsync(magic, machine(t), {
    lookup: { path: { patterns: [like] } },
    columns: ['path', 'data'],
  });
  t.same(rows.map(Object.values), [
    ['/greeting', 'ASCII text'],
    ['/greetings.magic', 'ASCII text'],
  ]);
});

t.test('databases of one’s own', async (t) => {
  const host = machine(t);
  const warnings: string[] = [];
  const databases = ['/greetings.magic', ':/greetings.magic:/text', '/compiled.mgc', '/broken.magic', '/none'];
  const rows = await scanTableAsync(magic, host, {
    lookup: { path: ['/greeting', '/image'], magic_db_files: databases },
    warnings,
  });
  t.same(rows.slice(0, 2).map(Object.values), [
    ['/greeting', '/greetings.magic', 'a greeting', 'application/x-greeting', 'us-ascii'],
    ['/image', '/greetings.magic', 'data', 'application/octet-stream', 'binary'],
  ]);
  t.match(warnings.join('\n'), /cannot read \/compiled\.mgc: a compiled database/);
  t.match(warnings.join('\n'), /cannot read \/broken\.magic: no database of libmagic/);
  t.match(warnings.join('\n'), /cannot read \/none: no such file/);
});

t.test('what cannot be read, and what is large', async (t) => {
  const root = t.testdir({ secret: 'x', '.host.json': '{ "refused": ["/secret"] }' });
  fs.writeFileSync(path.join(root, 'large'), 'words '.repeat(1_000_000));
  spawnSync('mkfifo', [path.join(root, 'fifo')]);
  const host = new Host(root);
  const warnings: string[] = [];
  const lookup = { path: ['/secret', '/large', '/fifo'] };
  const rows = await scanTableAsync(magic, host, { lookup, columns: ['data'], warnings });
  t.same(rows.slice(0, 2).map(Object.values), [
    [null],
    ['ASCII text, with very long lines (65536), with no line terminators'],
  ]);
  if (fs.existsSync(path.join(root, 'fifo'))) t.same(rows[2], { data: 'fifo (named pipe)' });
  t.same(warnings, ['some files cannot be read, and have no kind, such as /secret: permission denied']);
  t.equal(readMagicBytes(host, '/large').length, MAGIC_BYTES);
});

t.test('as file(1) has it', { skip: !ask('file', '--version') && 'no file(1)' }, async (t) => {
  const { root } = machine(t);
  const paths = ['text', 'image', 'latin1', 'json', 'empty', 'sticky', 'link'].map((name) => `${root}/${name}`);
  paths.push('/dev/null', '/', '/etc/passwd');
  const rows = await scanTableAsync(magic, new Host(), { lookup: { path: paths } });
  for (const row of rows) {
    const name = String(row.path);
    t.equal(row.data, ask('file', '-b', name)?.trimEnd(), name);
    t.equal(row.mime_type, ask('file', '-b', '--mime-type', name)?.trimEnd(), name);
    t.equal(row.mime_encoding, ask('file', '-b', '--mime-encoding', name)?.trimEnd(), name);
  }
});
