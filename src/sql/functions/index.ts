import { asciiLower } from '../../core/index.js';
import { AGGREGATES } from './aggregate/index.js';
import { JSON_AGGREGATES, JSON_SCALARS } from './json/index.js';
import { SCALARS } from './scalar/index.js';
import type { FunctionSpec } from './spec.js';
import { WINDOW_FUNCTIONS } from './window.js';

export { lostIn, type Sum } from './aggregate/summing.js';
export { choosing, jsonColumn, jsonColumnOfType } from './json/marking.js';
export * from './listing.js';
export * from './regexp.js';
export { COMPILE_OPTIONS } from './scalar/compile-options.js';
export * from './spec.js';
export * from './table/index.js';

const FUNCTIONS: readonly FunctionSpec[] = [
  ...SCALARS,
  ...JSON_SCALARS,
  ...AGGREGATES,
  ...JSON_AGGREGATES,
  ...WINDOW_FUNCTIONS,
];

/** By lower-case name; `min` and `max` are there twice, apart by their number of arguments. */
const BY_NAME = indexByName(FUNCTIONS);

/**
 * The function of this name, in any case of letters, that takes so many arguments (`count(*)` has none).
 * 'arity': the name exists, but takes another number. undefined: there is no such function.
 */
export function findFunction(name: string, argCount: number): FunctionSpec | 'arity' | undefined {
  const named = BY_NAME.get(asciiLower(name));
  return named && (named.find((spec) => argCount >= spec.minArgs && argCount <= spec.maxArgs) ?? 'arity');
}

/** All functions; scalar ones first. */
export function listFunctions(): readonly FunctionSpec[] {
  return FUNCTIONS;
}

/** Every name a function answers to. */
export function functionNames(): readonly string[] {
  return [...BY_NAME.keys()];
}

function indexByName(specs: readonly FunctionSpec[]): Map<string, FunctionSpec[]> {
  const byName = new Map<string, FunctionSpec[]>();
  for (const spec of specs) {
    for (const name of [spec.name, ...spec.aliases]) byName.set(name, [...(byName.get(name) ?? []), spec]);
  }
  return byName;
}
