import type { Allowed } from './entry.js';
import { DOES_NOT_FIT, FAILS_ON_VALUES, NUMBER_CLASS } from './patterns.js';

/** Of statements that change something. */
export const CHANGES: readonly Allowed[] = [
  {
    name: 'upsert-rowid',
    reason: "ON CONFLICT may name the rowid's column among others of a key; SQLite does not recognise it then",
    mismatch: ['error', 'message'],
    sql: /ON CONFLICT \(\w+, \w+\)/,
    anywhere: /\ba INTEGER(,.*\bPRIMARY KEY \(a\)| PRIMARY KEY)/,
    theirs: /ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint$/,
  },
  {
    name: 'excluded-affinity',
    reason: 'excluded.c is the value as it would be stored; in SQLite, as it was given',
    mismatch: 'contents',
    sql: /ON CONFLICT.*DO UPDATE SET.*\bexcluded\./s,
    but: NUMBER_CLASS,
  },
  {
    name: 'excluded-affinity',
    reason: 'which may fit or not',
    mismatch: 'error',
    sql: /ON CONFLICT.*DO UPDATE SET.*\bexcluded\./s,
    where: ({ ours, theirs }) => DOES_NOT_FIT.test(ours) || DOES_NOT_FIT.test(theirs),
  },
  {
    name: 'alter-recheck',
    reason: 'ADD COLUMN does not look at the values of generated columns of STRICT tables that are there',
    mismatch: 'error',
    sql: /^ALTER TABLE \w+ ADD COLUMN/,
    anywhere: /AS \(.*STRICT/s,
    theirs: /^type mismatch on DEFAULT$/,
  },
  {
    name: 'strict-generated',
    reason: 'STRICT is kept for generated columns too',
    mismatch: ['error', 'message'],
    anywhere: /AS \(.*STRICT/s,
    ours: /^cannot store \w+ value in \w+ column \w+\.g$/,
  },
  {
    name: 'rowid-first',
    reason: 'an UPDATE computes all values of a row before it looks at its new rowid; SQLite looks at the rowid first',
    mismatch: 'message',
    sql: /^UPDATE/,
    ours: FAILS_ON_VALUES,
    theirs: /^datatype mismatch$/,
  },
  {
    name: 'constraint-order',
    reason: 'an UPDATE looks at NOT NULL and CHECK of all its rows before UNIQUE; SQLite goes row by row',
    mismatch: 'message',
    sql: /^UPDATE/,
    ours: /^(NOT NULL|CHECK) constraint failed: /,
    theirs: /^UNIQUE constraint failed: /,
  },
  {
    name: 'atomic-mismatch',
    reason:
      'a statement that ends with "datatype mismatch" or "cannot store" changes nothing; SQLite keeps the rows before, in a transaction',
    mismatch: 'contents',
    anywhere: /^(BEGIN|SAVEPOINT)\b/m,
    ours: /^(datatype mismatch$|cannot store )/m,
    theirs: /^(datatype mismatch$|cannot store )/m,
  },
  {
    name: 'update-order',
    reason:
      'which rows UPDATE OR FAIL, OR IGNORE and OR REPLACE leave hangs on the order they are found in; SQLite may take that of an index',
    mismatch: 'contents',
    sql: /^UPDATE OR (FAIL|IGNORE|REPLACE)/,
  },
  {
    name: 'returning-real',
    reason:
      'a whole number in a REAL column is REAL in all of RETURNING; SQLite gives an INTEGER inside of expressions',
    mismatch: ['rows', 'representative'],
    sql: /RETURNING/,
    ours: /\bR/,
    theirs: /\bI/,
    but: NUMBER_CLASS,
  },
  {
    name: 'random-rowid',
    reason: 'after rowid 9223372036854775807 a random one is taken',
    mismatch: ['rows', 'contents'],
    anywhere: /922337203685477580[678]/,
    but: /I\d{9,}/g,
  },
];
