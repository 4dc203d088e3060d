import { resolve } from 'node:path';
import t from 'tap';
import type { Row } from '../../src/core/index.js';
import { Host } from '../../src/host/index.js';
import { printLiteral } from '../../src/sql/parser/print/names.js';
import { ask, engineOver, FILES, told } from './files.js';

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Values that columns may have, or nearly. */
const ODD = [
  'NULL',
  "''",
  "'a'",
  "'A'",
  '0',
  '2.5',
  '-1',
  "'7'",
  '7',
  '20240103',
  "x'41'",
  '9007199254740993',
  '1e300',
];

const sorted = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(told(row))).sort();

/**
 * Each question is asked of the file, where keys are looked up in its trees, and of a copy in memory, whose answers are
 * SQLite's (see test/slt).
 */
t.test('what is looked up is what a table in memory finds', async (t) => {
  const cases: [file: string, table: string, columns: string[]][] = [
    ['keyed.db', 'pairs', ['a', 'b', 'value', 'size']],
    ['keyed.db', 'loose', ['whole', 'stamp', 'name', 'flag', '"any"', 'rowid']],
    ['keyed.db', 'made', ['n', 'twice', 'thrice', 'late', 'rowid']],
    ['keyed.db', 'grown', ['id', 'name', 'state', 'score', 'loud', 'oid']],
    ['values.db', 'many', ['a', 'b', 'c', 'rowid']],
    ['values.db', 'kinds', ['id', 'value', 'amount', '_rowid_']],
    ['utf16le.db', 'words', ['id', 'word', 'more']],
    ['vacuumed.db', 't', ['a', 'b']],
  ];
  for (const [file, table, columns] of cases) {
    const engine = engineOver([`f=${resolve(FILES, file)}`]);
    const [[sql] = []] = await ask(engine, `SELECT sql FROM f.sqlite_schema WHERE name = '${table}'`);
    for (const prepared of engine.prepareEach(String(sql))) await prepared.collect();
    const own = columns.includes('twice') ? 'n, late' : columns.includes('loud') ? 'id, name, state, score' : undefined;
    const isKeyed = table === 'pairs';
    const key = isKeyed ? '' : 'rowid, ';
    const all =
      own ?? (await ask(engine, `SELECT name FROM pragma_table_info('${table}')`)).map(([name]) => `"${name}"`).join();
    const into = key && !/\bid\b|\ba INTEGER PRIMARY/.test(String(sql)) ? `rowid, ${all}` : all;
    await ask(engine, `INSERT INTO main.${table} (${into}) SELECT ${into} FROM f.${table}`);
    const random = numbers(table.length);
    const pool = new Map<string, string[]>();
    for (const column of columns) {
      const values = (await ask(engine, `SELECT ${column} FROM main.${table}`)).map(([value = null]) =>
        printLiteral(value),
      );
      pool.set(column, [...values.filter((value) => value.length < 100), ...ODD]);
    }
    const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
    const term = (): string => {
      const column = pick(columns);
      const value = (): string => pick(pool.get(column) ?? ODD);
      const operator = pick(['=', '=', 'IN', 'IN', '<', '<=', '>', '>=', 'BETWEEN', 'IS']);
      if (operator === 'IN') return `${column} IN (${Array.from({ length: 1 + random(5) }, value).join(', ')})`;
      return operator === 'BETWEEN'
        ? `${column} BETWEEN ${value()} AND ${value()}`
        : `${column} ${operator} ${value()}`;
    };
    let found = 0;
    for (let n = 0; n < 100; n++) {
      const where = Array.from({ length: 1 + random(3) }, term).join(pick([' AND ', ' AND ', ' AND ', ' OR ']));
      const question = (schema: string): string => `SELECT ${key}* FROM ${schema}.${table} WHERE ${where}`;
      const ours = sorted(await ask(engine, question('f')));
      found += ours.length;
      const theirs = sorted(await ask(engine, question('main')));
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) t.same(ours, theirs, question('f'));
    }
    t.ok(found > 20, `${table}: ${found} rows were found`);
  }
});

t.test('a lookup reads few pages', async (t) => {
  const reading = async (sql: string): Promise<number> => {
    const host = new Host();
    const engine = engineOver([`f=${resolve(FILES, 'values.db')}`], [], host);
    const [prepared] = engine.prepare(sql);
    const before = host.counters.bytesRead;
    await prepared?.collect();
    return host.counters.bytesRead - before;
  };
  const whole = await reading('SELECT count(a) FROM f.many');
  t.ok(whole > 30_000, `all: ${whole} bytes`);
  for (const where of [
    'rowid = 700',
    'rowid IN (1, 2)',
    'rowid BETWEEN 10 AND 20',
    'c = 400',
    'c BETWEEN 400 AND 900',
    "a = 5 AND b = 'row 5'",
    "a IN (5, 6) AND b = 'ROW 5'",
  ]) {
    const bytes = await reading(`SELECT * FROM f.many WHERE ${where}`);
    t.ok(bytes < whole / 3, `${where}: ${bytes} bytes`);
  }
  const joined = await reading('SELECT * FROM (VALUES (3), (900)) AS v JOIN f.many AS m ON m.rowid = v.column1');
  t.ok(joined < whole / 3, `a join: ${joined} bytes`);
});
