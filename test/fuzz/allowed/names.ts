import type { Allowed, Seen } from './entry.js';
import { NESTED_JOIN, RELATION } from './patterns.js';

/** What SQLite adds to a name that comes twice in a subquery. */
const SUBQUERY_MARK = /(?<=\b[a-z]\w*):\d+(?= |$)/gm;

/** Of tables and columns: what is found where, and what it is called. */
export const NAMES: readonly Allowed[] = [
  {
    name: 'parenthesised-join-on',
    reason:
      'SQLite makes a subquery of a parenthesised join and then does not find its tables in ON; the query is right and we answer it',
    mismatch: 'error',
    theirs: /^ON clause references tables to its right$/,
    sql: new RegExp(NESTED_JOIN),
  },
  {
    name: 'parenthesised-join-names',
    reason: 'SQLite shows the names of that subquery, such as "id:1", where the column has the name "id"',
    mismatch: 'columns',
    sql: new RegExp(NESTED_JOIN),
    theirs: /^[^\n]*\b[a-z]\w*:\d/,
    but: SUBQUERY_MARK,
  },
  {
    name: 'parenthesised-join-order',
    reason:
      'in it, SQLite puts merged columns before others, where in joins without parentheses they stay at their place',
    mismatch: 'columns',
    sql: new RegExp(`\\*.*(?:,| JOIN) \\(${RELATION} (?:NATURAL |(?:[A-Z]+ )*JOIN ${RELATION} USING )`, 's'),
    where: hasSameNames,
  },
  {
    name: 'flattened-join-on',
    reason:
      'beside a RIGHT or FULL JOIN, SQLite puts the tables of a subquery, view or UNION ALL in its place, and then does not find them in ON',
    mismatch: 'error',
    theirs: /^ON clause references tables to its right$/,
    sql: new RegExp(
      `^(?=[^]*\\b(?:RIGHT|FULL)\\b)[^]*(?:\\(|\\bAS )SELECT\\b[^]*(?:\\bUNION ALL\\b|\\bFROM ${RELATION}(?:,| [A-Z ]*JOIN) )`,
    ),
  },
  {
    name: 'using-ambiguous',
    reason:
      'beside a RIGHT or FULL JOIN, SQLite refuses USING and NATURAL over a column that two tables to the left have, where it takes the first one otherwise; we always do',
    mismatch: ['error', 'message'],
    sql: /\b(RIGHT|FULL)\b/,
    theirs: /^ambiguous reference to \w+ in USING\(\)$/,
  },
  {
    name: 'star-ambiguous',
    reason:
      'SQLite writes a merged column of a RIGHT or FULL JOIN into * without its table and then finds it ambiguous',
    mismatch: ['error', 'message'],
    theirs: /^ambiguous column name: \w+$/,
    sql: /SELECT \*(?=.* (RIGHT|FULL) )(?=.*\b(NATURAL|USING)\b)/s,
  },
  {
    name: 'on-scope',
    reason:
      'ON sees the tables of its own join; SQLite looks at those that come later too, and may find a name ambiguous',
    mismatch: 'error',
    theirs: /^ambiguous column name: \w+$/,
    where: ({ sql, theirs }) =>
      new RegExp(` ON .*(?<![\\w.])${lastWord(theirs)}\\b.*(,| JOIN) ${RELATION}`, 's').test(sql),
  },
  {
    name: 'is-order',
    reason:
      'of two ambiguous names beside IS, SQLite tells of the right one, which it looks at first: it might be TRUE',
    mismatch: 'message',
    ours: /^ambiguous column name: \w+$/,
    theirs: /^ambiguous column name: \w+$/,
    where: ({ sql, ours, theirs }) => new RegExp(`\\b${lastWord(ours)} IS (NOT )?${lastWord(theirs)}\\b`).test(sql),
  },
  {
    name: 'empty-list-names',
    reason: 'what stands before IN () must make sense; SQLite does not look at it',
    mismatch: 'error',
    sql: /\bIN \(\)/,
    ours: /^(no such column|ambiguous column name|no such function|row value misused)/,
  },
  {
    name: 'empty-list-names',
    reason: 'nor when the column goes',
    mismatch: 'error',
    sql: /^ALTER TABLE \w+ DROP COLUMN/,
    anywhere: /^CREATE VIEW .*\bIN \(\)/m,
    ours: /^error in view \w+ after drop column: no such column: \w+$/,
  },
  {
    name: 'between-or',
    reason:
      'in BETWEEN a OR b AND c, the error is told at OR; SQLite takes AND for that of b AND c, and finds none for BETWEEN',
    mismatch: 'message',
    sql: /\bBETWEEN .* OR /s,
    ours: /^near "OR": syntax error$/,
    theirs: /^incomplete input$/,
  },
  {
    name: 'collation-unused',
    reason: 'an unknown collation is an error even where nothing is compared',
    mismatch: ['error', 'message'],
    ours: /^no such collation sequence/,
  },
  {
    name: 'nested-outer-aggregate',
    reason: "an aggregate of the enclosing query's columns may stand inside of one of the subquery's own",
    mismatch: 'error',
    sql: /SELECT \w+\(.*\w+\((q\d|[a-e]\))/s,
    theirs: /^misuse of aggregate function/,
  },
];

const lastWord = (text: string): string => text.slice(text.lastIndexOf(' ') + 1);

/** Both answers name the same columns, in whatever order. */
function hasSameNames({ ours, theirs }: Seen): boolean {
  const names = (text: string): string =>
    (text.split('\n', 1)[0] ?? '').replaceAll(SUBQUERY_MARK, '').split(' ').sort().join(' ');
  return names(ours) === names(theirs);
}
