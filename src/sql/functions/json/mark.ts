import type { Value } from '../../../core/index.js';

/**
 * Stands before a text that counts as JSON (SQLite: the subtype 'J'), where a function asks for it: an argument of type
 * `json`. No other text holds these two surrogates, and no marked text is ever shown.
 */
const MARK = '\udbff\udbff';

export const marked = (json: string): string => MARK + json;
export const isMarked = (value: Value): value is string => typeof value === 'string' && value.startsWith(MARK);
export const unmarked = (value: string): string => value.slice(MARK.length);
/** A value without its mark, if it has one. */
export const plain = (value: Value): Value => (isMarked(value) ? unmarked(value) : value);
