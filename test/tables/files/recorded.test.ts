import t from 'tap';
import { Host } from '../../../src/host/index.js';
import { file } from '../../../src/tables/files/file.js';
import { hash } from '../../../src/tables/files/hash.js';
import { anyOf, glob, like } from '../patterns.js';
import { type ScanOptions, scanColumn, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');

const paths = (lookup: ScanOptions['lookup'], table = file): unknown[] =>
  scanColumn(table, debian, 'path', { lookup: lookup ?? {} });
const rows = (lookup: ScanOptions['lookup'], ...columns: string[]): unknown[][] =>
  scanTable(file, debian, { lookup: lookup ?? {}, columns }).map((row) => Object.values(row));

t.test('all columns of a file', async (t) => {
  t.same(
    scanTable(file, debian, {
      lookup: { path: ['/srv/www/index.html'] },
      columns: file.columns.map(({ name }) => name),
    }),
    [
      {
        path: '/srv/www/index.html',
        directory: '/srv/www',
        filename: 'index.html',
        inode: 9007199254740993n,
        uid: 33,
        gid: 33,
        mode: '4755',
        device: 0,
        size: 14,
        block_size: 4096,
        atime: 1709251300,
        mtime: -2,
        ctime: 1709251200,
        btime: 1700000000,
        hard_links: 2,
        symlink: 0,
        type: 'regular',
        symlink_target_path: null,
        attributes: null,
        volume_serial: null,
        file_id: null,
        file_version: null,
        product_version: null,
        original_filename: null,
        shortcut_target_path: null,
        shortcut_target_type: null,
        shortcut_target_location: null,
        shortcut_start_in: null,
        shortcut_run: null,
        shortcut_comment: null,
        bsd_flags: null,
        pid_with_namespace: 0,
        mount_namespace_id: null,
        max_depth: null,
        one_file_system: 0,
      },
    ],
  );
});

t.test('links are followed, and told', async (t) => {
  const columns = ['path', 'symlink', 'type', 'mode', 'size', 'symlink_target_path'];
  t.same(
    rows(
      {
        path: [
          '/srv/www/home.html',
          '/srv/www/current',
          '/srv/www/current/',
          '/srv/www/gone',
          '/srv/www/loop',
          '/dev/vda1',
        ],
      },
      ...columns,
    ),
    [
      ['/srv/www/home.html', 1, 'regular', '4755', 14, 'index.html'],
      ['/srv/www/current', 1, 'directory', '0755', 4096, 'assets'],
      ['/srv/www/current/', 1, 'directory', '0755', 4096, 'assets'],
      ['/srv/www/gone', 1, 'unknown', '0777', 7, 'nowhere'],
      ['/srv/www/loop', 1, 'error', '0777', 4, 'loop'],
      ['/dev/vda1', 0, 'block', '0660', 0, null],
    ],
  );
  t.same(rows({ path: ['/dev/vda1'] }, 'device'), [[64769]]);
});

t.test('paths as they are written', async (t) => {
  t.same(
    rows(
      { path: ['', '/', '/srv/', '/srv/www/../www', '/srv/www/index.html/', '/nope', '/srv/www/gone/', '/srv/\0'] },
      'path',
      'directory',
      'filename',
    ),
    [
      ['/', '', '/'],
      ['/srv/', '/srv', '.'],
      ['/srv/www/../www', '/srv/www/..', 'www'],
    ],
  );
});

const WWW = ['.htpasswd', 'assets', 'current', 'empty', 'gone', 'home.html', 'index.html', 'loop', 'private'];

t.test('folders', async (t) => {
  t.same(
    paths({ directory: ['/srv/www'] }),
    WWW.map((name) => `/srv/www/${name}`),
    'all entries, those with a dot too',
  );
  t.same(
    rows({ directory: ['/srv/www/assets/'] }, 'path', 'directory', 'filename'),
    ['.cache', 'app.js', 'up'].map((name) => [`/srv/www/assets/${name}`, '/srv/www/assets/', name]),
    'as the query spells it',
  );
  t.same(paths({ directory: ['', '/nope', '/srv/www/index.html', '/srv/www/gone', '/srv/www/loop'] }), []);
  t.same(
    rows({ directory: ['/srv/www/current'] }, 'path'),
    [['/srv/www/current/.cache'], ['/srv/www/current/app.js'], ['/srv/www/current/up']],
    'through a link',
  );
});

t.test('patterns of paths', async (t) => {
  const cases: [pattern: ReturnType<typeof like>, found: string[]][] = [
    [like('/srv/www/%'), ['assets/', 'current/', 'empty', 'gone', 'home.html', 'index.html', 'loop', 'private/']],
    [like('/srv/www/.%'), ['.htpasswd']],
    [like('/srv/www/%.html'), ['home.html', 'index.html']],
    [like('/SRV/WWW/%.HTML'), ['home.html', 'index.html']],
    [like('/srv/www/INDEX.html'), ['index.html']],
    [like('/srv/www/_mpty'), ['empty']],
    [like('/srv/www/_htpasswd'), []],
    [like('/srv/www/%/'), ['assets/', 'current/', 'private/']],
    [like('/srv/www/a%s'), ['assets']],
    [like('/srv/www/assets'), ['assets']],
    [like('/srv/www/assets/'), ['assets/']],
    [like('/srv/%/app.js'), []],
    [like('/srv/%/%/app.js'), ['assets/app.js', 'current/app.js']],
    [
      like('/srv/www/%%'),
      [
        'assets/',
        'assets/.cache/',
        'assets/.cache/x',
        'assets/app.js',
        'assets/up/',
        'current/',
        'empty',
        'gone',
        'home.html',
        'index.html',
        'loop',
        'private/',
      ],
    ],
    [like('/srv/www/a%%'), ['assets/', 'assets/.cache/', 'assets/.cache/x', 'assets/app.js', 'assets/up/']],
    [glob('/srv/www/*.html'), ['home.html', 'index.html']],
    [glob('/srv/www/[hi]*.htm?'), ['home.html', 'index.html']],
    [glob('/srv/www/*.HTML'), []],
    [glob('/SRV/www/*'), []],
    [glob('/srv/www/c**'), ['current/', 'current/.cache/', 'current/.cache/x', 'current/app.js', 'current/up/']],
    [like('/nope/%%'), []],
    [like('/srv/www/index.html/%'), []],
  ];
  for (const [pattern, found] of cases) {
    const all = paths({ path: anyOf(pattern) });
    t.same(
      all,
      found.map((name) => `/srv/www/${name}`),
      `${pattern.op} ${pattern.text}`,
    );
    t.ok(
      all.every((path) => pattern.matches(String(path))),
      `${pattern.text} matches what it finds`,
    );
  }
  t.same(paths({ path: anyOf(like('/')) }), ['/']);
  t.ok(paths({ path: anyOf(like('/%')) }).includes('/srv/'));
});

t.test('what lies behind links comes last, and once', async (t) => {
  // Both links lead up: everything was seen by then.
  t.same(
    paths({ path: anyOf(like('/srv/%%')) }).filter((path) => String(path).includes('/up/')),
    ['/srv/www/assets/up/'],
  );
  // Here `up` leads out of what was walked, and to more.
  const below = paths({ path: anyOf(like('/srv/www/assets/%%')) });
  t.same(below.slice(0, 2), ['/srv/www/assets/app.js', '/srv/www/assets/up/']);
  t.ok(below.includes('/srv/www/assets/up/index.html'));
  t.equal(below.length, new Set(below).size);
});

t.test('each path once, whatever finds it', async (t) => {
  const both = paths({
    path: anyOf(like('/srv/www/%.html'), like('/srv/www/i%'), like('/srv/www/index%'), like('/etc/hosts')),
  });
  t.same(both, ['/srv/www/home.html', '/srv/www/index.html', '/etc/hosts']);
});

t.test('both keys hold', async (t) => {
  const columns = ['path', 'directory'];
  t.same(rows({ path: ['/etc/hosts', '/srv/www/empty'], directory: ['/etc'] }, ...columns), [['/etc/hosts', '/etc']]);
  t.same(rows({ path: ['/etc/hosts'], directory: ['/etc', '/etc/'] }, ...columns), [
    ['/etc/hosts', '/etc'],
    ['/etc/hosts', '/etc/'],
  ]);
  t.same(rows({ path: ['/etc/hosts'], directory: anyOf(like('/etc')) }, ...columns), [['/etc/hosts', '/etc']]);
  t.same(rows({ path: ['/etc/hosts'], directory: anyOf(like('/srv%')) }, ...columns), []);
  t.same(rows({ path: ['/etc/'], directory: ['/etc'] }, ...columns), [['/etc/', '/etc']]);
  t.same(rows({ path: anyOf(like('%.html')), directory: ['/srv/www'] }, ...columns), [
    ['/srv/www/home.html', '/srv/www'],
    ['/srv/www/index.html', '/srv/www'],
  ]);
  t.same(rows({ path: anyOf(like('%.js')), directory: anyOf(like('/srv/www/%')) }, ...columns), [
    ['/srv/www/assets/app.js', '/srv/www/assets'],
    ['/srv/www/current/app.js', '/srv/www/current'],
  ]);
});

t.test('patterns of directories', async (t) => {
  const columns = ['directory', 'filename'];
  const assets = (directory: string) => ['.cache', 'app.js', 'up'].map((name) => [directory, name]);
  t.same(rows({ directory: anyOf(like('/srv/www/assets')) }, ...columns), assets('/srv/www/assets'));
  t.same(rows({ directory: anyOf(like('/srv/www/assets/')) }, ...columns), assets('/srv/www/assets/'));
  t.same(rows({ directory: anyOf(like('/srv/www/a%')) }, ...columns), assets('/srv/www/assets'));
  t.same(
    rows({ directory: anyOf(like('/srv/www/a%'), like('/SRV/www/%s')) }, ...columns),
    assets('/srv/www/assets'),
    'once',
  );
  t.same(rows({ directory: anyOf(like('/srv/www/a%%')) }, ...columns).slice(0, 4), [
    ...assets('/srv/www/assets'),
    ['/srv/www/assets/.cache', 'x'],
  ]);
  t.same(rows({ directory: anyOf(glob('/srv/www/[a]*')) }, ...columns), assets('/srv/www/assets'));
});

t.test('a folder closed to us is one word', async (t) => {
  const warnings: string[] = [];
  const options = {
    lookup: { path: anyOf(like('/srv/www/%%'), like('/srv/www/private/%')) },
    columns: ['path'],
    warnings,
  };
  t.ok(scanTable(file, debian, options).some(({ path }) => path === '/srv/www/private/'));
  t.same(warnings, ['cannot read /srv/www/private: permission denied']);
  const denied: string[] = [];
  t.same(
    scanTable(file, debian, { lookup: { directory: ['/srv/www/private'] }, columns: ['path'], warnings: denied }),
    [],
  );
  t.same(denied, ['cannot read /srv/www/private: permission denied']);
});

t.test("a container's files", async (t) => {
  const columns = ['path', 'size', 'pid_with_namespace', 'mount_namespace_id'];
  const size = debian.stat('/var/lib/containers/web/rootfs/etc/hosts').size;
  t.same(rows({ path: ['/etc/hosts', '/etc/machine-id-of-nobody'], pid_with_namespace: [640, 99999] }, ...columns), [
    ['/etc/hosts', Number(size), 640, '4026532301'],
  ]);
  t.same(
    scanColumn(hash, debian, 'pid_with_namespace', { lookup: { path: ['/etc/hosts'], pid_with_namespace: [0, 640] } }),
    [0, 640],
  );
});

const INDEX = {
  md5: '9e637d9b5e07e34b2a4ddeec356d289c',
  sha1: '66697f3a66fca880ed845f6676fb492d4814c17b',
  sha256: '965cf4189d6212be3fb87c4d5bcf2225c4e427999e4925768b8c67566c3d76f6',
};
const EMPTY = {
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};

t.test('digests', async (t) => {
  const lookup = {
    path: [
      '/srv/www/index.html',
      '/srv/www/home.html',
      '/srv/www/empty',
      '/srv/www',
      '/srv/www/gone',
      '/nope',
      '/dev/vda1',
    ],
  };
  t.same(scanTable(hash, debian, { lookup }), [
    { path: '/srv/www/index.html', directory: '/srv/www', ...INDEX },
    { path: '/srv/www/home.html', directory: '/srv/www', ...INDEX },
    { path: '/srv/www/empty', directory: '/srv/www', ...EMPTY },
  ]);
  t.same(
    paths({ directory: ['/srv/www'] }, hash),
    ['.htpasswd', 'empty', 'home.html', 'index.html'].map((name) => `/srv/www/${name}`),
  );
  t.same(paths({ path: anyOf(like('/srv/www/a%%')) }, hash).slice(0, 2), [
    '/srv/www/assets/.cache/x',
    '/srv/www/assets/app.js',
  ]);
  t.same(paths({ path: anyOf(like('%.html')), directory: ['/srv/www'] }, hash), [
    '/srv/www/home.html',
    '/srv/www/index.html',
  ]);
});

t.test('a file is read once for all digests, and not at all for none', async (t) => {
  const host = new Host('test/hosts/debian-small');
  const lookup = { path: ['/srv/www/index.html'] };
  t.same(scanTable(hash, host, { lookup, columns: ['sha1', 'sha256', 'md5'] }), [
    { sha1: INDEX.sha1, sha256: INDEX.sha256, md5: INDEX.md5 },
  ]);
  t.equal(host.counters.bytesRead, 14);
  t.same(scanTable(hash, host, { lookup, columns: ['path', 'directory'] }), [
    { path: '/srv/www/index.html', directory: '/srv/www' },
  ]);
  t.equal(host.counters.bytesRead, 14);
});

t.test('a file closed to us has no digests, and is one word', async (t) => {
  const warnings: string[] = [];
  const lookup = { path: ['/srv/www/private/key.pem', '/srv/www/empty'] };
  t.same(scanTable(hash, debian, { lookup, columns: ['path', 'md5'], warnings }), [
    { path: '/srv/www/private/key.pem', md5: null },
    { path: '/srv/www/empty', md5: EMPTY.md5 },
  ]);
  t.same(warnings, ['some files cannot be read, and are not hashed: permission denied']);
});
