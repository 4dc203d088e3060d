import t from 'tap';
import { ALLOWED, allowedBy } from './allowed/index.js';
import type { Finding } from './pair.js';

/** What an entry is there for; `not` is a difference that it must leave, in the same statement unless it has its own. */
interface Example {
  readonly name: string;
  readonly mismatch: Finding['mismatch'];
  readonly before?: readonly string[];
  readonly sql: string;
  readonly ours: string;
  readonly theirs: string;
  readonly not: Partial<Pick<Example, 'mismatch' | 'before' | 'sql' | 'ours' | 'theirs'>>;
}

const EXAMPLES: readonly Example[] = [
  {
    name: 'parenthesised-join-names',
    mismatch: 'columns',
    sql: 'SELECT * FROM t1 AS q1 LEFT JOIN (t1 AS q2 JOIN t2 AS q3)',
    ours: 'id id id b\nI1\tI1\tI1\tN',
    theirs: 'id id id:1 b\nI1\tI1\tI1\tN',
    not: { ours: 'id id id\nI1\tI1\tI1' },
  },
  {
    name: 'parenthesised-join-order',
    mismatch: 'columns',
    sql: 'SELECT * FROM t1 AS q1 JOIN (t2 AS q2 NATURAL JOIN t3 AS q3)',
    ours: 'id id c b',
    theirs: 'id id b c',
    not: { ours: 'id id c' },
  },
  {
    name: 'on-scope',
    mismatch: 'error',
    sql: 'SELECT NULL FROM json_tree() AS q1 LEFT JOIN t1 AS q3 ON type, json_each() AS q4',
    ours: 'NULL',
    theirs: 'ambiguous column name: type',
    not: { sql: 'SELECT type FROM json_tree() AS q1 LEFT JOIN t1 AS q3 ON 1, json_each() AS q4', ours: 'type' },
  },
  {
    name: 'is-order',
    mismatch: 'message',
    sql: 'SELECT 1 FROM t1 AS q1 JOIN t1 AS q2 ON b IS c',
    ours: 'ambiguous column name: b',
    theirs: 'ambiguous column name: c',
    not: { sql: 'SELECT 1 FROM t1 AS q1 JOIN t1 AS q2 ON b = c' },
  },
  {
    name: 'json-root',
    mismatch: 'rows',
    sql: "SELECT json_set('[]', '$', NULL)",
    ours: 'x\nN',
    theirs: 'x\nT"null"',
    not: { sql: "SELECT json_set('[]', '$.a', NULL)" },
  },
  {
    name: 'json-place',
    mismatch: 'error',
    sql: "SELECT json_replace('{}', '$.a', x'00')",
    ours: 'x\nT"{}"',
    theirs: 'JSON cannot hold BLOB values',
    not: { sql: "SELECT json_array(x'00')" },
  },
  {
    name: 'quote-digits',
    mismatch: 'rows',
    sql: 'SELECT quote(0.1)',
    ours: 'x\nT"1.0000000000000000555e-01"',
    theirs: 'x\nT"1.000000000000000056e-01"',
    not: { ours: 'x\nT"1.1000000000000000555e-01"' },
  },
  {
    name: 'printf-digits',
    mismatch: 'rows',
    sql: "SELECT printf('%.2f', 9223372036854775807)",
    ours: 'x\nT"9223372036854775000.00"',
    theirs: 'x\nT"9223372036854776000.00"',
    not: { ours: 'x\nT"922337203685477500.00"' },
  },
  {
    name: 'round-decimal',
    mismatch: 'contents',
    sql: 'UPDATE m1 SET a = round(1.005, 2)',
    ours: '\nrowid a b\nI1\tR1.01\tI5',
    theirs: '\nrowid a b\nI1\tR1\tI5',
    not: { ours: '\nrowid a b\nI1\tR1.02\tI5' },
  },
  {
    name: 'random-rowid',
    mismatch: 'contents',
    sql: "INSERT INTO m1 VALUES (9223372036854775807, 'a'), (NULL, 'b')",
    ours: '\na b\nI3141592653589793\tT"b"',
    theirs: '\na b\nI2718281828459045235\tT"b"',
    not: { ours: '\na b\nI3141592653589793\tT"c"' },
  },
  {
    name: 'replace-nothing',
    mismatch: 'rows',
    sql: "SELECT replace(5, '', 'x')",
    ours: 'x\nI5',
    theirs: 'x\nT"5"',
    not: { ours: 'x\nI6' },
  },
  {
    name: 'substr-far',
    mismatch: 'rows',
    sql: "SELECT substr('abc', -9007199254740993)",
    ours: 'x\nT"abc"',
    theirs: 'x\nT""',
    not: { sql: "SELECT substr('abc', -9007199254740993, 2)" },
  },
  {
    name: 'not-needed',
    mismatch: 'error',
    sql: "SELECT rtrim(NULL, json_array(x'00'))",
    ours: 'x\nN',
    theirs: 'JSON cannot hold BLOB values',
    not: { sql: "SELECT rtrim('a', json_array(x'00'))" },
  },
  {
    name: 'atomic-mismatch',
    mismatch: 'contents',
    before: ['CREATE TABLE m1(a INTEGER PRIMARY KEY)', 'BEGIN'],
    sql: "INSERT INTO m1 VALUES (1), ('a')",
    ours: 'datatype mismatch\na a',
    theirs: 'datatype mismatch\na a\nI1\tI1',
    not: { before: ['CREATE TABLE m1(a INTEGER PRIMARY KEY)'] },
  },
  {
    name: 'constraint-order',
    mismatch: 'message',
    sql: 'UPDATE m1 SET a = b',
    ours: 'CHECK constraint failed: a > 1',
    theirs: 'UNIQUE constraint failed: m1.a',
    not: { mismatch: 'error', theirs: '' },
  },
  {
    name: 'excluded-affinity',
    mismatch: 'error',
    sql: "INSERT INTO m1 (a, c) VALUES (1, '2.5') ON CONFLICT (a) DO UPDATE SET a = excluded.c",
    ours: 'datatype mismatch',
    theirs: '',
    not: { ours: 'no such column: excluded.c' },
  },
  {
    name: 'compound-affinity',
    mismatch: 'rows',
    before: ['CREATE VIEW v1 AS SELECT 1 AS r1 EXCEPT SELECT q2.c AS r2 FROM t1 AS q2'],
    sql: 'SELECT NULL FROM t3 AS q1 FULL JOIN v1 AS q2 ON q1.b = q2.r1',
    ours: 'NULL\nN',
    theirs: 'NULL\nN\nN',
    not: { sql: 'SELECT NULL FROM t3 AS q1 FULL JOIN v1 AS q2 ON q1.b' },
  },
];

t.test('an entry lets through what it is there for, and no other difference', async (t) => {
  for (const example of EXAMPLES) {
    t.equal(allowedBy(findingOf(example))?.name, example.name, example.name);
    t.equal(allowedBy(findingOf({ ...example, ...example.not }))?.name, undefined, `not ${example.name}`);
  }
});

t.test('every entry says why', async (t) => {
  for (const { name, reason } of ALLOWED) t.match(reason, /\w+ \w+/, name);
});

function findingOf({ mismatch, before = [], sql, ours, theirs }: Example): Finding {
  return {
    mismatch,
    smallest: { schema: { tables: [], views: [] }, script: before, sql },
    ours,
    theirs,
  };
}
