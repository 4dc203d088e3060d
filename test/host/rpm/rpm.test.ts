import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import t from 'tap';
import { Host, RpmHeader } from '../../../src/host/index.js';
import { rpmPackageFiles } from '../../../src/tables/packages/rpm-package-files.js';
import { rpmPackages } from '../../../src/tables/packages/rpm-packages.js';
import { type ScanOptions, scanTable } from '../../tables/scan.js';

const RHEL = 'test/hosts/rhel-like';
const FORMS = {
  sqlite: [`${RHEL}/var/lib/rpm/rpmdb.sqlite`, '/var/lib/rpm/rpmdb.sqlite'],
  ndb: [
    'test/hosts/debian-containers/.host/namespaces/4026532501/usr/lib/sysimage/rpm/Packages.db',
    '/usr/lib/sysimage/rpm/Packages.db',
  ],
  bdb: ['test/host/rpm/Packages', '/var/lib/rpm/Packages'],
} as const;
type Form = keyof typeof FORMS;
const forms = Object.keys(FORMS) as Form[];

/** A machine with one database, in which some bytes may be others. */
function machine(
  t: { testdir(files: Record<string, string>): string },
  form: Form,
  change: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Host {
  const [from, to] = FORMS[form];
  const root = t.testdir({});
  mkdirSync(dirname(root + to), { recursive: true });
  writeFileSync(root + to, change(readFileSync(from)));
  return new Host(root);
}

const lines = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n').sort();
const COLUMNS = ['name', 'version', 'release', 'source', 'size', 'sha1', 'arch', 'epoch', 'install_time', 'vendor'];
const asRpm = (rows: object[]): string[] =>
  rows
    .map((row) =>
      Object.values(row)
        .map((cell) => cell ?? '(none)')
        .join('|'),
    )
    .sort();

const packages = (host: Host, options: ScanOptions = {}): string[] =>
  asRpm(scanTable(rpmPackages, host, { columns: [...COLUMNS, 'package_group'], ...options }));

t.test('every form of the database, as rpm reads it', async (t) => {
  for (const form of forms) {
    const warnings: string[] = [];
    t.same(packages(machine(t, form), { warnings }), lines('test/host/rpm/packages.txt'), form);
    t.same(warnings, []);
  }
});

t.test('packages by name', async (t) => {
  for (const form of forms) {
    const host = machine(t, form);
    const named = (...names: string[]) =>
      scanTable(rpmPackages, host, { columns: ['name', 'release'], lookup: { name: names } })
        .map(Object.values)
        .sort();
    t.same(named('kernel-core', 'none'), [
      ['kernel-core', '427.1.1.el9'],
      ['kernel-core', '427.2.1.el9'],
    ]);
    t.same(named('bash', 'odd-name'), [
      ['bash', '9.el9'],
      ['odd-name', '1.el9'],
    ]);
    t.same(named('kernel', 'kernel-cor', 'BASH', ''), []);
  }
});

t.test('packages by what they share', async (t) => {
  const host = machine(t, 'bdb');
  const named = (lookup: NonNullable<ScanOptions['lookup']>) =>
    scanTable(rpmPackages, host, { columns: ['name'], lookup }).map(({ name }) => name);
  t.same(named({ arch: ['i686'] }), ['openssl-libs-debug']);
  t.same(named({ release: ['27.el9'], arch: ['x86_64'] }), ['openssl-libs']);
  t.same(named({ epoch: [0, 5] }), ['openssl-libs-debug'], 'none is not 0');
  t.same(named({ version: ['2024a', '5.1.8'] }).sort(), ['bash', 'tzdata']);
  t.same(named({ name: ['bash'], version: ['2024a'] }), []);
});

t.test('a name is found by the index', async (t) => {
  const host = machine(t, 'sqlite');
  scanTable(rpmPackages, host, { columns: ['name'], lookup: { name: ['bash'] } });
  t.ok(host.counters.bytesRead < 60_000, `${host.counters.bytesRead} bytes`);
});

t.test('files of packages, as rpm lists them', async (t) => {
  const columns = ['package', 'path', 'username', 'groupname', 'mode', 'size', 'sha256'];
  const theirs = lines('test/host/rpm/files.txt').map((line) => {
    const fields = line.split('|');
    fields[4] = (fields[4] ?? '').slice(-4); // without the kind of file
    return fields.map((field) => field || '(none)').join('|');
  });
  for (const form of forms) {
    const host = machine(t, form);
    t.same(asRpm(scanTable(rpmPackageFiles, host, { columns })), theirs.sort(), form);
    const found = (lookup: NonNullable<ScanOptions['lookup']>) =>
      scanTable(rpmPackageFiles, host, { columns: ['package', 'path'], lookup }).map((row) =>
        Object.values(row).join(' '),
      );
    t.same(found({ path: ['/usr/bin/sh', '/srv', '/usr/bin/none'] }).sort(), ['bash /usr/bin/sh', 'odd-name /srv']);
    t.same(found({ package: ['bash'], path: ['/srv', '/usr/bin/bash'] }), ['bash /usr/bin/bash']);
    t.equal(found({ package: ['tzdata'] }).length, 6);
    t.same(found({ package: ['openssl-libs-debug'] }), [], 'a package without files');
  }
});

t.test('package URLs', async (t) => {
  const urls = scanTable(rpmPackages, new Host(RHEL), {
    columns: ['purl'],
    lookup: { name: ['bash', 'odd-name', 'openssl-libs', 'openssl-libs-debug'] },
  }).map(({ purl }) => String(purl));
  t.same(urls.sort(), [
    'pkg:rpm/rhel/bash@5.1.8-9.el9?arch=x86_64&distro=rhel-9.4',
    'pkg:rpm/rhel/odd-name@1.0~rc1%5Egit1-1.el9?arch=noarch&distro=rhel-9.4',
    'pkg:rpm/rhel/openssl-libs-debug@3.0.7-27.el9?arch=i686&distro=rhel-9.4&epoch=0',
    'pkg:rpm/rhel/openssl-libs@3.0.7-27.el9?arch=x86_64&distro=rhel-9.4&epoch=1',
  ]);
});

/** A header of these values: a tag, its type, how many, bytes. */
function header(...entries: readonly (readonly [tag: number, type: number, count: number, data: Buffer])[]): Buffer {
  const index: Buffer[] = [];
  let at = 0;
  for (const [tag, type, count, data] of entries) {
    const entry = Buffer.alloc(16);
    for (const [i, field] of [tag, type, at, count].entries()) entry.writeUInt32BE(field, i * 4);
    index.push(entry);
    at += data.length;
  }
  const intro = Buffer.alloc(8);
  intro.writeUInt32BE(entries.length, 0);
  intro.writeUInt32BE(at, 4);
  return Buffer.concat([intro, ...index, ...entries.map(([, , , data]) => data)]);
}

t.test('headers', async (t) => {
  const long = Buffer.from('7fffffffffffffff', 'hex');
  const parsed = RpmHeader.parse(
    header(
      [1000, 6, 1, Buffer.from('a\xff\0', 'latin1')],
      [1117, 8, 3, Buffer.from('x\0y\0\0')],
      [1009, 4, 1, Buffer.from('ffffffff', 'hex')],
      [5009, 5, 1, long],
      [1030, 3, 2, Buffer.from('81a44100', 'hex')],
      [1009, 4, 1, Buffer.from('00000001', 'hex')],
    ),
  );
  t.equal(parsed?.text(1000), 'a\udcff', 'bytes that are no UTF-8 survive');
  t.same(parsed?.texts(1117), ['x', 'y', '']);
  t.equal(parsed?.number(5009), 9223372036854775807n);
  t.same(parsed?.numbers(1030), [0x81a4, 0x4100]);
  t.equal(parsed?.number(1009), 1, 'what was added later counts');
  t.equal(parsed?.text(1001), null);
  t.equal(parsed?.number(1000), null, 'a text is no number');
  for (const junk of ['', '00', '00000000'.repeat(8), 'ffffffff'.repeat(8), '0000000100000000'])
    t.equal(RpmHeader.parse(Buffer.from(junk, 'hex')), undefined, junk);
  const lying = header([1000, 6, 1, Buffer.from('no end')], [1117, 8, 0xffffffff, Buffer.from('x\0')]);
  const liar = RpmHeader.parse(lying);
  t.equal(liar?.text(1001), null);
  t.same(liar?.texts(1117), ['x']);
  lying.writeInt32BE(-5, 8 + 8);
  t.equal(RpmHeader.parse(lying)?.text(1000), null, 'an offset before the data');
});

/** Numbers that are the same in every run. */
function* numbersFrom(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

t.test('damaged databases give warnings, and what is left', async (t) => {
  for (const form of forms) {
    let warned = 0;
    for (let round = 0; round < 60; round++) {
      const random = numbersFrom(round + 1);
      const next = (below: number): number => (random.next().value as number) % below;
      const host = machine(t, form, (whole) => {
        const bytes = round % 3 === 0 ? whole.subarray(0, next(whole.length)) : whole;
        for (let n = 0; n < round * 2; n++) bytes[next(Math.max(1, bytes.length))] = next(256);
        return bytes;
      });
      const warnings: string[] = [];
      for (const table of [rpmPackages, rpmPackageFiles]) {
        try {
          scanTable(table, host, { warnings });
          scanTable(table, host, { warnings, lookup: { [table.columns[0]?.name ?? '']: ['bash', 'tzdata'] } });
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'Refused') throw error;
          warnings.push(error.message);
        }
      }
      warned += warnings.length > 0 ? 1 : 0;
    }
    t.ok(warned > 10, `${form}: ${warned} warned`);
  }
});

t.test('hosts without rpm, and what is no database', async (t) => {
  const scan = (root: string, warnings: string[]) => {
    try {
      return scanTable(rpmPackages, new Host(root), { warnings });
    } catch (error) {
      if (error instanceof Error && error.name === 'Refused') warnings.push(error.message);
      return [];
    }
  };
  const warnings: string[] = [];
  t.same(scan(t.testdir({}), warnings), []);
  t.same(warnings, []);
  t.same(scan(t.testdir({ var: { lib: { rpm: { 'rpmdb.sqlite': 'x'.repeat(200) } } } }), warnings), []);
  t.same(scan(t.testdir({ var: { lib: { rpm: { 'Packages.db': 'x'.repeat(200) } } } }), warnings), []);
  t.same(scan(t.testdir({ var: { lib: { rpm: { Packages: 'x'.repeat(200) } } } }), warnings), []);
  t.same(scan(t.testdir({ var: { lib: { rpm: { Packages: {} } } } }), warnings), []);
  t.same(warnings, [
    'cannot read /var/lib/rpm/rpmdb.sqlite: no SQLite database',
    'cannot read /var/lib/rpm/Packages.db: no database of packages',
    'cannot read /var/lib/rpm/Packages: no database of packages',
    'cannot read /var/lib/rpm/Packages: not a regular file',
  ]);
});

t.test(
  'the same as rpm(8) here',
  { skip: spawnSync('rpm', ['--version']).error !== undefined && 'no rpm' },
  async (t) => {
    const root = t.testdir({ var: { lib: { rpm: {} } } });
    copyFileSync(FORMS.sqlite[0], `${root}${FORMS.sqlite[1]}`);
    const tags = [
      'NAME',
      'VERSION',
      'RELEASE',
      'SOURCERPM',
      'SIZE',
      'SHA1HEADER',
      'ARCH',
      'EPOCH',
      'INSTALLTIME',
      'VENDOR',
      'GROUP',
    ];
    const format = `${tags.map((tag) => `%{${tag}}`).join('|')}\\n`;
    const options = ['--root', root, '--dbpath', '/var/lib/rpm', '--define', '_db_backend sqlite'];
    const theirs = execFileSync('rpm', [...options, '-qa', '--queryformat', format], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    t.same(packages(new Host(root)), theirs.trimEnd().split('\n').sort());
  },
);
