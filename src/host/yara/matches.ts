import type { YaraMatch } from './protocol.js';

/** Columns that every table of YARA has. */
export interface MatchColumns {
  readonly matches: string;
  readonly count: number;
  readonly strings: string;
  readonly tags: string;
}

/**
 * Names, places and tags, with commas between.
 * @param placeOf where an offset is: offsets stand in hexadecimal without a prefix
 */
export function matchColumns(
  matches: readonly YaraMatch[],
  placeOf = (offset: number): number => offset,
): MatchColumns {
  const strings = matches.flatMap(({ strings }) =>
    strings.map(({ id, offset }) => `${id}:${placeOf(offset).toString(16)}`),
  );
  return {
    matches: matches.map(({ rule }) => rule).join(','),
    count: matches.length,
    strings: strings.join(','),
    tags: matches.flatMap(({ tags }) => tags).join(','),
  };
}
