// Files and packages: the cost of the engine over the bare calls, and what stopping early saves.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { RecordingHost } from '../test/recording-host.js';
import { check, openLive, report, rowsOf, takeTurns } from './measure.js';
import { numberOf } from './options.js';
import { probe } from './probe.js';

const FILES = numberOf('FILES', 100_000, 20_000);
const FILES_A_FOLDER = 100;
/** To hash, in files of the size of large programs: a larger one would be refused. */
const HASHED_MIB = numberOf('HASH_MIB', 1024, 64);
const HASHED_FILES = 32;
const PACKAGES = 5000;
const ROUNDS = 15;
const engine = openLive();

function growTree(at: string): void {
  for (let made = 0; made < FILES; made++) {
    const folder = `${at}/${Math.floor(made / FILES_A_FOLDER)}`;
    if (made % FILES_A_FOLDER === 0) fs.mkdirSync(folder, { recursive: true });
    fs.closeSync(fs.openSync(`${folder}/${made % FILES_A_FOLDER}`, 'w'));
  }
}

/** The rival of a walk: lists every folder, and asks for every entry's stat where that is wanted. */
function bareWalk(at: string, withStat: boolean): number {
  let count = 0;
  for (const entry of fs.readdirSync(at, { withFileTypes: true })) {
    const one = `${at}/${entry.name}`;
    if (withStat) fs.lstatSync(one, { bigint: true });
    count += 1 + (entry.isDirectory() ? bareWalk(one, withStat) : 0);
  }
  return count;
}

async function walks(tree: string): Promise<void> {
  const count = bareWalk(tree, false);
  for (const [columns, withStat] of [
    ['path', false],
    ['path, size, mtime', true],
  ] as const) {
    await probe({
      label: `SELECT ${columns} of ${FILES.toLocaleString('en')} files`,
      sql: `SELECT ${columns} FROM file WHERE path LIKE '${tree}/%%'`,
      isRight: (rows) => rows.length === count,
      floor: () => bareWalk(tree, withStat),
      rounds: 7,
    });
  }
  const folder = `${tree}/0`;
  await probe({
    label: `one folder of ${FILES_A_FOLDER} files with metadata`,
    sql: `SELECT path, size, mtime FROM file WHERE directory = '${folder}'`,
    isRight: (rows) => rows.length === FILES_A_FOLDER,
    floor: () => bareWalk(folder, true),
  });
}

/** A few rows of a walk cost a few calls; what is left is the price of a query. */
async function early(tree: string): Promise<void> {
  for (const where of [`directory = '${tree}/0'`, `path LIKE '${tree}/%%'`]) {
    const sql = `SELECT path, size FROM file WHERE ${where} LIMIT 10`;
    const host = new RecordingHost();
    const isRight = (rows: readonly unknown[]): boolean => rows.length === 10;
    check(isRight(await rowsOf(openLive(host), sql)), sql);
    const label = `${where.replace(tree, '…')} LIMIT 10`;
    report(`calls for ${label}`, String(host.touches.length), host.touches.length < 40);
    await probe({ label, sql, isRight });
  }
}

async function digests(folder: string): Promise<void> {
  fs.mkdirSync(folder);
  for (let i = 0; i < HASHED_FILES; i++) {
    fs.writeFileSync(`${folder}/${i}`, Buffer.alloc((HASHED_MIB / HASHED_FILES) * 1024 * 1024, `hostql ${i}`));
  }
  for (const names of [['sha256'], ['md5', 'sha1', 'sha256']]) {
    const bare = (): string[] => fs.readdirSync(folder).map((file) => bareHash(`${folder}/${file}`, names));
    const expected = bare().sort().join();
    await probe({
      label: `${names.join(', ')} of ${HASHED_MIB} MiB in ${HASHED_FILES} files`,
      sql: `SELECT ${names.join(', ')} FROM hash WHERE directory = '${folder}'`,
      isRight: (rows) =>
        rows
          .map((row) => row.join())
          .sort()
          .join() === expected,
      floor: bare,
      rounds: HASHED_MIB > 500 ? 3 : 7,
    });
  }
}

const chunk = Buffer.allocUnsafe(256 * 1024);

function bareHash(file: string, names: readonly string[]): string {
  const hashes = names.map((name) => createHash(name));
  const fd = fs.openSync(file, 'r');
  for (let count = fs.readSync(fd, chunk); count > 0; count = fs.readSync(fd, chunk)) {
    for (const hash of hashes) hash.update(chunk.subarray(0, count));
  }
  fs.closeSync(fd);
  return hashes.map((hash) => hash.digest('hex')).join();
}

const stanza = (index: number): string =>
  [
    `Package: package-${index}`,
    'Status: install ok installed',
    'Priority: optional',
    'Section: libs',
    'Installed-Size: 1234',
    'Maintainer: Ondřej Surý <ondrej@debian.org>',
    'Architecture: amd64',
    'Multi-Arch: same',
    `Version: 1:2.${index}-3+deb12u4`,
    `Depends: ${'libsomething (>= 1.2.3), '.repeat(6)}libc6`,
    'Description: a package',
    ...new Array(12).fill(' that has a description of the usual length, one line after the other'),
  ].join('\n');

async function packages(folder: string): Promise<void> {
  const status = `${folder}/status`;
  fs.writeFileSync(status, Array.from({ length: PACKAGES }, (_, index) => `${stanza(index)}\n`).join('\n'));
  const bare = (): number => fs.readFileSync(status, 'latin1').split('\n').length;
  const sql = `SELECT * FROM deb_packages WHERE admindir = '${folder}'`;
  check((await rowsOf(engine, sql)).length === PACKAGES, 'packages');
  const timing = await takeTurns(ROUNDS, [() => rowsOf(engine, sql), bare]);
  report('deb_packages, 5,000: to splitting the file at its lines', `${timing.ratio(0, 1).toFixed(2)}x`);
  report('', `${timing.medianMs(0).toFixed(0)} / ${timing.medianMs(1).toFixed(0)} ms`, timing.medianMs(0) <= 60);
}

/** Tables over one small file: what is asked of them is what parsing costs. */
async function accounts(): Promise<void> {
  for (const [sql, file] of [
    ['SELECT * FROM users', '/etc/passwd'],
    ['SELECT * FROM groups', '/etc/group'],
  ] as const) {
    const split = (): string[][] =>
      fs
        .readFileSync(file, 'latin1')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(':'));
    await probe({
      label: `${sql}, ${split().length} rows`,
      sql,
      isRight: (rows) => rows.length === split().length,
      floor: split,
    });
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hostql-bench-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
growTree(`${folder}/tree`);
await walks(`${folder}/tree`);
await early(`${folder}/tree`);
await digests(`${folder}/hashed`);
await packages(folder);
await accounts();
