// Files and packages: the cost of the engine over the bare calls, and what stopping early saves.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { RecordingHost } from '../test/recording-host.js';
import { check, openLive, report, rowsOf, takeTurns } from './measure.js';

const FOLDERS = 200;
const FILES = 100;
const PACKAGES = 5000;
const ROUNDS = 15;
const engine = openLive();

/** 20,000 files in 200 folders. */
function growTree(at: string): void {
  for (let folder = 0; folder < FOLDERS; folder++) {
    fs.mkdirSync(`${at}/${folder}`, { recursive: true });
    for (let file = 0; file < FILES; file++) fs.closeSync(fs.openSync(`${at}/${folder}/${file}`, 'w'));
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
  for (const [columns, withStat, target] of [
    ['path', false, undefined],
    ['path, size, mtime', true, 2],
  ] as const) {
    const sql = `SELECT ${columns} FROM file WHERE path LIKE '${tree}/%%'`;
    check((await rowsOf(engine, sql)).length === bareWalk(tree, withStat), 'a walk that finds something else');
    const timing = await takeTurns(ROUNDS, [() => rowsOf(engine, sql), () => bareWalk(tree, withStat)]);
    const ratio = timing.ratio(0, 1);
    report(`SELECT ${columns} of 20,000 files: to a bare walk`, `${ratio.toFixed(2)}x`, target && ratio <= target);
    report('', `${timing.medianMs(0).toFixed(0)} / ${timing.medianMs(1).toFixed(0)} ms`);
  }
}

async function early(tree: string): Promise<void> {
  for (const where of [`directory = '${tree}/0'`, `path LIKE '${tree}/%%'`]) {
    const host = new RecordingHost();
    const rows = await rowsOf(openLive(host), `SELECT path, size FROM file WHERE ${where} LIMIT 5`);
    check(rows.length === 5, 'LIMIT 5');
    report(`calls for ${where.replace(tree, '…')} LIMIT 5`, String(host.touches.length), host.touches.length < 40);
  }
}

async function digests(folder: string): Promise<void> {
  const file = `${folder}/large`;
  fs.writeFileSync(file, Buffer.alloc(40 * 1024 * 1024, 'hostql'));
  const bare = (): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  const sql = `SELECT sha256 FROM hash WHERE path = '${file}'`;
  check((await rowsOf(engine, sql))[0]?.[0] === bare(), 'another digest');
  const timing = await takeTurns(ROUNDS, [() => rowsOf(engine, sql), bare]);
  const ratio = timing.ratio(0, 1);
  report('sha256 of 40 MiB: to reading it whole and hashing', `${ratio.toFixed(2)}x`, ratio <= 1.2);
  report('', `${timing.medianMs(0).toFixed(0)} / ${timing.medianMs(1).toFixed(0)} ms`);
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

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hostql-bench-'));
try {
  growTree(`${folder}/tree`);
  await walks(`${folder}/tree`);
  await early(`${folder}/tree`);
  await digests(folder);
  await packages(folder);
} finally {
  fs.rmSync(folder, { recursive: true });
}
