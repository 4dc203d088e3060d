import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { Host, Refused, SqliteFile } from '../../../src/host/index.js';
import { parseDatabaseHeader } from '../../../src/host/sqlite/header.js';
import { readSize, readVarint, varintLength } from '../../../src/host/sqlite/varint.js';

const FILES = 'test/host/sqlite/files';

t.test('varints', async (t) => {
  const cases: [hex: string, value: number | bigint, length: number][] = [
    ['00', 0, 1],
    ['7f', 127, 1],
    ['8100', 128, 2],
    ['ff7f', 16_383, 2],
    ['81ffffffffffff7f', 2 ** 50 - 1, 8],
    ['8f ff ff ff ff ff ff 7f', Number.MAX_SAFE_INTEGER, 8],
    ['90 80 80 80 80 80 80 00', 9007199254740992n, 8],
    ['ff ff ff ff ff ff ff ff ff', -1, 9],
    ['80 80 80 80 80 80 80 80 05', 5, 9],
    ['c0 80 80 80 80 80 80 80 00', -9223372036854775808n, 9],
    ['81', 128, 2],
  ];
  for (const [hex, value, length] of cases) {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    t.equal(readVarint(bytes, 0), value, hex);
    t.equal(varintLength(bytes, 0), length, hex);
  }
  t.equal(readSize(Buffer.from('ffffffffffffffffff', 'hex'), 0), Number.POSITIVE_INFINITY, 'no size is below 0');
});

t.test('headers', async (t) => {
  const whole = readFileSync(`${FILES}/utf16be.db`).subarray(0, 100);
  t.match(parseDatabaseHeader(whole), { pageBytes: 1024, usableBytes: 1024, encoding: 'utf16be', pageCount: 14 });
  const changed = (change: (bytes: Buffer) => unknown) => {
    const bytes = Buffer.from(whole);
    change(bytes);
    return parseDatabaseHeader(bytes);
  };
  t.match(
    changed((bytes) => bytes.writeUInt16BE(1, 16)),
    { pageBytes: 65_536 },
  );
  t.match(
    changed((bytes) => bytes.writeUInt8(32, 20)),
    { usableBytes: 992 },
  );
  t.match(
    changed((bytes) => bytes.writeUInt32BE(7, 92)),
    { pageCount: 0 },
    'a count that an old version left as it was',
  );
  t.match(
    changed((bytes) => bytes.writeUInt32BE(0, 56)),
    { encoding: 'utf8' },
    'a database without a table has none yet',
  );
  t.equal(parseDatabaseHeader(whole.subarray(0, 99)), 'no SQLite database');
  t.equal(
    changed((bytes) => bytes.writeUInt8(0, 3)),
    'no SQLite database',
  );
  t.equal(
    changed((bytes) => bytes.writeUInt8(3, 19)),
    'written by a newer version of SQLite',
  );
  for (const odd of [0, 2, 256, 1000])
    t.match(
      changed((bytes) => bytes.writeUInt16BE(odd, 16)),
      /makes no sense/,
    );
  t.match(
    changed((bytes) => bytes.writeUInt32BE(4, 56)),
    /makes no sense/,
  );
});

/** The second values of a table's rows. */
function values(host: Host, path: string): unknown[] {
  const file = new SqliteFile(host, path, { checkpoint: () => {}, warn: () => {} });
  try {
    const root = file.schema().find(({ name }) => name === 't')?.rootPage ?? 0;
    return [...file.tree(root).rows()].map((row) => row.value(1));
  } finally {
    file.close();
  }
}

t.test('a log counts as far as it is whole', async (t) => {
  const root = t.testdir({});
  const host = new Host(root);
  const read = (change: (log: Buffer) => Buffer) => {
    copyFileSync(`${FILES}/logged.db`, `${root}/x.db`);
    writeFileSync(`${root}/x.db-wal`, change(readFileSync(`${FILES}/logged.db-wal`)));
    return values(host, '/x.db').filter((value) => value === 'second').length;
  };
  t.equal(
    read((log) => log),
    19,
    'as it was left',
  );
  t.equal(
    read((log) => log.subarray(0, 0)),
    0,
  );
  t.equal(
    read((log) => log.subarray(0, 32 + 535)),
    0,
    'a frame that is not whole',
  );
  const flipped = (at: number) => (log: Buffer) => {
    log.writeUInt8((log[at] ?? 0) ^ 1, at);
    return log;
  };
  t.equal(read(flipped(0)), 0, 'no log');
  t.equal(read(flipped(20)), 0, 'a header whose sum is wrong');
  t.equal(read(flipped(32 + 24 + 100)), 0, 'a page whose sum is wrong');
  t.equal(read(flipped(32 + 8)), 0, 'a frame of another round');
});

t.test('a journal counts until it is finalised', async (t) => {
  const root = t.testdir({});
  const host = new Host(root);
  const journal = readFileSync(`${FILES}/torn.db-journal`);
  const write = (bytes: Buffer) => {
    copyFileSync(`${FILES}/torn.db`, `${root}/x.db`);
    writeFileSync(`${root}/x.db-journal`, bytes);
  };
  write(journal);
  t.equal(values(host, '/x.db').filter((value) => String(value).startsWith('before')).length, 100);
  const finalised = Buffer.from(journal);
  finalised.fill(0, 0, 28);
  for (const bytes of [finalised, journal.subarray(0, 0)]) {
    write(bytes);
    t.not(stateOf(), 100, 'the file as it is: its transaction counts as ended');
  }
  // A transaction over several databases has ended when the journal over their journals is gone.
  write(journal);
  const name = Buffer.from('/x.db-mj1234');
  const tail = Buffer.alloc(8);
  tail.writeUInt32BE(name.length, 0);
  tail.writeUInt32BE(
    name.reduce((sum, byte) => sum + byte, 0),
    4,
  );
  appendFileSync(`${root}/x.db-journal`, Buffer.concat([Buffer.alloc(4), name, tail, journal.subarray(0, 8)]));
  t.not(stateOf(), 100);
  writeFileSync(`${root}${name}`, 'x');
  t.equal(stateOf(), 100);

  function stateOf(): number {
    try {
      return values(host, '/x.db').filter((value) => String(value).startsWith('before')).length;
    } catch (error) {
      if (error instanceof Refused) return -1; // half of a transaction may be no tree at all
      throw error;
    }
  }
});

t.test('what cannot be read beside the file is told of', async (t) => {
  const root = t.testdir({ 'x.db-wal': {} });
  copyFileSync(`${FILES}/vacuumed.db`, `${root}/x.db`);
  const warnings: string[] = [];
  new SqliteFile(new Host(root), '/x.db', { checkpoint: () => {}, warn: (message) => warnings.push(message) }).close();
  t.same(warnings, ['cannot read /x.db-wal: not a regular file']);
});

t.test('a file that changes under the reader is told of', async (t) => {
  const root = t.testdir({});
  copyFileSync(`${FILES}/vacuumed.db`, `${root}/x.db`);
  const warnings: string[] = [];
  const file = new SqliteFile(new Host(root), '/x.db', {
    checkpoint: () => {},
    warn: (message) => warnings.push(message),
  });
  appendFileSync(`${root}/x.db`, 'x');
  file.close();
  t.same(warnings, ['/x.db changed while it was read']);
});
