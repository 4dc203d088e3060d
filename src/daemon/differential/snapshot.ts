import { createHash } from 'node:crypto';
import type { SnapshotRecord } from '../../logger/index.js';
import type { Plan } from './differential.js';
import { type ResultSet, toResultRows } from './result-set.js';
import { rowTexts } from './row-text.js';

/** One run of a snapshot query. */
export interface SnapshotRun {
  /** Full name. */
  readonly name: string;
  readonly epoch: number | bigint;
  /** Seconds since 1970, when the query ended. */
  readonly unixTime: number;
  readonly decorations: ReadonlyMap<string, string>;
  readonly emit: 'always' | 'on_change' | 'non_empty';
  readonly nullText: string;
}

/** Where the hash of the last snapshot is kept, in the domain `configurations`; only `emit: on_change` has one. */
export const snapshotHashKey = (name: string): string => `snapshot_hash.${name}`;

/** What a run says, and the hash to keep. `lastHash` is what {@link snapshotHashKey} has. */
export function planSnapshot(
  lastHash: string | undefined,
  run: SnapshotRun,
  sets: readonly ResultSet[],
): Plan<SnapshotRecord> {
  const hash = run.emit === 'on_change' ? hashOf(sets, run.nullText) : undefined;
  const isEmpty = sets.every(({ rows }) => rows.length === 0);
  if ((hash !== undefined && hash === lastHash) || (run.emit === 'non_empty' && isEmpty)) {
    return { changes: [], messages: [] };
  }
  const { name, epoch, unixTime, decorations } = run;
  const rows = toResultRows(sets, run.nullText);
  return {
    record: { kind: 'snapshot', name, epoch, unixTime, decorations, counter: 0, rows },
    changes: hash === undefined ? [] : [{ domain: 'configurations', key: snapshotHashKey(name), value: hash }],
    messages: [],
  };
}

/** The same for the same rows in any order. */
function hashOf(sets: readonly ResultSet[], nullText: string): string {
  const hash = createHash('sha256');
  for (const text of rowTexts(sets, nullText).sort()) hash.update(text).update('\n');
  return hash.digest('hex');
}
