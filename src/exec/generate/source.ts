import { type Expr, exprKey } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';

/** Longer functions take V8 longer to compile than they save. */
const MAX_LENGTH = 50_000;

/** A JavaScript function in the making: its text refers to values by the names it is given for them. */
export class Source {
  readonly #values: unknown[] = [];
  readonly #names = new Map<unknown, string>();
  /** By the expression's key. */
  readonly #declared = new Map<string, string>();
  #temporaries = 0;

  constructor(readonly scope: ExprScope) {}

  /** A name for a value that exists already: a function, a set, a text. */
  constant(value: unknown): string {
    let name = this.#names.get(value);
    if (name === undefined) {
      name = `k${this.#values.push(value) - 1}`;
      this.#names.set(value, name);
    }
    return name;
  }

  /** A variable of its own. */
  temporary(): string {
    return `t${this.#temporaries++}`;
  }

  /** A constant for the value of the expression with this key: where it is needed again, it is read. */
  declare(key: string): string {
    const name = `c${this.#declared.size}`;
    this.#declared.set(key, name);
    return name;
  }

  /** The constant that holds the expression's value, if there is one. */
  declared(expr: Expr): string | undefined {
    return this.#declared.size > 0 ? this.#declared.get(exprKey(expr)) : undefined;
  }

  /**
   * The function. Its text is compiled once, however many runs of however many queries want it.
   * @param parameters its parameters' names
   * @returns undefined where it would be too long
   */
  compile<F extends (...args: never[]) => unknown>(parameters: readonly string[], body: string): F | undefined {
    if (body.length > MAX_LENGTH) return undefined;
    const temporaries = Array.from({ length: this.#temporaries }, (_, index) => `t${index}`);
    const declared = temporaries.length > 0 ? `let ${temporaries.join(', ')};\n` : '';
    const values = this.#values;
    const names = values.map((_, index) => `k${index}`);
    const text = `'use strict';\nconst [${names.join(', ')}] = values;\n${declared}${body}`;
    const compiled = compiledOf(parameters, text);
    return ((...args: unknown[]) => compiled(values, ...args)) as unknown as F; // the text is written by this folder alone
  }
}

type Compiled = (values: readonly unknown[], ...args: unknown[]) => unknown;

/** Functions kept for the next run of the same query: V8 has optimized them by then. */
const MOST_KEPT = 512;
const kept = new Map<string, Compiled>();

function compiledOf(parameters: readonly string[], text: string): Compiled {
  const key = `${parameters.join()}\n${text}`;
  let compiled = kept.get(key);
  if (compiled) kept.delete(key);
  else compiled = new Function('values', ...parameters, text) as Compiled; // as above
  kept.set(key, compiled);
  const [oldest = ''] = kept.size > MOST_KEPT ? kept.keys() : [];
  kept.delete(oldest);
  return compiled;
}
