import { decodeText, encodeText, hasRawBytes, toText, type Value } from '../../../core/index.js';
import { checkSize } from '../size.js';
import { type Sliding, takeBack } from '../sliding.js';
import type { Accumulator } from '../spec.js';

/** Texts in order, each after its separator. */
export interface Joined extends Sliding<string> {
  /** In UTF-16 units, separators included. */
  length: number;
}

/** Joins the values that are not null. The separator before a value is the one of its own row; a null one is empty. */
export const joining: Accumulator<Joined> = {
  start: () => ({ items: [], first: 0, length: 0 }),
  step(state, value = null, separator: Value = ',') {
    if (value === null) return;
    const [before, text] = [separator === null ? '' : toText(separator), toText(value)];
    state.length = checkSize(state.length + before.length + text.length);
    state.items.push(before, text);
  },
  inverse(state, value = null) {
    if (value === null) return;
    state.length -= (state.items[state.first]?.length ?? 0) + (state.items[state.first + 1]?.length ?? 0);
    takeBack(state, 2);
  },
  finish(state) {
    if (state.first >= state.items.length) return null;
    const text = state.items.slice(state.first + 1).join('');
    return hasRawBytes(text) ? decodeText(encodeText(text)) : text; // bytes that meet may make a character
  },
};
