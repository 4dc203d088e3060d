import type { Row } from '../../src/core/index.js';
import type { QueryRecord } from './parse.js';
import { hashOf, isHash, renderResult } from './render.js';

/** What a database answers. */
export interface Answer {
  readonly width: number;
  readonly rows: readonly Row[];
}

/** What is wrong with a record; of a wrong answer, both sides. */
export interface Mistake {
  readonly reason: string;
  readonly expected?: readonly string[];
  readonly actual?: readonly string[];
}

/** Checks a file's answers; what a label stands for is kept to the end. */
export class Checker {
  readonly #labels = new Map<string, { readonly hash: string; readonly line: number }>();

  /** What is wrong with an answer; undefined where nothing is. */
  check(record: QueryRecord, { width, rows }: Answer): Mistake | undefined {
    const { types, sort, expected, label } = record;
    if (width !== types.length) {
      return { reason: `${width} ${width === 1 ? 'column' : 'columns'}, where ${types} says ${types.length}` };
    }
    const values = renderResult(rows, types, sort);
    const isHashed = expected?.length === 1 && isHash(expected[0]);
    const hash = isHashed || label !== undefined ? hashOf(values) : '';
    const isRight = expected === undefined || (isHashed && hash === expected[0]) || isSame(values, expected);
    if (!isRight) return { reason: 'wrong result', expected, actual: isHashed ? [hash, ...values] : values };
    return label === undefined ? undefined : this.#checkLabel(label, hash, record.line);
  }

  #checkLabel(label: string, hash: string, line: number): Mistake | undefined {
    const first = this.#labels.get(label);
    if (!first) this.#labels.set(label, { hash, line });
    if (!first || first.hash === hash) return undefined;
    return {
      reason: `wrong result: not that of line ${first.line}, labelled ${label} too`,
      expected: [first.hash],
      actual: [hash],
    };
  }
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);
