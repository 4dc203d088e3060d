import { ADDED_FUNCTIONS } from './origins.js';
import type { FunctionSpec } from './spec.js';

/** A row of `PRAGMA function_list`: one for each name and number of arguments. */
export interface FunctionRow {
  readonly name: string;
  /** 0 for what osquery and hostql add to SQLite. */
  readonly builtin: 0 | 1;
  /** Scalar, or aggregate or window function. */
  readonly type: 's' | 'w';
  readonly enc: 'utf8';
  /** -1: any number. */
  readonly narg: number;
  /** SQLite's flags: {@link DETERMINISTIC}, {@link INNOCUOUS}. */
  readonly flags: number;
}

/** SQLite's SQLITE_DETERMINISTIC: the same arguments give the same result. */
const DETERMINISTIC = 0x800;
/** SQLITE_INNOCUOUS: harmless, whoever wrote the query. */
const INNOCUOUS = 0x200000;
const ANY_NUMBER = 127;

export function functionRows(specs: readonly FunctionSpec[]): readonly FunctionRow[] {
  return specs.flatMap((spec) =>
    [spec.name, ...spec.aliases].flatMap((name) =>
      argumentCounts(spec).map(
        (narg): FunctionRow => ({
          name,
          builtin: ADDED_FUNCTIONS.has(spec.name) ? 0 : 1,
          type: spec.kind === 'scalar' ? 's' : 'w',
          enc: 'utf8',
          narg,
          flags: flagsOf(spec),
        }),
      ),
    ),
  );
}

function argumentCounts({ minArgs, maxArgs }: FunctionSpec): readonly number[] {
  if (maxArgs === ANY_NUMBER) return [-1];
  return Array.from({ length: maxArgs - minArgs + 1 }, (_, index) => minArgs + index);
}

const flagsOf = (spec: FunctionSpec): number =>
  INNOCUOUS | (spec.kind === 'scalar' && !spec.volatile ? DETERMINISTIC : 0);
