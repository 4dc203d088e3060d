import type { Lookup } from '../../catalog/index.js';
import { type Json, jsonEntries } from '../../host/index.js';
import type { OfEngine } from './columns.js';

/** A label of a container, an image, a network or a volume. */
export interface Label extends OfEngine {
  /** Id or name of what it is a label of. */
  readonly of: string;
  readonly key: string;
  readonly value: string | null;
}

export function* labelsOf(labelled: Json, of: string, runtime: string | null): Generator<Label> {
  for (const [key, value] of jsonEntries(labelled, 'Labels'))
    yield { of, key, value: typeof value === 'string' ? value : null, runtime };
}

/** Of several, an engine wants all at once; and what stands behind `=` is a value. */
export function labelFilter(lookup: Lookup<string> | undefined): readonly string[] | undefined {
  const [only, ...others] = lookup?.values ?? [];
  return only !== undefined && others.length === 0 && /^[\w./-]+$/.test(only) ? [only] : undefined;
}
