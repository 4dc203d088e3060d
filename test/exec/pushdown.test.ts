import t from 'tap';
import { Catalog, type Lookup, tableOf } from '../../src/catalog/index.js';
import { SqlError } from '../../src/core/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';

/** The calls that tables got, in order: `procs pid = 1`. */
let calls: string[] = [];

const show = (value: string | number): string => (typeof value === 'string' ? `'${value}'` : String(value));

function record(name: string, lookup: object): void {
  const parts = Object.entries(lookup).flatMap(
    ([column, { values, range, patterns }]: [string, Lookup<string | number>]) => {
      return [
        ...(values ? [`${column} in ${values.map(show).join(' ')}`] : []),
        ...(range?.min === undefined ? [] : [`${column} >${range.minInclusive ? '=' : ''} ${show(range.min)}`]),
        ...(range?.max === undefined ? [] : [`${column} <${range.maxInclusive ? '=' : ''} ${show(range.max)}`]),
        ...(patterns
          ? [`${column} ${patterns.map((pattern) => `${pattern.op} ${show(pattern.text)}`).join(' or ')}`]
          : []),
      ];
    },
  );
  calls.push([name, ...parts].join(' '));
}

interface Proc {
  readonly pid: number;
  readonly uid: number;
}
const procs = tableOf<Proc>();
interface Found {
  readonly path: string;
  readonly directory: string;
}
const files = tableOf<Found>();
interface User {
  readonly uid: number;
  readonly name: string;
  readonly home: string;
}
const users = tableOf<User>();

const ROWS: readonly Proc[] = [
  { pid: 1, uid: 1 },
  { pid: 2, uid: 0 },
  { pid: 3, uid: 1 },
];
const USERS: readonly User[] = [
  { uid: 0, name: 'root', home: '/root' },
  { uid: 1, name: 'bob', home: '/home/bob' },
];

/** The tables of sql.md 4.14. */
const tables = [
  procs.table({
    name: 'procs',
    description: 'Processes.',
    columns: {
      pid: procs.bigint('Key', (p) => p.pid, { key: { ops: ['=', 'range'], unique: true } }),
      name: procs.text('No key', (p) => `n${p.pid}`),
      uid: procs.bigint('No key', (p) => p.uid),
    },
    *scan({ lookup }) {
      record('procs', lookup);
      const { values, range } = lookup.pid ?? {};
      for (const proc of ROWS) {
        const isBelow = range?.min !== undefined && (range.minInclusive ? proc.pid < range.min : proc.pid <= range.min);
        const isAbove = range?.max !== undefined && (range.maxInclusive ? proc.pid > range.max : proc.pid >= range.max);
        if ((!values || values.includes(proc.pid)) && !isBelow && !isAbove) yield proc;
      }
    },
  }),
  files.table({
    name: 'files',
    description: 'Files by path or directory.',
    columns: {
      path: files.text('Key', (f) => f.path, { key: { ops: ['=', 'like'], exact: ['='], required: true } }),
      directory: files.text('Key', (f) => f.directory, { key: { required: true } }),
      size: files.bigint('No key', () => 1),
    },
    *scan({ lookup }) {
      record('files', lookup);
      const wanted = lookup.directory?.values;
      for (const path of lookup.path?.values ?? ['/d1/x'])
        if (!wanted || wanted.includes('/d1')) yield { path, directory: '/d1' };
    },
  }),
  users.table({
    name: 'users',
    description: 'Users.',
    columns: {
      uid: users.bigint('Key', (u) => u.uid, { key: { unique: true } }),
      username: users.text('Key', (u) => u.name, { key: {} }),
      home: users.text('No key', (u) => u.home),
    },
    *scan({ lookup }) {
      record('users', lookup);
      for (const user of USERS) {
        const isUid = lookup.uid?.values?.includes(user.uid) ?? true;
        if (isUid && (lookup.username?.values?.includes(user.name) ?? true)) yield user;
      }
    },
  }),
  users.table({
    name: 'homes',
    description: 'Users by name in any case of letters.',
    columns: {
      username: users.text('Key', (u) => u.name, { key: { required: true }, collation: 'nocase' }),
      uid: users.bigint('No key', (u) => u.uid),
    },
    *scan({ lookup }) {
      record('homes', lookup);
      for (const user of USERS) if (lookup.username?.values?.includes(user.name)) yield user;
    },
  }),
  users.table({
    name: 'hist',
    description: 'What users did; of uid 0 where nobody is asked for.',
    columns: {
      uid: users.bigint('Key', (u) => u.uid, { key: {} }),
      cmd: users.text('No key', (u) => u.name),
    },
    *scan({ lookup }) {
      record('hist', lookup);
      const wanted = lookup.uid?.values ?? [0];
      for (const user of USERS) if (wanted.includes(user.uid)) yield user;
    },
  }),
];

/**
 * Each query and the calls it makes. Those of sql.md 4.14, where osquery calls a table once per outer row or value; here
 * keys come in batches, `=` is never told what cannot match, and no call is made in vain.
 */
const VECTORS: readonly (readonly [sql: string, ...calls: string[]])[] = [
  ['SELECT * FROM procs', 'procs'],
  ['SELECT * FROM procs WHERE pid = 1', 'procs pid in 1'],
  ['SELECT * FROM procs WHERE pid IN (3, 1, 1)', 'procs pid in 1 3'],
  ['SELECT * FROM procs WHERE pid = 1 OR pid = 2', 'procs pid in 1 2'],
  ["SELECT * FROM procs WHERE pid = 1 OR name = 'n2'", 'procs'],
  ['SELECT * FROM procs WHERE pid BETWEEN 1 AND 2', 'procs pid >= 1 pid <= 2'],
  ["SELECT * FROM procs WHERE pid <> 1 AND name = 'n2'", 'procs'],
  ['SELECT * FROM procs WHERE pid + 0 = 1', 'procs'],
  ["SELECT * FROM users WHERE username = 'bob'", "users username in 'bob'"],
  ['SELECT * FROM users WHERE uid IN (0, 1)', 'users uid in 0 1'],
  ["SELECT * FROM users WHERE username = ''", "users username in ''"],
  ['SELECT * FROM files', 'required-column'],
  ["SELECT * FROM files WHERE path = '/a'", "files path in '/a'"],
  ["SELECT * FROM files WHERE path = ''", "files path in ''"],
  ["SELECT * FROM files WHERE path IN ('/b', '', '/a')", "files path in '' '/a' '/b'"],
  ["SELECT * FROM files WHERE path > '/a'", 'required-column'],
  ["SELECT * FROM files WHERE path LIKE '/a%' OR path LIKE '/b%'", "files path like '/a%' or like '/b%'"],
  ["SELECT * FROM files WHERE path = '/a' OR directory = '/d1'", "files path in '/a'", "files directory in '/d1'"],
  ["SELECT * FROM files WHERE path = '/a' AND directory = '/d'", "files path in '/a' directory in '/d'"],
  ["SELECT * FROM files WHERE path = '/a' OR size = 1", 'required-column'],
  ["SELECT * FROM files WHERE upper(path) = '/A'", 'required-column'],
  ["SELECT * FROM (SELECT * FROM files WHERE directory = '/d1') WHERE size = 1", "files directory in '/d1'"],
  ["SELECT f.path FROM files f JOIN procs p ON f.path = '/' || p.name", 'procs', "files path in '/n1' '/n2' '/n3'"],
  [
    "SELECT f.path FROM procs p LEFT JOIN files f ON f.path = '/' || p.name",
    'procs',
    "files path in '/n1' '/n2' '/n3'",
  ],
  ["SELECT f.path FROM files f LEFT JOIN procs p ON f.path = '/' || p.name", 'required-column'],
  [
    "SELECT f.path FROM users u JOIN files f ON f.path LIKE u.home || '/%'",
    'users',
    "files path like '/root/%' or like '/home/bob/%'",
  ],
  ['SELECT * FROM users JOIN hist USING (uid)', 'users', 'hist uid in 0 1'],
  ['SELECT * FROM hist JOIN users USING (uid)', 'hist', 'users uid in 0'],
  ['SELECT * FROM hist WHERE uid IN (SELECT uid FROM users)', 'users', 'hist uid in 0 1'],
  ['SELECT * FROM procs WHERE EXISTS (SELECT 1 FROM users WHERE users.uid = procs.uid)', 'procs', 'users uid in 0 1'],
  ["SELECT * FROM procs a JOIN procs b USING (pid) WHERE a.name = 'n1'", 'procs', 'procs pid in 1'],
  ["SELECT * FROM homes WHERE username = 'Bob'", "homes username in 'bob'"],
  ["SELECT * FROM homes WHERE username = 'BOB' AND username IN ('bob', 'al')", "homes username in 'bob'"],
  ["SELECT * FROM homes WHERE username = 'Bob' COLLATE BINARY", "homes username in 'bob'"],
  ["SELECT * FROM homes WHERE username = 'Bob' COLLATE RTRIM", 'required-column'],
  ["SELECT * FROM homes WHERE username > 'Bob'", 'required-column'],
  ['SELECT * FROM users JOIN homes USING (username)', 'users', "homes username in 'bob' 'root'"],
  ['SELECT * FROM procs WHERE pid = 1 AND pid = 2'],
  ['SELECT * FROM procs WHERE pid IN ()'],
  ['SELECT * FROM procs LIMIT 0'],
  ['WITH p AS (SELECT * FROM procs) SELECT * FROM p WHERE pid = 2', 'procs pid in 2'],
  ['SELECT * FROM (SELECT uid, count(*) n FROM hist GROUP BY uid) WHERE uid = 1', 'hist uid in 1'],
];

const engine = openEngine({ catalog: new Catalog(tables), host: new Host() });

t.test('a key in any case of letters is checked again by the collation of the comparison', async (t) => {
  const uids = async (where: string) =>
    (await Promise.all(engine.prepare(`SELECT uid FROM homes WHERE ${where}`).map((one) => one.collect()))).flat();
  t.strictSame(await uids("username IN ('BOB', 'al')"), [[1]]);
  t.strictSame(await uids("username = 'bob' COLLATE BINARY"), [[1]]);
  t.strictSame(await uids("username = 'Bob' COLLATE BINARY"), []);
  t.strictSame(await uids("username = 'BOB' AND username = 'bob'"), [[1]]);
});

for (const [sql, ...expected] of VECTORS) {
  t.test(sql, async (t) => {
    calls = [];
    try {
      for (const statement of engine.prepare(sql)) await statement.collect();
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      calls.push(error.code);
    }
    t.strictSame(calls, expected);
  });
}
