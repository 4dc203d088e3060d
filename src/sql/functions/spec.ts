import type { Collation, Value } from '../../core/index.js';

/** What a function may know of the statement it runs in. */
export interface FunctionEnv {
  /** Milliseconds since the epoch, one value for a whole statement (SQLite: 'now' is stable in a statement). */
  readonly nowMs: number;
  /** The collation of the first argument that has one. */
  readonly collation: Collation;
  /** The arguments that are constants, by position, so that a pattern is compiled once; others are undefined. */
  readonly constants: readonly (Value | undefined)[];
  /** Whether a path leads to something that is no directory, for the functions that look into the file system. Absent: nothing exists. */
  readonly isFile?: (path: string) => boolean;
  /** `PRAGMA case_sensitive_like`. Absent: false. */
  readonly caseSensitiveLike?: boolean;
  /** Takes a remark on the statement that does not make it fail. */
  readonly warn?: (message: string) => void;
  /** What the connection has counted, as it is at the moment. Absent: nothing was changed yet. */
  readonly counters?: ChangeCounters;
  /** For functions that wait: throws where the run was cancelled or is out of time. */
  readonly checkpoint?: () => void;
}

export interface ChangeCounters {
  /** Rows that the last INSERT, UPDATE or DELETE changed. */
  readonly changes: number;
  /** Rows changed since the connection was opened. */
  readonly totalChanges: number;
  /** 0 before the first INSERT. */
  readonly lastInsertRowid: number | bigint;
}

/**
 * How an argument arrives: as it is, or converted by SQL's own rules (number to text, prefix to number). `json`: as it
 * is, and marked where it is the result of a JSON function, which then is no text to be quoted.
 */
export type ArgType = 'any' | 'json' | 'text' | 'integer' | 'real' | 'numeric';

export type ReturnType = 'any' | 'text' | 'integer' | 'real' | 'numeric' | 'blob';

export type Example = readonly [sql: string, expected: Value];

export interface ScalarSpec {
  readonly kind: 'scalar';
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  /** Types of the arguments; the last one repeats for further arguments. */
  readonly args: readonly ArgType[];
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly returns: ReturnType;
  /** 'propagate': a null argument gives null without a call. 'seen': nulls are passed. */
  readonly nulls: 'propagate' | 'seen';
  /** May differ from call to call: never folded, never shared. */
  readonly volatile: boolean;
  /** Set where results count as JSON: put into a JSON function they stay what they are. */
  readonly json?: JsonResult;
  /** Why a call is wrong, whatever rows there are; of its arguments, literals are known and others undefined. */
  refuse?(literals: readonly (Value | undefined)[]): string | undefined;
  /** Each runs as a test: SQL text and the value it gives. */
  readonly examples: readonly Example[];
  /** The function for one call site. Called once per statement and site; what it returns is called per row. */
  bind(env: FunctionEnv): (...args: Value[]) => Value;
}

/** The function's twin that marks its JSON, for arguments of type `json`. */
export interface JsonResult {
  /** Every result that is not null is JSON; else some are. */
  readonly always: boolean;
  readonly marking: ScalarSpec;
}

export interface AggregateSpec {
  readonly kind: 'aggregate';
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly args: readonly ArgType[];
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly returns: ReturnType;
  readonly examples: readonly Example[];
  /** The extremum whose row decides the bare columns: `min` and `max` only (SQLite: lang_select, "bare columns"). */
  readonly picksRow?: boolean;
  /**
   * What the executor may keep of a group in place of a state: how many rows, how many values and their sum ({@link Sum}),
   * the least value or the greatest.
   */
  readonly column?: 'count' | 'sum' | 'min' | 'max';
  /** Results are JSON. */
  readonly json?: true;
  bind(env: FunctionEnv): Accumulator;
}

/** The three steps of an aggregate, over a state that the executor keeps per group. */
export interface Accumulator<S = unknown> {
  start(): S;
  /** Takes one row's arguments; the state is changed in place. Returns true when this row is the new extremum (`picksRow`). */
  step(state: S, ...args: Value[]): boolean | void;
  finish(state: S): Value;
  /** Takes back a row, oldest first: lets a moving window frame slide. Absent: the frame is computed anew. */
  inverse?(state: S, ...args: Value[]): void;
}

/** A function of window calls alone: `row_number`, `lag`, … Evaluated by `exec/operators/window`. */
export interface WindowFunctionSpec {
  readonly kind: 'window';
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly args: readonly ArgType[];
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly returns: ReturnType;
  readonly examples: readonly Example[];
}

export type FunctionSpec = ScalarSpec | AggregateSpec | WindowFunctionSpec;

type JsArg<T extends ArgType> = T extends 'text'
  ? string
  : T extends 'integer'
    ? number | bigint
    : T extends 'real'
      ? number
      : T extends 'numeric'
        ? Exclude<Value, null | string | Uint8Array>
        : Value;
type JsArgs<A extends readonly ArgType[]> = { [I in keyof A]: JsArg<A[I]> };

interface ScalarOptions<A extends readonly ArgType[]> {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly description: string;
  readonly args: A;
  /** Default: as many as `args` names. */
  readonly minArgs?: number;
  /** Default: as many as `args` names; 127 (SQLite's limit) for any number. */
  readonly maxArgs?: number;
  readonly returns: ReturnType;
  readonly nulls?: 'propagate' | 'seen';
  readonly volatile?: boolean;
  readonly refuse?: ScalarSpec['refuse'];
  readonly examples: readonly Example[];
}

/**
 * A scalar function. Give `call` where the arguments are all it needs, `bind` where it prepares something per call
 * site (a compiled pattern) or needs the statement's clock or collation. Arguments arrive converted as `args` says;
 * with `nulls: 'seen'` any of them may be null.
 */
export function scalar<const A extends readonly ArgType[]>(
  options: ScalarOptions<A> &
    ({ call(...args: JsArgs<A>): Value } | { bind(env: FunctionEnv): (...args: JsArgs<A>) => Value }),
): ScalarSpec {
  const { call, bind } = options as { call?: (...args: Value[]) => Value; bind?: ScalarSpec['bind'] }; // arguments are converted by the executor
  return {
    kind: 'scalar',
    name: options.name,
    aliases: options.aliases ?? [],
    description: options.description,
    args: options.args,
    minArgs: options.minArgs ?? options.args.length,
    maxArgs: options.maxArgs ?? options.args.length,
    returns: options.returns,
    nulls: options.nulls ?? 'propagate',
    volatile: options.volatile ?? false,
    ...(options.refuse && { refuse: options.refuse }),
    examples: options.examples,
    bind: bind ?? (() => call as (...args: Value[]) => Value),
  };
}

interface AggregateOptions {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly description: string;
  readonly args: readonly ArgType[];
  readonly minArgs?: number;
  readonly maxArgs?: number;
  readonly returns: ReturnType;
  readonly picksRow?: boolean;
  readonly column?: 'count' | 'sum' | 'min' | 'max';
  readonly json?: true;
  readonly examples: readonly Example[];
}

/** An aggregate function over a state of type `S`. Null arguments are passed: skipping them is the function's own rule. */
export function aggregate<S>(options: AggregateOptions & { bind(env: FunctionEnv): Accumulator<S> }): AggregateSpec {
  return {
    kind: 'aggregate',
    name: options.name,
    aliases: options.aliases ?? [],
    description: options.description,
    args: options.args,
    minArgs: options.minArgs ?? options.args.length,
    maxArgs: options.maxArgs ?? options.args.length,
    returns: options.returns,
    examples: options.examples,
    ...(options.picksRow && { picksRow: true }),
    ...(options.column && { column: options.column }),
    ...(options.json && { json: true }),
    bind: options.bind as AggregateSpec['bind'], // a state meets only its own accumulator
  };
}
