import type { FillPair, PairSource } from '../join/pair-maker.js';

/** A row of values taken from two. */
export function pairKernel(sources: readonly PairSource[]): FillPair {
  const steps = sources.map(({ isLeft, position }, i) => `pair[${i}] = ${isLeft ? 'left' : 'right'}[${position}];`);
  return new Function('left', 'right', 'pair', `'use strict'; ${steps.join(' ')}`) as FillPair; // its text is numbers alone
}
