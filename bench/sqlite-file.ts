// Database files of SQLite: our own reader under our engine beside SQLite itself, and rpm's database of 5,000 packages.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { attachFiles } from '../src/attached/index.js';
import { Catalog } from '../src/catalog/index.js';
import { type Row, toFloat } from '../src/core/index.js';
import { type Engine, openEngine } from '../src/engine.js';
import { Host } from '../src/host/index.js';
import { linuxTables } from '../src/tables/index.js';
import { check, report, rowsOf, takeTurns } from './measure.js';
import { numberOf } from './options.js';
import { requirePackage } from './rivals/packages.js';

const FILE_MIB = numberOf('SQLITE_MIB', 200, 40);
const PACKAGES = 5000;
const PACKAGES_LIMIT_MS = 60;
const ROUNDS = 5;
/** About what a row takes in the file, its entry in the index included. */
const ROW_BYTES = 133;
const ROWS = Math.floor((FILE_MIB * 1024 * 1024) / ROW_BYTES);

/** The part of better-sqlite3 that is used. */
interface Sqlite {
  exec(sql: string): void;
  prepare(sql: string): { run(...values: unknown[]): void; raw(): { all(): unknown[][] } };
  transaction(work: () => void): () => void;
  close(): void;
}
const open = (file: string, options: object = {}): Sqlite => new (requirePackage('better-sqlite3'))(file, options);

function makeFile(file: string): void {
  const db = open(file);
  db.exec(
    'PRAGMA journal_mode = OFF; CREATE TABLE big (id INTEGER PRIMARY KEY, name TEXT, n INTEGER, share REAL, data BLOB)',
  );
  const insert = db.prepare('INSERT INTO big VALUES (?, ?, ?, ?, ?)');
  const data = Buffer.alloc(64, 'data');
  db.transaction(() => {
    for (let id = 1; id <= ROWS; id++) insert.run(id, `name of row ${(id * 7919) % ROWS}`, id % 1000, id / 3, data);
  })();
  db.exec('CREATE INDEX big_name ON big (name)');
  db.close();
}

/** Answers are the same where their numbers are: SQLite hands over a REAL that is whole as JavaScript has it. */
const plain = (rows: readonly (readonly unknown[])[]): string =>
  JSON.stringify(
    rows.map((row) =>
      row.map((value) =>
        value instanceof Uint8Array
          ? Buffer.from(value).toString('hex')
          : typeof value === 'string' || value === null
            ? value
            : toFloat(value as Parameters<typeof toFloat>[0]),
      ),
    ),
  );

async function queries(engine: Engine, file: string): Promise<void> {
  const rival = open(file, { readonly: true });
  const some = Array.from({ length: 1000 }, (_, i) => ((i * 104_729) % ROWS) + 1);
  const names = some.map((n) => `'name of row ${n - 1}'`);
  const cases: [label: string, rows: number, sql: string][] = [
    ['sum of a column', ROWS, 'SELECT sum(n), count(*) FROM big'],
    ['a filter on text', ROWS, "SELECT count(*) FROM big WHERE name LIKE '%77'"],
    ['all columns of a tenth', ROWS, 'SELECT * FROM big WHERE n < 100'],
    ['1,000 rowids', 1000, `SELECT id, name FROM big WHERE id IN (${some.join()}) ORDER BY id`],
    ['1,000 texts of an index', 1000, `SELECT id, name FROM big WHERE name IN (${names.join()}) ORDER BY id`],
    ['a range of 10,000 rowids', 10_000, 'SELECT sum(n) FROM big WHERE id BETWEEN 20001 AND 30000'],
  ];
  for (const [label, rows, sql] of cases) {
    const theirs = (): unknown[][] => rival.prepare(sql).raw().all();
    const ours = (): Promise<Row[]> => rowsOf(engine, sql);
    check(plain(await ours()) === plain(theirs()), label);
    const timing = await takeTurns(ROUNDS, [ours, theirs]);
    const rate = rows / (timing.medianMs(0) / 1000);
    report(`${label}: to SQLite's time`, `${timing.ratio(0, 1).toFixed(2)}x`);
    report(
      '',
      `${timing.medianMs(0).toFixed(1)} / ${timing.medianMs(1).toFixed(1)} ms, ${(rate / 1e6).toFixed(2)} M rows/s`,
    );
  }
  rival.close();
}

/** Names, sizes and files as a small package has them. */
function rpmHeader(number: number): Buffer {
  const text = (value: string): Buffer => Buffer.from(`${value}\0`);
  const numbers = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
    return bytes;
  };
  const files = Array.from({ length: 20 }, (_, file) => file);
  const values: [tag: number, type: number, count: number, data: Buffer][] = [
    [269, 6, 1, text('2fd4e1c67a2d28fced849ee1bb76e7391b93eb12')],
    [1000, 6, 1, text(`package-${number}`)],
    [1001, 6, 1, text(`1.${number}`)],
    [1002, 6, 1, text('3.el9')],
    [1008, 4, 1, numbers(1_700_000_000 + number)],
    [1009, 4, 1, numbers(number * 10)],
    [1011, 6, 1, text('Example, Inc.')],
    [1016, 9, 1, text('System/Libraries')],
    [1022, 6, 1, text('x86_64')],
    [1028, 4, files.length, numbers(...files)],
    [1035, 8, files.length, Buffer.concat(files.map(() => text('5'.repeat(64))))],
    [1044, 6, 1, text(`package-${number}-1.${number}-3.el9.src.rpm`)],
    [1116, 4, files.length, numbers(...files.map(() => 0))],
    [1117, 8, files.length, Buffer.concat(files.map((file) => text(`file-${number}-${file}`)))],
    [1118, 8, 1, text('/usr/lib64/')],
  ];
  let at = 0;
  const index = values.map(([tag, type, count, data]) => {
    const start = type === 4 ? Math.ceil(at / 4) * 4 : at;
    const entry = { bytes: numbers(tag, type, start, count), gap: Buffer.alloc(start - at), data };
    at = start + data.length;
    return entry;
  });
  const body = index.flatMap(({ gap, data }) => [gap, data]);
  return Buffer.concat([numbers(values.length, at), ...index.map(({ bytes }) => bytes), ...body]);
}

async function packages(root: string): Promise<void> {
  const folder = `${root}/var/lib/rpm`;
  fs.mkdirSync(folder, { recursive: true });
  const db = open(`${folder}/rpmdb.sqlite`);
  db.exec('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB)');
  const insert = db.prepare('INSERT INTO Packages VALUES (?, ?)');
  db.transaction(() => {
    for (let number = 1; number <= PACKAGES; number++) insert.run(number, rpmHeader(number));
  })();
  db.close();
  const engine = openEngine({ catalog: new Catalog(linuxTables), host: new Host(root) });
  const rival = open(`${folder}/rpmdb.sqlite`, { readonly: true });
  const bare = (): number => rival.prepare('SELECT blob FROM Packages').raw().all().length;
  const sql = 'SELECT * FROM rpm_packages';
  const rows = await rowsOf(engine, sql);
  check(rows.length === PACKAGES && rows[41]?.[0] === 'package-42' && rows[41]?.[4] === 420, 'rpm_packages');
  const timing = await takeTurns(ROUNDS * 3, [() => rowsOf(engine, sql), bare]);
  report("rpm_packages, 5,000: to SQLite's time for the bare headers", `${timing.ratio(0, 1).toFixed(2)}x`);
  const [ourMs, theirMs] = [timing.medianMs(0), timing.medianMs(1)];
  report('', `${ourMs.toFixed(0)} / ${theirMs.toFixed(0)} ms`, ourMs <= PACKAGES_LIMIT_MS);
  rival.close();
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hostql-bench-'));
try {
  const file = `${folder}/big.db`;
  makeFile(file);
  const host = new Host();
  const attached = attachFiles([file], { host, checkpoint: () => {}, warn: (message) => check(false, message) });
  report('a file of', `${(fs.statSync(file).size / 1024 / 1024).toFixed(0)} MiB, ${ROWS.toLocaleString('en')} rows`);
  await queries(openEngine({ catalog: new Catalog([], [], [], undefined, attached), host }), file);
  await packages(folder);
} finally {
  fs.rmSync(folder, { recursive: true });
}
