import { type CollationName, collationOf, type Value } from '../../core/index.js';
import { readOr } from '../../host/index.js';
import type { ArgType, FunctionEnv, ScalarSpec } from '../../sql/functions/index.js';
import type { CallExpr, Expr } from '../../sql/planner/index.js';
import { constantOf } from './constants.js';
import { argumentConversion } from './conversion.js';
import type { Evaluate, ExprScope } from './types.js';
import { watched } from './watched.js';

/** What these functions return is never long. */
const SHORT: ReadonlySet<string> = new Set(['integer', 'real', 'numeric']);

/** The function may return a long text or blob. */
export const givesLong = (fn: ScalarSpec): boolean => !SHORT.has(fn.returns);

type Call = (...args: Value[]) => Value;

/** A scalar function. What it prepares per call site is prepared when the first row asks: a bad pattern that no row meets is no error. */
export function call(expr: CallExpr, scope: ExprScope): Evaluate {
  const lazy = LAZY.get(expr.fn.name);
  if (lazy) return lazy(expr.args, scope);
  const bound = bindOnce(expr.fn, functionEnv(expr, scope));
  const args = expr.args.map((arg, index) => argument(scope.value(arg), argType(expr.fn.args, index)));
  const evaluate = expr.fn.nulls === 'seen' ? passing(args, bound) : propagating(args, bound);
  return givesLong(expr.fn) ? watched(evaluate, scope.run) : evaluate;
}

/** The type of argument `index`: the last one declared repeats. */
export const argType = (types: readonly ArgType[], index: number): ArgType =>
  types[Math.min(index, types.length - 1)] ?? 'any';

export function functionEnv(
  expr: {
    readonly fn: { readonly args: readonly ArgType[] };
    readonly args: readonly Expr[];
    readonly collation: CollationName;
  },
  scope: ExprScope,
): FunctionEnv {
  const { run } = scope;
  return {
    nowMs: run.nowMs,
    isFile: (path) => readOr(false, () => !run.host.stat(path).isDirectory()),
    caseSensitiveLike: run.caseSensitiveLike,
    warn: (message) => run.warn(message),
    counters: run.database,
    checkpoint: run.checkpoint,
    collation: collationOf(expr.collation),
    constants: expr.args.map((arg, index) => {
      const constant = constantOf(arg, scope);
      if (!constant || constant.value === null) return constant?.value;
      return argumentConversion(argType(expr.fn.args, index))?.(constant.value) ?? constant.value;
    }),
  };
}

/** The function, bound when it is first asked for. */
export function bindOnce(fn: ScalarSpec, env: FunctionEnv): () => Call {
  let bound: Call | undefined;
  return () => {
    bound ??= fn.bind(env);
    return bound;
  };
}

/** An argument converted as the function declares it; null stays null. */
export function argument(value: Evaluate, type: ArgType): Evaluate {
  const convert = argumentConversion(type);
  if (!convert) return value;
  return (row) => {
    const v = value(row);
    return v === null ? null : convert(v);
  };
}

function passing(args: readonly Evaluate[], bound: () => Call): Evaluate {
  const [a, b] = args;
  if (args.length === 0) return () => bound()();
  if (a && args.length === 1) return (row) => bound()(a(row));
  if (a && b && args.length === 2) return (row) => bound()(a(row), b(row));
  return (row) => {
    const values = args.map((arg) => arg(row));
    return bound()(...values);
  };
}

/** A null argument gives null without a call; later arguments are not evaluated then. */
function propagating(args: readonly Evaluate[], bound: () => Call): Evaluate {
  const [a, b] = args;
  if (args.length === 0) return () => bound()();
  if (a && args.length === 1) {
    return (row) => {
      const x = a(row);
      return x === null ? null : bound()(x);
    };
  }
  if (a && b && args.length === 2) {
    return (row) => {
      const x = a(row);
      if (x === null) return null;
      const y = b(row);
      return y === null ? null : bound()(x, y);
    };
  }
  return (row) => {
    const values: Value[] = new Array(args.length);
    for (let i = 0; i < args.length; i++) {
      const v = (args[i] as Evaluate)(row); // within bounds
      if (v === null) return null;
      values[i] = v;
    }
    return bound()(...values);
  };
}

/** Functions that evaluate only the arguments they need (sql.md 2.12). */
const LAZY: ReadonlyMap<string, (args: readonly Expr[], scope: ExprScope) => Evaluate> = new Map([
  ['coalesce', firstNotNull],
  ['ifnull', firstNotNull],
  ['iif', conditional],
]);

function firstNotNull(exprs: readonly Expr[], scope: ExprScope): Evaluate {
  const args = exprs.map((expr) => scope.value(expr));
  return (row) => {
    for (let i = 0; i < args.length; i++) {
      const v = (args[i] as Evaluate)(row); // within bounds
      if (v !== null) return v;
    }
    return null;
  };
}

/** `iif(c, a, b)`, `iif(c, a)`, `iif(c, a, d, b, …)`: a condition before each value, and a last value alone. */
function conditional(exprs: readonly Expr[], scope: ExprScope): Evaluate {
  const [condition, then, ...rest] = exprs;
  if (!condition) return () => null;
  if (!then) return scope.value(condition);
  const test = scope.isTrue(condition);
  const yes = scope.value(then);
  const no = conditional(rest, scope);
  return (row) => (test(row) ? yes(row) : no(row));
}
