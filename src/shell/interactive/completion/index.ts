import type { Completion } from '../../../terminal/index.js';
import { completeDot, type DotWords } from './dot.js';
import { completeSql } from './sql.js';

export type { DotWords } from './dot.js';
export type { Named, Vocabulary } from './sql.js';
export { vocabularyOf } from './vocabulary.js';

/** What could stand at the cursor of an input. */
export const complete = (text: string, cursor: number, words: DotWords): Completion | undefined =>
  text.startsWith('.') ? completeDot(text, cursor, words) : completeSql(text, cursor, words.vocabulary);
