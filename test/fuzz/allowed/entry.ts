import type { Finding } from '../pair.js';

/** A difference from SQLite that is meant to be; docs/differences.md tells of each. All that is given must match. */
export interface Allowed {
  readonly name: string;
  readonly reason: string;
  readonly mismatch: Finding['mismatch'] | readonly Finding['mismatch'][];
  /** In the smallest statement, or in a view below it. */
  readonly sql?: RegExp;
  /** In these, in other statements of the case, or in values of its tables. */
  readonly anywhere?: RegExp;
  readonly ours?: RegExp;
  readonly theirs?: RegExp;
  /** All that may differ: what was said is the same without it, in any order of lines. */
  readonly but?: RegExp;
  readonly where?: (seen: Seen) => boolean;
}

/** A finding as text. */
export interface Seen {
  readonly mismatch: Finding['mismatch'];
  /** The statement, and views of the case, one a line. */
  readonly sql: string;
  readonly anywhere: string;
  readonly ours: string;
  readonly theirs: string;
}

export const isAllowed = (entry: Allowed, seen: Seen): boolean =>
  [entry.mismatch].flat().includes(seen.mismatch) &&
  (entry.sql?.test(seen.sql) ?? true) &&
  (entry.anywhere?.test(seen.anywhere) ?? true) &&
  (entry.ours?.test(seen.ours) ?? true) &&
  (entry.theirs?.test(seen.theirs) ?? true) &&
  (entry.but === undefined || linesWithout(entry.but, seen.ours) === linesWithout(entry.but, seen.theirs)) &&
  (entry.where?.(seen) ?? true);

const linesWithout = (but: RegExp, text: string): string => text.replaceAll(but, '').split('\n').sort().join('\n');
