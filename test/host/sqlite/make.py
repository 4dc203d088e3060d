"""Makes the database files in ./files, and files/expected.jsonl with what SQLite itself reads from them.

Run it where a fixture is to change: python3 test/host/sqlite/make.py
"""

import json
import os
import shutil
import sqlite3
import tempfile

FILES = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'files')
INTEGERS = [0, 1, -1, 127, -128, 128, 32767, -32768, 32768, 2**23 - 1, -(2**23), 2**31 - 1, -(2**31), 2**47 - 1,
            -(2**47), 2**53, -(2**53), 2**53 - 1, 2**63 - 1, -(2**63)]


def plain(value):
    if isinstance(value, bytes):
        return {'blob': value.hex()}
    if isinstance(value, float):
        return {'real': value}
    return {'integer': str(value)} if isinstance(value, int) else value


def dump(path):
    db = sqlite3.connect(path)
    db.text_factory = lambda text: text.decode('utf-8', 'surrogateescape')
    tables = {}
    for (name, sql) in db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").fetchall():
        key = '' if 'WITHOUT ROWID' in sql else 'rowid, '
        rows = db.execute(f'SELECT {key}* FROM "{name}"').fetchall()
        tables[name] = [[plain(value) for value in row] for row in rows]
    db.close()
    return tables


def fresh(folder, name, *pragmas):
    db = sqlite3.connect(os.path.join(folder, name), isolation_level=None)
    for pragma in pragmas:
        db.execute(f'PRAGMA {pragma}')
    return db


def values(folder):
    """Each storage class and size, records that overflow, trees of several levels, pages that were freed."""
    db = fresh(folder, 'values.db', 'page_size = 512')
    db.execute('CREATE TABLE kinds (id INTEGER PRIMARY KEY, value, amount REAL, note TEXT)')
    for n, value in enumerate(INTEGERS):
        db.execute('INSERT INTO kinds VALUES (?, ?, ?, ?)', (n * 7 - 20, value, n if n % 2 else n / 3, f'number {n}'))
    db.execute("INSERT INTO kinds VALUES (9223372036854775807, x'00ff', 1e300, 'é€😀'), (-9223372036854775808, 'text', -0.0, NULL)")
    db.execute("INSERT INTO kinds VALUES (1000, CAST(x'4d fc'  AS TEXT), 'none', '')".replace('4d fc', '4dfc'))
    for size in (400, 477, 478, 479, 500, 1000, 20000):
        db.execute('INSERT INTO kinds VALUES (?, ?, ?, ?)', (2000 + size, bytes(size), size, 'n' * size))
    db.execute('CREATE TABLE many (a INTEGER, b TEXT COLLATE NOCASE, c)')
    db.execute('BEGIN')
    for n in range(1500):
        db.execute('INSERT INTO many VALUES (?, ?, ?)', (n % 17, f'{"Row" if n % 2 else "rOW"} {n % 200}', n * n if n % 5 else None))
    db.execute('COMMIT')
    db.execute('DELETE FROM many WHERE a = 3')
    db.execute('CREATE INDEX many_ab ON many (a, b DESC)')
    db.execute('CREATE INDEX many_c ON many (c)')
    db.execute('CREATE TABLE "empty table" (x)')
    db.close()


def utf16(folder, name, encoding):
    db = fresh(folder, name, f"encoding = '{encoding}'", 'page_size = 1024')
    db.execute('CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT UNIQUE, more)')
    for n, word in enumerate(['', 'a', 'ab', 'é€', '😀 smile', 'Ā', 'z' * 3000, '\u0100b', '\u0061']):
        db.execute('INSERT OR IGNORE INTO words VALUES (?, ?, ?)', (n, word, n))
    db.close()


def keyed(folder):
    """WITHOUT ROWID, keys that are not the first columns, columns added later, generated ones, views."""
    db = fresh(folder, 'keyed.db', 'page_size = 512')
    db.execute('CREATE TABLE pairs (value TEXT, a INTEGER, b TEXT, size REAL, PRIMARY KEY (b, a DESC)) WITHOUT ROWID')
    for n in range(300):
        db.execute('INSERT INTO pairs VALUES (?, ?, ?, ?)', (f'v{n}', n % 10, f'b{n // 10}', n))
    db.execute('CREATE INDEX pairs_value ON pairs (value)')
    db.execute('CREATE TABLE grown (id INTEGER PRIMARY KEY, name TEXT)')
    db.execute("INSERT INTO grown VALUES (1, 'old'), (2, 'older')")
    db.execute("ALTER TABLE grown ADD COLUMN state TEXT DEFAULT 'new'")
    db.execute('ALTER TABLE grown ADD COLUMN score REAL DEFAULT 3')
    db.execute("ALTER TABLE grown ADD COLUMN loud TEXT AS (upper(name) || '!') VIRTUAL")
    db.execute("INSERT INTO grown VALUES (3, 'young', 'set', 4.5)")
    db.execute('CREATE TABLE made (n INTEGER, twice INTEGER AS (n * 2) STORED, thrice AS (twice + n) VIRTUAL, late TEXT)')
    db.execute("INSERT INTO made (n, late) VALUES (1, 'x'), (21, 'y'), (NULL, 'z')")
    db.execute("CREATE INDEX made_late ON made (late) WHERE late <> 'y'")
    db.execute('CREATE INDEX made_sum ON made (n + 1)')
    db.execute("CREATE VIEW old AS SELECT id, name FROM grown WHERE state = 'new'")
    db.execute('CREATE TABLE loose (whole INTEGER, stamp DATETIME, name TEXT COLLATE NOCASE, flag BOOLEAN, any)')
    db.execute("INSERT INTO loose VALUES (1, '2024-01-02', 'Ann', 1, x'01'), ('many', 20240103, 'ann', 'yes', 2), (2.5, NULL, x'41', 0, 'two'), (9007199254740993, '7', 'BOB', 1, 2.0)")
    db.execute('CREATE INDEX loose_whole ON loose (whole)')
    db.execute('CREATE INDEX loose_stamp ON loose (stamp)')
    db.execute('CREATE INDEX loose_name ON loose (name)')
    db.execute('CREATE INDEX loose_any ON loose (any DESC)')
    db.close()


def large_pages(folder):
    db = fresh(folder, 'large-pages.db', 'page_size = 65536')
    db.execute('CREATE TABLE t (a, b)')
    for n in range(40):
        db.execute('INSERT INTO t VALUES (?, ?)', (n, 'x' * (n * 20)))
    db.execute('INSERT INTO t VALUES (?, ?)', (-1, 'y' * 70000))
    db.close()


def vacuumed(folder):
    """Pages that tell what points to a page stand among the others."""
    db = fresh(folder, 'vacuumed.db', 'page_size = 512', 'auto_vacuum = FULL')
    db.execute('CREATE TABLE t (a INTEGER PRIMARY KEY, b)')
    db.execute('CREATE INDEX t_b ON t (b)')
    for n in range(400):
        db.execute('INSERT INTO t VALUES (?, ?)', (n, f'text {n * 37 % 400}' if n % 50 else 'o' * 2000))
    db.execute('DELETE FROM t WHERE a % 9 = 0')
    db.close()


def copied(work, name, suffixes, folder):
    for suffix in suffixes:
        shutil.copy(os.path.join(work, name + suffix), os.path.join(folder, name + suffix))


def logged(folder):
    """A write-ahead log in its second round: a commit that is not in the file, frames of the first round behind it."""
    with tempfile.TemporaryDirectory() as work:
        db = fresh(work, 'logged.db', 'page_size = 512', 'journal_mode = WAL', 'wal_autocheckpoint = 0')
        db.execute('CREATE TABLE t (a INTEGER PRIMARY KEY, b)')
        for n in range(60):
            db.execute('INSERT INTO t VALUES (?, ?)', (n, f'first {n}'))
        db.execute('PRAGMA wal_checkpoint(RESTART)')
        db.execute("UPDATE t SET b = 'second' WHERE a > 40")
        db.execute("INSERT INTO t VALUES (100, 'x' || hex(zeroblob(700)))")
        copied(work, 'logged.db', ['', '-wal'], folder)
        db.close()
        expected = dump(os.path.join(work, 'logged.db'))
    with open(os.path.join(folder, 'logged.db-wal'), 'r+b') as wal:
        wal.seek(0, 2)
        wal.write(bytes(100))
    return expected


def torn(folder):
    """A transaction that was at work: it has written to the file, its journal has the pages as they were."""
    with tempfile.TemporaryDirectory() as work:
        path = os.path.join(work, 'torn.db')
        db = fresh(work, 'torn.db', 'page_size = 512', 'cache_size = 5')
        db.execute('CREATE TABLE t (a INTEGER PRIMARY KEY, b)')
        for n in range(100):
            db.execute('INSERT INTO t VALUES (?, ?)', (n, f'before {n}'))
        expected = dump(path)
        db.execute('BEGIN')
        db.execute("UPDATE t SET b = 'after ' || a")
        db.execute('DELETE FROM t WHERE a < 50')
        for n in range(200, 400):
            db.execute('INSERT INTO t VALUES (?, ?)', (n, f'new {n}'))
        copied(work, 'torn.db', ['', '-journal'], folder)
        db.execute('ROLLBACK')
        db.close()
    return expected


def main():
    shutil.rmtree(FILES, ignore_errors=True)
    os.makedirs(FILES)
    values(FILES)
    utf16(FILES, 'utf16le.db', 'UTF-16le')
    utf16(FILES, 'utf16be.db', 'UTF-16be')
    keyed(FILES)
    large_pages(FILES)
    vacuumed(FILES)
    expected = {name: dump(os.path.join(FILES, name)) for name in sorted(os.listdir(FILES))}
    expected['logged.db'] = logged(FILES)
    expected['torn.db'] = torn(FILES)
    with open(os.path.join(FILES, 'expected.jsonl'), 'w') as file:
        for entry in expected.items():
            file.write(json.dumps(entry) + '\n')


main()
