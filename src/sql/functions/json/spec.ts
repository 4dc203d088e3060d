import type { Value } from '../../../core/index.js';
import { type ArgType, type Example, type ScalarSpec, scalar } from '../spec.js';
import { marked } from './mark.js';

interface JsonOptions {
  readonly name: string;
  readonly description: string;
  /** `json`: a value that goes into the result, by the mark of JSON or as a text. */
  readonly args: readonly ArgType[];
  readonly minArgs?: number;
  readonly maxArgs?: number;
  readonly nulls?: 'propagate' | 'seen';
  readonly examples: readonly Example[];
  /** Gives JSON, or null. */
  call(...values: Value[]): string | null;
}

/** A function whose result is JSON: put into another JSON function it stays what it is. */
export function jsonScalar(options: JsonOptions): ScalarSpec {
  const { call } = options;
  return withMarked(scalar({ ...options, returns: 'text' }), (...values) => {
    const json = call(...values);
    return json === null ? null : marked(json);
  });
}

/** A function and its twin, which marks what is JSON of its results. */
export function withMarked(fn: ScalarSpec, call: (...values: Value[]) => Value, always = true): ScalarSpec {
  // The name of its own keeps the two apart where equal calls are found by name.
  return { ...fn, json: { always, marking: { ...fn, name: `${fn.name}:json`, bind: () => call } } };
}
