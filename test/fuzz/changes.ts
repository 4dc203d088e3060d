import type { Draft } from './draft.js';
import type { Question } from './pair.js';

/** Statements that change the block's tables. */
export function changeScript(_draft: Draft): readonly Question[] {
  return [];
}
