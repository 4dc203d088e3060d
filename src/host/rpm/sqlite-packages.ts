import { compareText, type Value } from '../../core/index.js';
import type { Host } from '../host.js';
import { type SchemaEntry, SqliteFile, type SqliteRecord } from '../sqlite/index.js';
import type { RpmReading, RpmWanted } from './packages.js';

/** Headers of `rpmdb.sqlite`, found through its own indexes where only some are wanted. @throws Gone, Refused */
export function* readSqlitePackages(
  host: Host,
  path: string,
  wanted: RpmWanted,
  reading: RpmReading,
): Generator<Buffer> {
  const file = new SqliteFile(host, path, reading);
  try {
    const packages = rootOf(file, 'table', 'Packages');
    if (packages === undefined) {
      reading.warn(`cannot read ${path}: no database of packages`);
      return;
    }
    const tree = file.tree(packages);
    const numbers = packageNumbers(file, wanted);
    if (!numbers) for (const row of tree.rows()) yield* blobIn(row);
    else
      for (const number of [...numbers].sort((a, b) => a - b))
        for (const row of tree.rows((rowid) => Number(rowid) - number)) yield* blobIn(row);
  } finally {
    file.close();
  }
}

function* blobIn(row: SqliteRecord): Generator<Buffer> {
  const blob = row.bytes(1);
  if (blob) yield blob;
}

/** Numbers of the packages that an index names; undefined where all have to be looked at. */
function packageNumbers(file: SqliteFile, { names, baseNames }: RpmWanted): Set<number> | undefined {
  if (names) return numbersBy(file, 'Name', names);
  return baseNames && numbersBy(file, 'Basenames', baseNames);
}

/** rpm keeps `key`, the package's number and a place in it in a table for each tag, and an index on `key` beside it. */
function numbersBy(file: SqliteFile, tag: string, keys: Iterable<string>): Set<number> | undefined {
  const table = rootOf(file, 'table', tag);
  const index = rootOf(file, 'index', `${tag}_key_idx`);
  if (table === undefined || index === undefined || file.encoding !== 'utf8') return undefined;
  const numbers = new Set<number>();
  for (const key of keys) {
    for (const entry of file.tree(index).entries((one) => placeOfText(one.value(0), key))) {
      const rowid = entry.value(1);
      if (typeof rowid !== 'number') continue;
      for (const row of file.tree(table).rows((one) => Number(one) - rowid)) {
        const number = row.value(1);
        if (typeof number === 'number') numbers.add(number);
      }
    }
  }
  return numbers;
}

/** In an index, nulls and numbers stand before texts, blobs behind them. */
function placeOfText(value: Value | undefined, key: string): number {
  if (typeof value === 'string') return compareText(value, key);
  return value instanceof Uint8Array ? 1 : -1;
}

const rootOf = (file: SqliteFile, type: SchemaEntry['type'], name: string): number | undefined =>
  file.schema().find((entry) => entry.type === type && entry.name === name)?.rootPage;
