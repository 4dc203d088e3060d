import { jsonValue, type ResultRow } from '../../logger/index.js';

export interface KeyedDifference {
  readonly added: readonly ResultRow[];
  readonly removed: readonly ResultRow[];
  readonly changed: readonly { readonly before: ResultRow; readonly after: ResultRow }[];
}

/**
 * A removed and an added row with the same key become one change. Where a key stands for several rows it tells nothing
 * apart: those rows stay removed and added, and so do rows that lack a column of the key.
 */
export function pairByKey(
  added: readonly ResultRow[],
  removed: readonly ResultRow[],
  key: readonly string[],
): KeyedDifference {
  const before = singles(removed, key);
  const after = singles(added, key);
  const changed = [...after].flatMap(([id, after]) => {
    const found = before.get(id);
    return after && found ? [{ before: found, after }] : [];
  });
  const paired = new Set(changed.flatMap(({ before, after }) => [before, after]));
  return {
    added: added.filter((row) => !paired.has(row)),
    removed: removed.filter((row) => !paired.has(row)),
    changed,
  };
}

/** Rows by key; null where several have it. */
function singles(rows: readonly ResultRow[], key: readonly string[]): Map<string, ResultRow | null> {
  const byKey = new Map<string, ResultRow | null>();
  for (const row of rows) {
    const id = keyOf(row, key);
    if (id !== undefined) byKey.set(id, byKey.has(id) ? null : row);
  }
  return byKey;
}

function keyOf(row: ResultRow, key: readonly string[]): string | undefined {
  const cells = key.map((column) => row.get(column));
  return cells.every((cell) => cell !== undefined) ? cells.map(jsonValue).join(',') : undefined;
}
