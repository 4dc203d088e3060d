import { isTrue } from '../../core/index.js';
import type { Evaluate, Test, Truth } from './types.js';

/** Truth of an expression that is no boolean by itself: numbers and text by SQL's rules. */
export const truthOf = (value: Evaluate): Truth => ({
  value: (row) => {
    const truth = isTrue(value(row));
    return truth === null ? null : truth ? 1 : 0;
  },
  isTrue: (row) => {
    const v = value(row);
    return typeof v === 'number' ? v !== 0 : isTrue(v) === true;
  },
  isFalse: (row) => {
    const v = value(row);
    return typeof v === 'number' ? v === 0 : isTrue(v) === false;
  },
});

/** A boolean expression that is never null. */
export const certain = (test: Test): Truth => ({
  value: (row) => (test(row) ? 1 : 0),
  isTrue: test,
  isFalse: (row) => !test(row),
});

/** The opposite; null stays null. */
export const negation = (truth: Truth): Truth => ({
  value: (row) => {
    const v = truth.value(row);
    return v === null ? null : v === 0 ? 1 : 0;
  },
  isTrue: truth.isFalse,
  isFalse: truth.isTrue,
});

/** 1, 0, null made of a `boolean | null`. */
export function fromTernary(ternary: (row: Parameters<Test>[0]) => boolean | null): Truth {
  return {
    value: (row) => {
      const t = ternary(row);
      return t === null ? null : t ? 1 : 0;
    },
    isTrue: (row) => ternary(row) === true,
    isFalse: (row) => ternary(row) === false,
  };
}
