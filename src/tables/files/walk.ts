import { type Lookup, tableOf } from '../../catalog/index.js';

/** How far a pattern that ends in `%%` goes. */
export interface WalkOptions {
  /** Levels below the folder that the pattern names: with 1, what is in it. Null for all. */
  readonly maxDepth: number | null;
  /** Not into other file systems than those that the search begins on. */
  readonly isOneFileSystem: boolean;
}

export const EVERYWHERE: WalkOptions = { maxDepth: null, isOneFileSystem: false };

export interface WalkLookup {
  readonly max_depth?: Lookup<number>;
  readonly one_file_system?: Lookup<number>;
}

/** The ways to search that a query asks for, one in all but odd ones. */
export function* walksOf({ max_depth, one_file_system }: WalkLookup): Generator<WalkOptions> {
  for (const value of one_file_system?.values ?? [0])
    for (const maxDepth of max_depth?.values ?? [null])
      if (value === 0 || value === 1) yield { maxDepth, isOneFileSystem: value === 1 };
}

/** The hidden columns that say so, of rows with a file. */
export function walkColumns<S>(walkOf: (subject: S) => WalkOptions) {
  const { integer } = tableOf<S>();
  return {
    max_depth: integer(
      'How many levels a pattern that ends in %% goes down; null for all there are',
      (subject) => walkOf(subject).maxDepth,
      { hidden: true, key: { rowsPerValue: 1000 } },
    ),
    one_file_system: integer(
      '1: such a pattern does not go into other file systems than the one it begins on',
      (subject) => Number(walkOf(subject).isOneFileSystem),
      { hidden: true, key: { rowsPerValue: 1000 } },
    ),
  };
}
