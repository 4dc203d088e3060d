import type { Finding } from '../pair.js';
import { schemaStatements } from '../schema.js';
import { CHANGES } from './changes.js';
import { type Allowed, isAllowed, type Seen } from './entry.js';
import { JSONS } from './json.js';
import { NAMES } from './names.js';
import { QUERIES } from './queries.js';
import { VALUES } from './values.js';

export type { Allowed, Seen } from './entry.js';

/** Differences that are meant to be, by what they are about. */
export const ALLOWED: readonly Allowed[] = [...NAMES, ...JSONS, ...VALUES, ...CHANGES, ...QUERIES];

/** The entry that the smallest case of a difference falls under. */
export const allowedBy = (finding: Finding): Allowed | undefined => {
  const seen = seenIn(finding);
  return ALLOWED.find((entry) => isAllowed(entry, seen));
};

function seenIn({ mismatch, smallest, ours, theirs }: Finding): Seen {
  const before = [...schemaStatements(smallest.schema), ...smallest.script];
  const views = before.filter((statement) => statement.startsWith('CREATE VIEW'));
  return {
    mismatch,
    sql: [smallest.sql, ...views].join('\n'),
    anywhere: [smallest.sql, ...before].join('\n'),
    ours,
    theirs,
  };
}
