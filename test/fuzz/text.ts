import { readFileSync } from 'node:fs';
import { Catalog } from '../../src/catalog/index.js';
import { SqlError } from '../../src/core/index.js';
import { type Engine, openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { table } from '../../src/library/index.js';
import { allCaseFiles, parseCases } from '../run/case-file.js';
import { Random } from './random.js';

/** What went wrong with a text that is no right statement, or is one. */
export interface TextFinding {
  readonly seed: number;
  readonly query: number;
  readonly text: string;
  readonly problem: string;
}

/** No text of the length of these may take longer to refuse or to prepare. */
const SLOW_MS = 2000;

/** Damaged statements for the parser, and all that follows until a statement could run. */
export class TextFuzz {
  readonly #statements = knownStatements();
  readonly #engine: Engine;

  constructor(private readonly seed: number) {
    const columns = { a: 'bigint', b: 'text', c: 'double', id: 'bigint', name: 'text', value: 'blob' } as const;
    const tables = ['t', 't1', 't2', 'emp', 'procs', 'g', 'l', 'r'].map((name) => table({ name, columns, rows: [] }));
    this.#engine = openEngine({ catalog: new Catalog(tables), host: new Host('/nonexistent') });
  }

  /** Damages statement number k and prepares it. */
  ask(k: number): TextFinding | undefined {
    const text = this.damaged(k);
    const startMs = performance.now();
    const problem = this.#problemOf(text);
    const elapsedMs = performance.now() - startMs;
    if (problem !== undefined) return { seed: this.seed, query: k, text, problem };
    if (elapsedMs < SLOW_MS) return undefined;
    return { seed: this.seed, query: k, text, problem: `it took ${elapsedMs.toFixed(0)} ms` };
  }

  damaged(k: number): string {
    const r = new Random(this.seed, k, 3);
    let text = r.pick(this.#statements);
    for (let i = r.between(1, 4); i > 0; i--) text = damage(r, text, this.#statements);
    return text.slice(0, 20_000);
  }

  #problemOf(text: string): string | undefined {
    try {
      for (const _ of this.#engine.prepareEach(text)) {
        // Only that it can be prepared is asked.
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof SqlError)) return `not an SqlError: ${error instanceof Error ? error.stack : error}`;
      const { span } = error;
      if (span && (span.start < 0 || span.end < span.start || span.end > text.length)) {
        return `the error points to ${span.start}..${span.end} of ${text.length}: ${error.message}`;
      }
      return error.message === '' ? 'an error without message' : undefined;
    }
  }
}

/** The statements of all case files. */
function knownStatements(): string[] {
  const cases = allCaseFiles('.slt').flatMap((file) => parseCases(file, readFileSync(file, 'utf8')));
  const isStatement = /^(query|statement|error|warning)$/;
  return [...new Set(cases.filter(({ words }) => isStatement.test(words[0] ?? '')).map(({ body }) => body))];
}

const PIECES = [
  ...'( ) , ; . * + - / % = < > ! ~ | & \' " ` [ ] ? : @ $ # \\ { } ^ \n \0 \ud800 😀 é'.split(' '),
  ...'SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET UNION ALL EXCEPT INTERSECT WITH RECURSIVE AS VALUES'.split(
    ' ',
  ),
  ...'JOIN LEFT RIGHT FULL NATURAL USING ON CASE WHEN THEN ELSE END CAST NOT NULL IS IN BETWEEN LIKE GLOB ESCAPE'.split(
    ' ',
  ),
  ...'INSERT INTO UPDATE SET DELETE CREATE TABLE INDEX VIEW DROP ALTER PRAGMA BEGIN COMMIT ROLLBACK EXPLAIN OVER'.split(
    ' ',
  ),
  ...'PARTITION ROWS RANGE GROUPS PRECEDING FOLLOWING CURRENT ROW EXCLUDE FILTER WINDOW DISTINCT COLLATE EXISTS'.split(
    ' ',
  ),
  ...'RETURNING CONFLICT DO NOTHING DEFAULT PRIMARY KEY UNIQUE CHECK REFERENCES GENERATED ALWAYS STRICT'.split(' '),
  '1',
  '0x',
  '1e',
  '1.5e+',
  '9223372036854775808',
  "x'0",
  "''",
  '"a"',
  '/*',
  '*/',
  '--',
  '->>',
  '||',
  '<<',
  '(SELECT',
  '((((((((((',
  '))))))))))',
];

function damage(r: Random, text: string, others: readonly string[]): string {
  const at = r.below(text.length + 1);
  const end = Math.min(text.length, at + r.between(1, 12));
  switch (r.below(9)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, at) + text.slice(at, end) + text.slice(at);
    case 2:
      return text.slice(0, at);
    case 3:
      return `${text.slice(0, at)}${r.pick(PIECES)}${text.slice(at)}`;
    case 4:
      return `${text.slice(0, at)} ${r.pick(PIECES)} ${text.slice(at)}`;
    case 5:
      return `${text.slice(0, at)} ${r.pick(PIECES)} ${text.slice(end)}`;
    case 6:
      return splice(r, text, r.pick(others));
    case 7:
      return swapWords(r, text);
    default:
      return text.slice(0, at) + String.fromCharCode(r.below(r.percent(70) ? 128 : 0x10000)) + text.slice(end);
  }
}

/** The first part of one, the last part of the other. */
const splice = (r: Random, text: string, other: string): string =>
  text.slice(0, r.below(text.length + 1)) + other.slice(r.below(other.length + 1));

function swapWords(r: Random, text: string): string {
  const words = text.split(/(\s+)/);
  const [i, j] = [r.below(words.length), r.below(words.length)];
  return words.map((word, index) => (index === i ? words[j] : index === j ? words[i] : word)).join('');
}
