import type { Value } from '../../../core/index.js';
import { documentOf, sourceOf } from './cache.js';
import type { Document } from './document.js';
import { plain } from './mark.js';
import { findNode, type Path, parsePath } from './path.js';

/** A path argument; undefined for null. @throws SqlError 'JSON path error near …' */
export function pathOf(value: Value): Path | undefined {
  return value === null ? undefined : parsePath(sourceOf(value));
}

/** A text argument as it is, without a mark. */
export const textOfArgument = (value: Value): string | null => {
  const bare = plain(value);
  return bare === null ? null : sourceOf(bare);
};

export interface Place {
  readonly document: Document;
  readonly node: number;
}

/** What a document holds at a path; undefined where that leads nowhere, or either is null. @throws SqlError */
export function placeOf(json: Value, path: Value): Place | undefined {
  if (json === null) return undefined;
  const document = documentOf(json);
  const steps = pathOf(path);
  const node = steps ? findNode(document, steps) : -1;
  return node < 0 ? undefined : { document, node };
}
