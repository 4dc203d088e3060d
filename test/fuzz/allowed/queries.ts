import type { Allowed, Seen } from './entry.js';
import { ARG, FAILS_ON_VALUES, PARENTHESES } from './patterns.js';

/** What leaves rows or values out before some expression sees them. */
const MAY_SPARE =
  /\b(WHERE|HAVING|FILTER|ON|LIMIT|AND|OR|CASE|iif|coalesce|ifnull|IN|BETWEEN|EXISTS|UNION|EXCEPT|INTERSECT|WITH)\b|\((SELECT|VALUES)\b/;
/** Columns of a view that nobody asked for. */
const HAS_VIEW = /\b(FROM|JOIN) v\d\b.*\nCREATE VIEW/s;
/** A NULL as one of several arguments: most functions give NULL then. */
const HAS_NULL_ARGUMENT = new RegExp(`\\b(?!json_)\\w+\\((?:(?:${ARG}, ?)+NULL\\b|NULL,)`);
/** The names of columns, and nothing below them. */
const NO_ROWS = /^[^\n]*$/;

/** Of rows, and of what is computed for which. */
export const QUERIES: readonly Allowed[] = [
  {
    name: 'frame-offset',
    reason:
      'the offset of a frame may be made of functions and subqueries without columns; SQLite takes plain arithmetic alone',
    mismatch: 'error',
    sql: /(PRECEDING|FOLLOWING)/,
    theirs: /^frame (starting|ending) offset must be a non-negative/,
  },
  {
    name: 'frame-offset',
    reason: 'and it may not be a text',
    mismatch: 'error',
    sql: /'[^']*' (PRECEDING|FOLLOWING)/,
    ours: /^frame (starting|ending) offset must be a non-negative number$/,
  },
  {
    name: 'values-truth',
    reason: 'SQLite 3.49 gives 0 for IS TRUE of a constant in the later rows of VALUES',
    mismatch: 'rows',
    sql: /VALUES .*, \(.*IS (NOT )?(TRUE|FALSE)/s,
    but: /\bI[01]\b/g,
  },
  {
    name: 'empty-list-truth',
    reason: 'x IS (y IN ()) compares; SQLite reads FALSE for the list, and x IS FALSE asks for the truth of x',
    mismatch: ['rows', 'contents'],
    sql: / IS (NOT )?\(*[^()]* (NOT )?IN \(\)/,
  },
  {
    name: 'compound-collate',
    reason:
      'ORDER BY with COLLATE makes SQLite read a compound as a subquery, and whole numbers in REAL columns become REAL',
    mismatch: ['rows', 'order', 'representative'],
    sql: /(UNION|EXCEPT|INTERSECT).*ORDER BY.* COLLATE /s,
    ours: /\bI/,
    theirs: /\bR/,
    but: /[IR](?=-?\d)/g,
  },
  {
    name: 'values-collation',
    reason: 'VALUES of several rows has no collation of its own in a compound; SQLite 3.46 and later give it BINARY',
    mismatch: 'rows',
    sql: /VALUES \(.*\), \(.*\b(UNION|EXCEPT|INTERSECT)\b/s,
    anywhere: /COLLATE (NOCASE|RTRIM)/,
  },
  {
    name: 'compound-affinity',
    reason:
      'a column of a compound has the affinity of its first arm, as in SQLite 3.42; later versions ask all arms, and VALUES of several rows is a compound',
    mismatch: 'rows',
    where: comparesCompound,
  },
  {
    name: 'representative',
    reason:
      'of values that compare equal, such as 1 and 1.0 or a and A under NOCASE, DISTINCT, GROUP BY, UNION, min() and max() may show another one',
    mismatch: 'representative',
    sql: /DISTINCT|UNION|EXCEPT|INTERSECT|GROUP BY|\b(min|max)\(/i,
  },
  ...[MAY_SPARE, HAS_VIEW, HAS_NULL_ARGUMENT].flatMap((sql): Allowed[] => [
    {
      name: 'not-needed',
      reason:
        'whether an expression that fails is computed where its value is not needed, on no row at all say, is up to the planner',
      mismatch: 'error',
      sql,
      theirs: FAILS_ON_VALUES,
    },
    { name: 'not-needed', reason: 'the other way round', mismatch: 'error', sql, ours: FAILS_ON_VALUES },
  ]),
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
];

/** A column of a compound in FROM is compared. */
function comparesCompound({ sql }: Seen): boolean {
  const isCompound = (text: string | undefined): boolean =>
    /\b(UNION|EXCEPT|INTERSECT)\b|\bVALUES \(.*\), \(/s.test(text ?? '');
  const namesOf = (relations: RegExp): string[] =>
    [...sql.matchAll(relations)]
      .filter(({ groups }) => isCompound(groups?.['body']))
      .map(({ groups }) => groups?.['name'] ?? '');
  const stored = [...namesOf(VIEW), ...namesOf(CTE)];
  const aliases = stored.flatMap((name) =>
    [...sql.matchAll(new RegExp(`\\b${name} AS (\\w+)`, 'g'))].map(([, alias]) => alias),
  );
  const columns = `\\b(?:${[...aliases, ...namesOf(SUBQUERY)].join('|') || '(?!)'})\\.\\w+`;
  const operators = '(?:[<>=]|IS|IN|BETWEEN|AND)';
  return new RegExp(`${operators} ${columns}|${columns} (?:NOT )?${operators}`).test(sql);
}

const VIEW = /^CREATE VIEW (?<name>\w+) AS (?<body>.*)$/gm;
const CTE = new RegExp(`\\b(?<name>c\\d+) ?\\([\\w, ]*\\) AS (?:NOT )?(?:MATERIALIZED )?(?<body>${PARENTHESES})`, 'g');
const SUBQUERY = new RegExp(`(?<body>${PARENTHESES}) AS (?<name>q\\d+)`, 'g');
