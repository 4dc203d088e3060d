import { decodeText, encodeText, hasRawBytes, toText, type Value } from '../../../core/index.js';
import { checkSize } from '../size.js';
import type { Accumulator } from '../spec.js';

/** Texts in order, each after its separator; those before `first` were taken back. */
export interface Joined {
  readonly parts: string[];
  first: number;
  /** In UTF-16 units, separators included. */
  length: number;
}

/** Joins the values that are not null. The separator before a value is the one of its own row; a null one is empty. */
export const joining: Accumulator<Joined> = {
  start: () => ({ parts: [], first: 0, length: 0 }),
  step(state, value = null, separator: Value = ',') {
    if (value === null) return;
    const [before, text] = [separator === null ? '' : toText(separator), toText(value)];
    state.length = checkSize(state.length + before.length + text.length);
    state.parts.push(before, text);
  },
  inverse(state, value = null) {
    if (value === null) return;
    state.length -= (state.parts[state.first]?.length ?? 0) + (state.parts[state.first + 1]?.length ?? 0);
    state.first += 2;
    if (state.first > 1024 && state.first * 2 > state.parts.length) {
      state.parts.splice(0, state.first);
      state.first = 0;
    }
  },
  finish(state) {
    if (state.first >= state.parts.length) return null;
    const text = state.parts.slice(state.first + 1).join('');
    return hasRawBytes(text) ? decodeText(encodeText(text)) : text; // bytes that meet may make a character
  },
};
