import type { Finding } from './pair.js';

/** A difference from SQLite that is meant to be; docs/differences.md tells of each. */
export interface Allowed {
  readonly name: string;
  readonly reason: string;
  /** All that is given must match the smallest case. */
  readonly sql?: RegExp;
  readonly ours?: RegExp;
  readonly theirs?: RegExp;
}

export const ALLOWED: readonly Allowed[] = [
  {
    name: 'parenthesised-join-on',
    reason:
      'SQLite makes a subquery of a parenthesised join and then does not find its tables in ON; the query is right and we answer it',
    theirs: /^ON clause references tables to its right$/,
    sql: /\(.* JOIN |\(\w+ AS \w+, /s,
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
    name: 'mathematics',
    reason: 'as in osquery, mathematics outside of their domain or range are an error; the oracle gives NULL',
    ours: /^Numerical (argument out of domain|result out of range)$/,
  },
];

/** The entry that the smallest case of a difference falls under. */
export function allowedBy({ smallest, ours, theirs }: Finding): Allowed | undefined {
  return ALLOWED.find(
    (entry) =>
      (entry.sql?.test(smallest.sql) ?? true) &&
      (entry.ours?.test(ours) ?? true) &&
      (entry.theirs?.test(theirs) ?? true),
  );
}
