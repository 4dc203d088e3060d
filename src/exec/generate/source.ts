import type { ExprScope } from '../expressions/index.js';

/** Longer functions take V8 longer to compile than they save. */
const MAX_LENGTH = 50_000;

/** A JavaScript function in the making: its text refers to values by the names it is given for them. */
export class Source {
  readonly #values: unknown[] = [];
  readonly #names = new Map<unknown, string>();
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

  /**
   * The function.
   * @param parameters its parameters' names
   * @returns undefined where it would be too long
   */
  compile<F>(parameters: readonly string[], body: string): F | undefined {
    if (body.length > MAX_LENGTH) return undefined;
    const temporaries = Array.from({ length: this.#temporaries }, (_, index) => `t${index}`);
    const declared = temporaries.length > 0 ? `let ${temporaries.join(', ')};\n` : '';
    const text = `'use strict';\nreturn (${parameters.join(', ')}) => {\n${declared}${body}\n};`;
    const make = new Function(...this.#values.map((_, index) => `k${index}`), text);
    return make(...this.#values) as F; // the text is written by this folder alone
  }
}
