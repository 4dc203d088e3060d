import type { Lookup } from '../../catalog/index.js';
import { idPrefix, isEngineId } from '../../host/index.js';

/** The ids that a query names, whole or by the digits they start with: any where it names none. */
export class WantedIds {
  /** In small letters; undefined for any id. What can be no id is left out. */
  readonly prefixes: readonly string[] | undefined;

  constructor(lookup: Lookup<string> | undefined) {
    this.prefixes = lookup?.values?.map(idPrefix).filter((prefix) => prefix !== undefined);
  }

  /** Ids are named, and none of them can be one. */
  get isNone(): boolean {
    return this.prefixes?.length === 0;
  }

  /** The ids, where each that is named is a whole one. */
  get whole(): readonly string[] | undefined {
    return this.prefixes?.every(isEngineId) ? this.prefixes : undefined;
  }

  /** What rows of an id show: the id, or each beginning of it that was asked for, so that the row is what was asked. */
  shown(id: string): readonly string[] {
    return this.prefixes?.filter((prefix) => id.startsWith(prefix)) ?? [id];
  }
}

/** The values of a key for a filter of the engine; undefined where it would not take one of them for what it is. */
export function filterValues(
  lookup: Lookup<string> | undefined,
  isPlain: (value: string) => boolean,
): readonly string[] | undefined {
  return lookup?.values?.every(isPlain) ? lookup.values : undefined;
}
