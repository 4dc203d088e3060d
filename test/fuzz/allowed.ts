import type { Finding } from './pair.js';
import { schemaStatements } from './schema.js';

/** A difference from SQLite that is meant to be; docs/differences.md tells of each. */
export interface Allowed {
  readonly name: string;
  readonly reason: string;
  /** All that is given must match the smallest case. */
  readonly mismatch?: Finding['mismatch'];
  readonly sql?: RegExp;
  /** What made the tables. */
  readonly data?: RegExp;
  readonly ours?: RegExp;
  readonly theirs?: RegExp;
}

/** What leaves rows or values out before some expression sees them. */
const MAY_SPARE =
  /\b(WHERE|HAVING|FILTER|ON|LIMIT|AND|OR|CASE|iif|coalesce|ifnull|IN|BETWEEN|EXISTS|UNION|EXCEPT|INTERSECT|WITH)\b|\(SELECT\b/;
/** Errors that hang on values. */
const FAILS_ON_VALUES =
  /^(malformed JSON|JSON cannot hold BLOB values|JSON path error|bad JSON path|integer overflow|json_\w+\(\) labels must be TEXT|ESCAPE expression|second argument to likelihood)/;
/** The names of columns, and nothing below them. */
const NO_ROWS = /^[^\n]*$/;

export const ALLOWED: readonly Allowed[] = [
  {
    name: 'parenthesised-join-on',
    reason:
      'SQLite makes a subquery of a parenthesised join and then does not find its tables in ON; the query is right and we answer it',
    theirs: /^ON clause references tables to its right$/,
    sql: /\(.* JOIN |\(\w+ AS \w+, /s,
  },
  {
    name: 'union-join-on',
    reason: 'so it does where arms of a UNION ALL in FROM take its place beside a RIGHT or FULL JOIN',
    mismatch: 'error',
    theirs: /^ON clause references tables to its right$/,
    sql: /\b(RIGHT|FULL)\b.*\(.* UNION ALL /s,
  },
  {
    name: 'parenthesised-join-names',
    reason: 'SQLite shows the names of that subquery, such as "id:1", where the column has the name "id"',
    theirs: /^[^\n]*:\d/,
    sql: /\(.* JOIN |\(\w+ AS \w+, /s,
  },
  {
    name: 'sum-overflow',
    reason: 'SQLite fails when a sum of integers passes 64 bits on the way; we fail when its result does',
    theirs: /^integer overflow$/,
    sql: /\bsum\(/i,
  },
  {
    name: 'empty-window-concat',
    reason: 'SQLite gives a NUL byte for group_concat of nothing but empty texts in a window, an error of its own',
    theirs: /\\u0000/,
    sql: /(group_concat|string_agg)\(.* OVER /is,
  },
  {
    name: 'using-ambiguous',
    reason:
      'beside a RIGHT or FULL JOIN, SQLite refuses USING and NATURAL over a column that two tables to the left have, where it takes the first one otherwise; we always do',
    theirs: /^ambiguous reference to \w+ in USING\(\)$/,
  },
  {
    name: 'star-ambiguous',
    reason:
      'SQLite writes a merged column of a RIGHT or FULL JOIN into * without its table and then finds it ambiguous',
    theirs: /^ambiguous column name: \w+$/,
    sql: /SELECT \*.* (RIGHT|FULL) /s,
  },
  {
    name: 'collation-unused',
    reason: 'an unknown collation is an error even where nothing is compared',
    ours: /^no such collation sequence/,
  },
  {
    name: 'json-patch-repeats',
    reason: 'a key that comes twice in a patch stays twice, as in SQLite 3.42; later versions keep the last',
    sql: /json_patch\(.*"a":1,"a":2/s,
  },
  {
    name: 'json-null-root',
    reason:
      'json_set, json_replace and json_insert that put a number or null at the root give that value, as in SQLite 3.42',
    sql: /json_(set|replace|insert)\(.*'\$'/s,
    theirs: /T"/,
  },
  {
    name: 'jsonb',
    reason: 'SQLite 3.45 and later read some blobs as JSONB; we refuse all blobs, as 3.42 does',
    ours: /^(JSON cannot hold BLOB values|malformed JSON)$/,
    sql: /x'/,
  },
  {
    name: 'jsonb',
    reason: 'the same, for values of tables',
    ours: /^(JSON cannot hold BLOB values|malformed JSON)$/,
    sql: /\bjson_|->/,
    data: /x'/,
  },
  {
    name: 'quote-digits',
    reason:
      'quote() writes REAL with 21 digits where 15 do not give it back, as in SQLite 3.42; later versions write 17',
    sql: /quote\(/,
    ours: /\.\d{20}e/,
  },
  {
    name: 'printf-digits',
    reason: 'digits past the 16th are zeros, cut and not rounded, as in SQLite 3.42',
    sql: /(printf|format)\(/,
    ours: /\d{12,}/,
    theirs: /\d{12,}/,
  },
  {
    name: 'json-path-words',
    reason: 'a bad path is told in the words of SQLite 3.42',
    ours: /^JSON path error near /,
    theirs: /^bad JSON path: /,
  },
  {
    name: 'json-null-path',
    reason: 'a NULL path gives NULL before the text is looked at, as in SQLite 3.42',
    sql: /->/,
    theirs: /^malformed JSON$/,
  },
  {
    name: 'frame-offset',
    reason:
      'the offset of a frame may be made of functions and subqueries without columns; SQLite takes plain arithmetic alone',
    sql: /(PRECEDING|FOLLOWING)/,
    theirs: /^frame (starting|ending) offset must be a non-negative/,
  },
  {
    name: 'nul',
    reason: 'texts do not end at a NUL character in quote(), LIKE, GLOB, printf() and unhex()',
    sql: /x'([0-9a-f]{2})*00|zeroblob\(|char\(|%c/,
  },
  {
    name: 'nul',
    reason: 'the same, for values of tables',
    data: /x'([0-9a-f]{2})*00/,
    sql: /\b(quote|LIKE|GLOB|printf|format|unhex|instr|replace)\b/i,
  },
  {
    name: 'json-root',
    reason: 'the same, where the value is used',
    mismatch: 'rows',
    sql: /json_(set|replace|insert)\([^()]*'\$', [^'()]*\)/,
  },
  {
    name: 'json-infinity',
    reason: 'infinity in JSON is 9.0e999, as in SQLite 3.42; later versions write 9.0e+999',
    theirs: /9\.0e\+999/,
  },
  {
    name: 'json-null-label',
    reason: 'a NULL label of json_group_object() is left out; SQLite writes what is no JSON',
    sql: /json_group_object\(/,
    theirs: /\{:/,
  },
  {
    name: 'json-empty-label',
    reason: "->> '' is a label that nothing has, as in SQLite 3.42",
    theirs: /^bad JSON path: ''$/,
  },
  {
    name: 'values-truth',
    reason: 'SQLite 3.49 gives 0 for IS TRUE of a constant in the later rows of VALUES',
    sql: /VALUES .*IS (NOT )?(TRUE|FALSE)/s,
  },
  {
    name: 'compound-collate',
    reason:
      'ORDER BY with COLLATE makes SQLite read a compound as a subquery, and whole numbers in REAL columns become REAL',
    sql: /(UNION|EXCEPT|INTERSECT).*ORDER BY.* COLLATE /s,
    ours: /\bI/,
    theirs: /\bR/,
  },
  {
    name: 'values-affinity',
    reason:
      'SQLite 3.46 and later read VALUES of several rows as a subquery: an arm of a compound that has no affinity, and spoils that of the others',
    mismatch: 'rows',
    sql: /\((SELECT|VALUES)\b.*\b(UNION|EXCEPT|INTERSECT)\b.*VALUES \(.*\), \(/s,
  },
  {
    name: 'values-collation',
    reason: 'and that has the collation BINARY',
    mismatch: 'rows',
    sql: /VALUES \(.*\), \(.*\b(UNION|EXCEPT|INTERSECT)\b/s,
    data: /COLLATE (NOCASE|RTRIM)/,
  },
  {
    name: 'upsert-rowid',
    reason: "ON CONFLICT may name the rowid's column among others of a key; SQLite does not recognise it then",
    sql: /ON CONFLICT \(\w+, \w+\)/,
    theirs: /ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint$/,
  },
  {
    name: 'representative',
    reason:
      'of values that compare equal, such as 1 and 1.0 or a and A under NOCASE, DISTINCT, GROUP BY, UNION, min() and max() may show another one',
    mismatch: 'representative',
    sql: /DISTINCT|UNION|EXCEPT|INTERSECT|GROUP BY|\b(min|max)\(/i,
  },
  {
    name: 'round-decimal',
    reason: 'round() takes a number for its short decimal form, as in SQLite 3.42: round(2.675, 2) is 2.68',
    mismatch: 'rows',
    sql: /\bround\([^,]*, \d/,
    ours: /R-?\d+\.\d/,
    theirs: /R-?\d+\.\d/,
  },
  {
    name: 'printf-rounding',
    reason: 'so does printf()',
    sql: /\b(printf|format)\(.*\.\d+[feg]/s,
    mismatch: 'rows',
  },
  {
    name: 'nested-outer-aggregate',
    reason: "an aggregate of the enclosing query's columns may stand inside of one of the subquery's own",
    sql: /SELECT \w+\(.*\w+\((q\d|[a-e]\))/s,
    theirs: /^misuse of aggregate function/,
  },
  {
    name: 'alter-recheck',
    reason: 'ADD COLUMN does not look at the values of generated columns of STRICT tables that are there',
    sql: /^ALTER TABLE/,
    theirs: /^type mismatch on DEFAULT$/,
  },
  {
    name: 'strict-generated',
    reason: 'STRICT is kept for generated columns too',
    data: /AS \(.*STRICT/s,
    ours: /^cannot store /,
  },
  {
    name: 'quote-digits-stored',
    reason: 'the same, where the text was stored',
    mismatch: 'contents',
    sql: /\bquote\(/,
  },
  {
    name: 'json-path-words',
    reason: 'a REAL to the right of -> and ->> is a bad path, as in SQLite 3.42',
    sql: /->/,
    ours: /^JSON path error near /,
  },
  {
    name: 'replace-nothing',
    reason: "replace() of '' gives its argument as it is, as in SQLite 3.42; later versions make it a text",
    sql: /\breplace\(/,
    ours: /\b[IR]-?\d/,
    theirs: /T"/,
  },
  {
    name: 'update-order',
    reason:
      'which rows UPDATE OR FAIL, OR IGNORE and OR REPLACE leave hangs on the order they are found in; SQLite may take that of an index',
    mismatch: 'contents',
    sql: /^UPDATE OR (FAIL|IGNORE|REPLACE)/,
  },
  {
    name: 'round-beyond',
    reason: 'the same, where it is shown as a number',
    sql: /\b(ceil|floor)\(/,
    ours: /\bR-?[\d.]+e\+/,
  },
  {
    name: 'round-beyond',
    reason: 'the same',
    mismatch: 'representative',
    sql: /\b(ceil|floor)\(/,
  },
  {
    name: 'natural-ambiguous',
    reason: 'columns of a table function that is joined by NATURAL are merged by name',
    sql: /json_(each|tree)\(.*NATURAL/s,
    theirs: /^ambiguous column name: /,
  },
  {
    name: 'on-scope',
    reason:
      'ON sees the tables of its own join; SQLite looks at those that come later too, and may find a name ambiguous',
    mismatch: 'error',
    sql: / ON .*(\bJOIN\b|, \w+ AS )/s,
    theirs: /^ambiguous column name: \w+$/,
  },
  {
    name: 'returning-real',
    reason: 'the same',
    mismatch: 'representative',
    sql: /RETURNING/,
  },
  {
    name: 'frame-offset',
    reason: 'and it may not be a text',
    sql: /(PRECEDING|FOLLOWING)/,
    ours: /^frame (starting|ending) offset must be a non-negative number$/,
  },
  {
    name: 'round-beyond',
    reason: 'ceil() and floor() beyond 64 bits give the REAL',
    sql: /\b(ceil|floor)\(/,
    ours: /R-?\d{19,}|R-?\d+e\+\d+|RInfinity|R-Infinity/,
  },
  {
    name: 'substr-far',
    reason:
      'substr() without a length goes to the end from however far before the start; in SQLite, 10^9 characters on',
    mismatch: 'rows',
    sql: /substr(ing)?\(.*(\d{10}|\de\+?\d{2}|unixepoch|<<)/s,
  },
  {
    name: 'substr-far',
    reason: 'the same, for values of tables',
    mismatch: 'rows',
    sql: /substr(ing)?\(/,
    data: /-(\d{10}|\d[\d.]*e\+?\d{2})/,
  },
  {
    name: 'bytes',
    reason: 'a byte that is no UTF-8, such as printf() with a precision cuts off, is one character',
    mismatch: 'rows',
    sql: /\b(length|substr|substring|instr|unicode)\(.*\b(printf|format)\(.*%[^!%]*\.\d+s/s,
  },
  {
    name: 'not-needed',
    reason:
      'whether an expression that fails is computed where its value is not needed, on no row at all say, is up to the planner',
    mismatch: 'error',
    sql: MAY_SPARE,
    theirs: FAILS_ON_VALUES,
  },
  {
    name: 'not-needed',
    reason: 'the other way round',
    mismatch: 'error',
    sql: MAY_SPARE,
    ours: FAILS_ON_VALUES,
  },
  {
    name: 'not-needed',
    reason: 'no row comes out',
    mismatch: 'error',
    sql: /\bFROM\b/,
    ours: NO_ROWS,
    theirs: FAILS_ON_VALUES,
  },
  {
    name: 'not-needed',
    reason: 'the other way round',
    mismatch: 'error',
    sql: /\bFROM\b/,
    ours: FAILS_ON_VALUES,
    theirs: NO_ROWS,
  },
  {
    name: 'atomic-mismatch',
    reason:
      'a statement that ends with "datatype mismatch" or "cannot store" changes nothing; SQLite keeps the rows before, in a transaction',
    mismatch: 'contents',
    theirs: /^(datatype mismatch$|cannot store )/,
  },
  {
    name: 'empty-list-names',
    reason: 'what stands before IN () must make sense; SQLite does not look at it',
    sql: /\bIN \(\)/,
    ours: /^(no such column|ambiguous column name|no such function|row value misused)/,
  },
  {
    name: 'random-rowid',
    reason: 'after rowid 9223372036854775807 a random one is taken',
    mismatch: 'contents',
    data: /922337203685477580[78]/,
  },
  {
    name: 'returning-real',
    reason:
      'a whole number in a REAL column is REAL in all of RETURNING; SQLite gives an INTEGER inside of expressions',
    sql: /RETURNING/,
    ours: /\bR/,
    theirs: /\bI/,
  },
  {
    name: 'mathematics',
    reason: 'as in osquery, mathematics outside of their domain or range are an error; the oracle gives NULL',
    ours: /^Numerical (argument out of domain|result out of range)$/,
  },
];

/** The entry that the smallest case of a difference falls under. */
export function allowedBy({ mismatch, smallest, ours, theirs }: Finding): Allowed | undefined {
  return ALLOWED.find(
    (entry) =>
      (entry.mismatch === undefined || entry.mismatch === mismatch) &&
      (entry.sql?.test(smallest.sql) ?? true) &&
      (entry.data?.test([...schemaStatements(smallest.schema), ...smallest.script].join('\n')) ?? true) &&
      (entry.ours?.test(ours) ?? true) &&
      (entry.theirs?.test(theirs) ?? true),
  );
}
