import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import t, { type Test } from 'tap';
import { type ScanRequest, sharedSources } from '../../../src/catalog/index.js';
import { Gone } from '../../../src/core/index.js';
import { Host, READ_MAX_BYTES } from '../../../src/host/index.js';
import { file } from '../../../src/tables/files/file.js';
import type { FileEntry } from '../../../src/tables/files/file-entry.js';
import { hash } from '../../../src/tables/files/hash.js';
import { anyOf, glob, like } from '../patterns.js';
import { type ScanOptions, scanColumn, scanTable } from '../scan.js';
import { sibling } from '../sibling.js';

const host = new Host();
const isRoot = process.getuid?.() === 0;

/** A folder of the test's own, that its rows' paths start with. */
function folder(t: Test): string {
  const made = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'hostql-files-'));
  t.teardown(() => execFileSync('rm', ['-rf', made])); // fs.rm gives up on deep trees
  return made;
}

const paths = (lookup: ScanOptions['lookup'], table = file): unknown[] =>
  scanColumn(table, host, 'path', { lookup: lookup ?? {} });

/** Text that stands for these bytes, as names do. */
const named = (text: string): string =>
  text.replace(/[\x80-\xff]/g, (char) => String.fromCharCode(0xdc00 + char.charCodeAt(0)));

/** A scan to be taken step by step. */
function scanning(lookup: ScanRequest['lookup'], on = host, checkpoint = (): void => {}): Iterator<FileEntry> {
  const request = {
    host: on,
    lookup,
    columns: new Set<string>(),
    signal: new AbortController().signal,
    checkpoint,
    shared: sharedSources(),
    warn: () => {},
  };
  return (file.scan(request) as Iterable<FileEntry>)[Symbol.iterator](); // file's subjects, erased in its spec
}

t.test('the same as stat(1)', async (t) => {
  const dir = folder(t);
  fs.writeFileSync(`${dir}/plain`, 'x'.repeat(5000), { mode: 0o640 });
  fs.chmodSync(`${dir}/plain`, 0o6755);
  fs.linkSync(`${dir}/plain`, `${dir}/second`);
  fs.mkdirSync(`${dir}/sticky`);
  fs.chmodSync(`${dir}/sticky`, 0o1777);
  fs.symlinkSync('plain', `${dir}/link`);
  execFileSync('mkfifo', [`${dir}/fifo`]);
  fs.writeFileSync(`${dir}/old`, '');
  fs.utimesSync(`${dir}/old`, -1.5, -86_400);
  const asked = [
    ...['plain', 'second', 'sticky', 'link', 'fifo', 'old'].map((name) => `${dir}/${name}`),
    '/dev/null',
    '/',
    '/proc/self/status',
  ];
  const columns = [
    'path',
    'inode',
    'uid',
    'gid',
    'mode',
    'size',
    'block_size',
    'atime',
    'mtime',
    'ctime',
    'hard_links',
  ];
  const ours = asked.map((one) =>
    Object.values(scanTable(file, host, { lookup: { path: [one] }, columns })[0] ?? {}).join(' '),
  );
  const theirs = asked.map((one) => {
    const [mode = '', ...rest] = execFileSync('stat', ['-L', '-c', '%a %i %u %g %s %o %X %Y %Z %h', one], {
      encoding: 'utf8',
    })
      .trim()
      .split(' ');
    return [one, ...rest.slice(0, 3), mode.padStart(4, '0'), ...rest.slice(3)].join(' ');
  });
  t.same(ours.slice(0, -1), theirs.slice(0, -1));
  t.ok(ours.at(-1)?.startsWith('/proc/self/status '), 'another process has another one');
  const types = scanTable(file, host, { lookup: { path: asked }, columns: ['type', 'symlink'] });
  t.same(
    types.map(({ type, symlink }) => `${type}${symlink ? ' link' : ''}`),
    ['regular', 'regular', 'directory', 'regular link', 'fifo', 'regular', 'character', 'directory', 'regular'],
  );
  const [born] = scanColumn(file, host, 'btime', { lookup: { path: [`${dir}/plain`] } });
  const theirBirth = Number(execFileSync('stat', ['-c', '%W', `${dir}/plain`], { encoding: 'utf8' }));
  t.equal(born, theirBirth === 0 ? null : theirBirth, 'time of birth');
  const [device] = scanColumn(file, host, 'device', { lookup: { path: ['/dev/null'] } });
  t.equal(device, Number(fs.statSync('/dev/null').rdev));
});

t.test('the same files as find(1)', async (t) => {
  // find(1) fails where a folder is closed to it, having found the rest.
  const found = (args: string[]): string[] =>
    spawnSync('find', [...args, '-print0'], { encoding: 'latin1', maxBuffer: 1 << 28 })
      .stdout.split('\0')
      .filter((one) => one !== '')
      .sort();
  const bytes = (text: unknown): string => Buffer.from(host.realPath(String(text))).toString('latin1');
  t.same(
    paths({ directory: ['/etc'] })
      .map(bytes)
      .sort(),
    found(['/etc', '-mindepth', '1', '-maxdepth', '1']),
  );
  const below = paths({ path: anyOf(like('/etc/%%')) }).map((one) => bytes(one).replace(/\/$/, ''));
  t.equal(new Set(below).size, below.length);
  const reached = new Set(below);
  const missing = found(['/etc', '-mindepth', '1']).filter((one) => !reached.has(one) && !one.startsWith('/etc/.'));
  t.same(missing, [], 'all that find finds, but for names with a dot in /etc itself');
});

t.test('odd names', async (t) => {
  const dir = folder(t);
  const odd = [
    'new\nline',
    'quo"te\'s',
    ' blank ',
    '-rf',
    '%',
    '_',
    '[a]',
    '{b}',
    'back\\slash',
    '*',
    'ü',
    '名',
    '\ud83d\ude00',
  ];
  const raw = Buffer.concat([Buffer.from(`${dir}/raw`), Buffer.from([0xff, 0xfe, 0x80])]);
  for (const name of odd) fs.writeFileSync(`${dir}/${name}`, name);
  fs.writeFileSync(raw, 'raw');
  const all = [...odd, named('raw\xff\xfe\x80')].map((name) => `${dir}/${name}`);
  t.same(new Set(paths({ directory: [dir] })), new Set(all), 'listed');
  t.same(new Set(paths({ path: anyOf(like(`${dir}/%`)) })), new Set(all), 'found');
  for (const one of all) {
    const size = Buffer.byteLength(one.includes('/raw') ? 'raw' : path.basename(one));
    t.same(scanColumn(file, host, 'size', { lookup: { path: [one] } }), [size], JSON.stringify(one));
    t.same(paths({ path: anyOf(like(one.replace(/[%_!]/g, '!$&'), '!')) }), [one], `escaped: ${JSON.stringify(one)}`);
    t.equal(scanColumn(hash, host, 'sha1', { lookup: { path: [one] } }).length, 1);
  }
  t.same(paths({ path: anyOf(glob(`${dir}/[[]a]`)) }), [`${dir}/[a]`]);
  t.same(paths({ path: anyOf(like(`${dir}/raw___`)) }), [all.at(-1)], 'a byte that is no UTF-8 is one character');
});

t.test('nothing is touched but what is asked for', async (t) => {
  class Noting extends Host {
    readonly asked: string[] = [];
    override lstat(one: string): ReturnType<Host['lstat']> {
      this.asked.push(`lstat ${one}`);
      return super.lstat(one);
    }
    override stat(one: string): ReturnType<Host['stat']> {
      this.asked.push(`stat ${one}`);
      return super.stat(one);
    }
  }
  const dir = folder(t);
  fs.writeFileSync(`${dir}/a`, '');
  fs.symlinkSync('a', `${dir}/b`);
  const scan = (name: string, columns: string[]): string[] => {
    const noting = new Noting();
    scanTable(file, noting, { lookup: { path: [`${dir}/${name}`] }, columns });
    t.equal(noting.counters.filesOpened, 0);
    t.equal(
      noting.counters.syscalls,
      noting.asked.length + (columns.includes('symlink_target_path') && name === 'b' ? 1 : 0),
    );
    return noting.asked;
  };
  t.same(scan('a', ['path']), [`lstat ${dir}/a`]);
  t.same(scan('a', ['path', 'type', 'size', 'mode', 'symlink', 'symlink_target_path']), [`lstat ${dir}/a`]);
  t.same(scan('b', ['path', 'symlink', 'symlink_target_path']), [`lstat ${dir}/b`]);
  t.same(scan('b', ['path', 'type', 'size', 'mode']), [`lstat ${dir}/b`, `stat ${dir}/b`]);
  t.same(scan('c', ['path', 'type']), [`lstat ${dir}/c`]);
});

t.test('who stops early has read little', async (t) => {
  const dir = folder(t);
  for (let i = 0; i < 5000; i++) fs.closeSync(fs.openSync(`${dir}/${i}`, 'w'));
  const early = new Host();
  const rows = scanTable(file, early, { lookup: { directory: [dir] }, columns: ['path', 'size'], limit: 5 });
  t.equal(rows.length, 5);
  t.ok(early.counters.syscalls < 12, `${early.counters.syscalls} calls`);
  const digests = new Host();
  scanTable(hash, digests, { lookup: { directory: [dir] }, columns: ['md5'], limit: 5 });
  t.equal(digests.counters.filesOpened, 6, 'the folder and five files');
  const walk = new Host();
  scanTable(file, walk, { lookup: { path: anyOf(like(`${dir}/%%`)) }, columns: ['path', 'size'], limit: 5 });
  t.ok(walk.counters.syscalls < 40, `${walk.counters.syscalls} calls`);
  t.equal(paths({ directory: [dir] }).length, 5000);
});

t.test('loops of links end', async (t) => {
  const dir = folder(t);
  fs.mkdirSync(`${dir}/1/2/3`, { recursive: true });
  fs.symlinkSync('..', `${dir}/1/2/up`);
  fs.symlinkSync(dir, `${dir}/1/2/3/top`);
  fs.symlinkSync('.', `${dir}/self`);
  fs.symlinkSync('b', `${dir}/a`);
  fs.symlinkSync('a', `${dir}/b`);
  fs.writeFileSync(`${dir}/1/2/3/file`, '');
  t.same(
    paths({ path: anyOf(like(`${dir}/%%`)) }),
    ['1/', '1/2/', '1/2/3/', '1/2/3/file', '1/2/3/top/', '1/2/up/', 'a', 'b', 'self/'].map((one) => `${dir}/${one}`),
  );
  t.same(scanColumn(file, host, 'type', { lookup: { path: [`${dir}/a`] } }), ['error']);
  t.same(paths({ path: [`${dir}/a`] }, hash), []);
  t.same(paths({ path: anyOf(like(`${dir}/%%`)) }, hash), [`${dir}/1/2/3/file`]);
});

t.test('a folder is shown by its own path rather than behind a link', async (t) => {
  const dir = folder(t);
  fs.mkdirSync(`${dir}/real`);
  fs.writeFileSync(`${dir}/real/file`, '');
  fs.symlinkSync('real', `${dir}/a-link`);
  t.same(
    paths({ path: anyOf(like(`${dir}/%%`)) }),
    ['a-link/', 'real/', 'real/file'].map((one) => `${dir}/${one}`),
  );
});

t.test('in byte order', async (t) => {
  const dir = folder(t);
  for (const name of ['b', 'b/x', 'b-', 'b.c', 'b0', 'B', 'é', '\ud83d\ude00', '\uffee']) {
    if (name === 'b') fs.mkdirSync(`${dir}/b`);
    else fs.writeFileSync(`${dir}/${name}`, '');
  }
  const found = paths({ path: anyOf(like(`${dir}/%%`)) }).map(String);
  t.same(
    found,
    [...found].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
  t.equal(found.length, 9);
});

t.test('what is no file is told, never opened', async (t) => {
  const dir = folder(t);
  execFileSync('mkfifo', [`${dir}/fifo`]);
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(`${dir}/socket`, resolve));
  t.teardown(() => server.close());
  t.same(
    scanTable(file, host, { lookup: { directory: [dir] }, columns: ['filename', 'type'] }).sort((a, b) =>
      String(a['filename']).localeCompare(String(b['filename'])),
    ),
    [
      { filename: 'fifo', type: 'fifo' },
      { filename: 'socket', type: 'socket' },
    ],
  );
  for (const lookup of [
    { directory: [dir] },
    { path: [`${dir}/fifo`, `${dir}/socket`, '/dev/zero'] },
    { path: anyOf(like(`${dir}/%%`)) },
  ])
    t.same(paths(lookup, hash), []);
});

t.test('files that vanish while they are walked', async (t) => {
  const dir = folder(t);
  for (const name of ['a', 'b', 'c', 'd']) fs.mkdirSync(`${dir}/${name}`);
  for (const name of ['a/1', 'b/2', 'b/3', 'c/4', 'd/5']) fs.writeFileSync(`${dir}/${name}`, name);
  const scan = scanning({ path: anyOf(like(`${dir}/%%`)) as never });
  const next = (): FileEntry => scan.next().value as FileEntry; // never at the end here
  t.equal(next().path, `${dir}/a/`);
  t.equal(next().path, `${dir}/a/1`);
  t.equal(next().path, `${dir}/b/`);
  t.equal(next().path, `${dir}/b/2`);
  fs.rmSync(`${dir}/b/3`);
  fs.rmSync(`${dir}/c`, { recursive: true });
  const gone = next();
  t.equal(gone.path, `${dir}/b/3`, 'it was there');
  t.throws(() => gone.type, Gone, 'and its row is dropped when more is asked');
  t.equal(next().path, `${dir}/c/`);
  t.equal(next().path, `${dir}/d/`, 'what was below is not missed');
  fs.rmSync(dir, { recursive: true });
  t.ok(scan.next().done);
});

t.test('deep trees', async (t) => {
  const dir = folder(t);
  const deep = `${dir}/${'d/'.repeat(1900)}`;
  fs.mkdirSync(deep, { recursive: true });
  fs.writeFileSync(`${deep}bottom`, '');
  const found = paths({ path: anyOf(like(`${dir}/%%`)) });
  t.equal(found.length, 1901);
  t.equal(found.at(-1), `${deep}bottom`);
});

t.test('trees deeper than a path can be', async (t) => {
  const dir = folder(t);
  const dig = `for (let i = 0; i < 25; i++) { fs.mkdirSync('n'.repeat(200)); process.chdir('n'.repeat(200)); }`;
  execFileSync(process.execPath, ['-e', dig], { cwd: dir });
  const warnings: string[] = [];
  const found = scanColumn(file, host, 'path', { lookup: { path: anyOf(like(`${dir}/%%`)) }, warnings });
  t.ok(found.length >= 18 && found.length <= 21, `${found.length} levels`);
  t.same(warnings, ['cannot read paths longer than 4,095 bytes']);
});

t.test('a walk can be cancelled', async (t) => {
  const dir = folder(t);
  for (let i = 0; i < 20; i++) fs.mkdirSync(`${dir}/${i}`);
  let left = 10;
  const scan = scanning({ path: anyOf(like(`${dir}/%%`)) as never }, host, () => {
    if (left-- === 0) throw new Error('enough');
  });
  t.throws(() => {
    for (let next = scan.next(); !next.done; next = scan.next());
  }, /enough/);
});

t.test('the same digests as the tools', async (t) => {
  const dir = folder(t);
  fs.writeFileSync(`${dir}/small`, 'Lorem ipsum dolor sit amet, consectetur adipiscing elit.');
  fs.writeFileSync(`${dir}/large`, Buffer.alloc(3 * 1024 * 1024 + 17, 'abc'));
  fs.writeFileSync(`${dir}/new\nline`, 'x');
  t.same(scanTable(hash, host, { lookup: { path: [`${dir}/small`] } }), [
    {
      path: `${dir}/small`,
      directory: dir,
      md5: '35899082e51edf667f14477ac000cbba',
      sha1: 'e7505beb754bed863e3885f73e3bb6866bdd7f8c',
      sha256: 'a58dd8680234c1f8cc2ef2b325a43733605a7f16f288e072de8eae81fd8d6433',
    },
  ]);
  for (const name of ['md5', 'sha1', 'sha256']) {
    const files = ['/bin/sh', '/etc/passwd', `${dir}/large`];
    const theirs = execFileSync(`${name}sum`, files, { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    t.same(scanColumn(hash, host, name, { lookup: { path: files } }), theirs, name);
  }
  t.same(scanColumn(hash, host, 'sha1', { lookup: { path: [`${dir}/new\nline`] } }), [
    createHash('sha1').update('x').digest('hex'),
  ]);
});

t.test('files too large are not read', async (t) => {
  const dir = folder(t);
  fs.writeFileSync(`${dir}/a`, '');
  fs.truncateSync(`${dir}/a`, READ_MAX_BYTES + 1);
  fs.writeFileSync(`${dir}/b`, '');
  fs.truncateSync(`${dir}/b`, 10 * 1024 ** 3);
  const counting = new Host();
  const warnings: string[] = [];
  t.same(
    scanTable(hash, counting, {
      lookup: { path: [`${dir}/a`, `${dir}/b`] },
      columns: ['path', 'md5', 'sha256'],
      warnings,
    }),
    [
      { path: `${dir}/a`, md5: null, sha256: null },
      { path: `${dir}/b`, md5: null, sha256: null },
    ],
  );
  t.same(warnings, ['files larger than 52428800 bytes are not hashed']);
  t.equal(counting.counters.bytesRead, 0);
});

t.test('hashing can be cancelled between pieces of a file', async (t) => {
  const dir = folder(t);
  fs.writeFileSync(`${dir}/a`, '');
  fs.truncateSync(`${dir}/a`, 20 * 1024 ** 2);
  const abort = new AbortController();
  const counting = new Host();
  const forEachChunk = counting.forEachChunk.bind(counting);
  counting.forEachChunk = (one, onChunk, options) =>
    forEachChunk(
      one,
      (chunk) => {
        abort.abort();
        return onChunk(chunk);
      },
      options,
    );
  t.throws(
    () => scanTable(hash, counting, { lookup: { path: [`${dir}/a`] }, columns: ['md5'], signal: abort.signal }),
    { name: 'AbortError' },
  );
  t.ok(counting.counters.bytesRead <= 256 * 1024);
});

t.test('as a user without rights', { skip: !isRoot && 'needs root to become somebody else' }, async (t) => {
  const dir = folder(t);
  fs.chmodSync(dir, 0o755);
  fs.writeFileSync(`${dir}/open`, 'x', { mode: 0o644 });
  fs.writeFileSync(`${dir}/secret`, 'y', { mode: 0o600 });
  for (const name of ['closed', 'searchable', 'readable']) fs.mkdirSync(`${dir}/${name}`);
  fs.writeFileSync(`${dir}/closed/inside`, '');
  fs.writeFileSync(`${dir}/searchable/known_name`, '');
  fs.writeFileSync(`${dir}/readable/name`, '');
  fs.symlinkSync('closed/inside', `${dir}/link-into-closed`);
  for (const [name, mode] of [
    ['closed', 0o700],
    ['searchable', 0o711],
    ['readable', 0o744],
  ] as const)
    fs.chmodSync(`${dir}/${name}`, mode);
  const child = spawnSync(
    process.execPath,
    [...process.execArgv, sibling('./scan-files-as', import.meta.url), '65534', dir],
    {
      encoding: 'utf8',
    },
  );
  t.equal(child.status, 0, child.stderr);
  const { seen, warnings } = JSON.parse(child.stdout) as {
    seen: Record<string, unknown[][]>;
    warnings: Record<string, string[]>;
  }; // what it prints
  const sha256 = createHash('sha256').update('x').digest('hex');
  t.same(
    seen['digests']?.sort(),
    [
      [`${dir}/open`, sha256],
      [`${dir}/secret`, null],
    ].sort(),
  );
  t.same(warnings['digests'], ['some files cannot be read, and are not hashed: permission denied']);
  t.same(seen['named'], [[`${dir}/closed`, '0700']]);
  t.same(warnings['named'], [`cannot read ${dir}/closed/inside: permission denied`]);
  t.same(seen['searchable'], []);
  t.same(warnings['searchable'], [`cannot read ${dir}/searchable: permission denied`]);
  t.same(seen['literal'], [[`${dir}/searchable/known_name`]], 'who knows the name finds it');
  t.same(
    seen['deep']?.flat().sort(),
    ['closed/', 'link-into-closed', 'open', 'readable/', 'readable/name', 'searchable/', 'secret']
      .map((one) => `${dir}/${one}`)
      .sort(),
  );
  t.equal(warnings['deep']?.length, 1, 'one word on all that is closed');
  t.same(seen['listed'], [[`${dir}/readable/name`, null, null]], 'the name is known, no more');
  t.same(seen['link'], [['error', 1, 'closed/inside']]);
});

const canUnshare = spawnSync('unshare', ['--mount', 'true']).status === 0;

t.test("files of another process's mounts", { skip: !canUnshare && 'may not make namespaces' }, async (t) => {
  const dir = folder(t);
  const script = `mount -t tmpfs none ${dir} && echo inside > ${dir}/file && ln -s file ${dir}/link && echo ready && read line`;
  const child = spawn('unshare', ['--mount', 'sh', '-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`unshare ended with ${code}`)));
  });
  const pid = child.pid ?? 0;
  const id = /\d+/.exec(fs.readlinkSync(`/proc/${pid}/ns/mnt`))?.[0];
  const columns = ['path', 'type', 'size', 'pid_with_namespace', 'mount_namespace_id'];
  const rows = (lookup: ScanOptions['lookup']): unknown[][] =>
    scanTable(file, host, { lookup: { ...lookup, pid_with_namespace: [pid] }, columns }).map(Object.values);
  const inside = [`${dir}/file`, 'regular', 7, pid, id];
  t.same(rows({ path: [`${dir}/file`] }), [inside]);
  t.same(rows({ path: anyOf(like(`${dir}/f%`)) }), [inside]);
  t.equal(rows({ directory: [dir] }).length, 2);
  t.same(paths({ directory: [dir] }), [], 'they are not ours');
  const digest = createHash('md5').update('inside\n').digest('hex');
  t.same(scanColumn(hash, host, 'md5', { lookup: { path: [`${dir}/link`], pid_with_namespace: [pid] } }), [digest]);
});
