import {
  binary,
  findCollation,
  SqlError,
  toInteger,
  toNumber,
  toReal,
  toText,
  type Value,
} from '../../src/core/index.js';
import { type ArgType, type FunctionEnv, findFunction } from '../../src/sql/functions/index.js';

const ENV: FunctionEnv = { nowMs: Date.UTC(2024, 1, 29, 12, 30, 15, 250), collation: binary, constants: [] };

const CONVERSIONS: Readonly<Record<ArgType, (value: Exclude<Value, null>) => Value>> = {
  any: (value) => value,
  json: (value) => value,
  text: toText,
  integer: toInteger,
  real: toReal,
  numeric: toNumber,
};

/** What a scalar function gives for these arguments, converted and null-checked as the executor does it. */
export function callFunction(name: string, args: readonly Value[], env: Partial<FunctionEnv> = {}): Value {
  const spec = findFunction(name, args.length);
  if (spec === undefined || spec === 'arity' || spec.kind !== 'scalar')
    throw new Error(`no scalar ${name} of ${args.length}`);
  if (spec.nulls === 'propagate' && args.includes(null)) return null;
  const converted = args.map((value, index) => {
    const type = spec.args[Math.min(index, spec.args.length - 1)] ?? 'any';
    return value === null ? null : CONVERSIONS[type](value);
  });
  return spec.bind({ ...ENV, constants: converted, ...env })(...converted);
}

/** The value, or the error it failed with. */
export function attempt(name: string, args: readonly Value[], env: Partial<FunctionEnv> = {}): Value | SqlError {
  try {
    return callFunction(name, args, env);
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
}

/** What an aggregate gives for these rows of arguments. */
export function runAggregate(name: string, rows: readonly (readonly Value[])[], collation = 'binary'): Value {
  const spec = findFunction(name, rows[0]?.length ?? 1);
  if (spec === undefined || spec === 'arity' || spec.kind !== 'aggregate') throw new Error(`no aggregate ${name}`);
  const accumulator = spec.bind({ ...ENV, collation: findCollation(collation) ?? binary });
  const state = accumulator.start();
  for (const row of rows) accumulator.step(state, ...row);
  return accumulator.finish(state);
}

/** The same over every window of `size` rows, sliding by taking rows back where the function can. */
export function slideAggregate(name: string, values: readonly Value[], size: number): Value[] {
  const spec = findFunction(name, 1);
  if (spec === undefined || spec === 'arity' || spec.kind !== 'aggregate') throw new Error(`no aggregate ${name}`);
  const accumulator = spec.bind(ENV);
  const state = accumulator.start();
  return values.map((value, index) => {
    accumulator.step(state, value);
    if (index >= size) accumulator.inverse?.(state, values[index - size] ?? null);
    return accumulator.finish(state);
  });
}
