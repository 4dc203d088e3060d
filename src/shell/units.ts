import type { Dialect } from '../flags/index.js';
import { StatementScanner } from './statement-scanner.js';

/** What is run as one. */
export interface Unit {
  /**
   * `dot` a dot command; `sql` statements, up to the line that completes them; `types` the SQL behind osquery's `.types`;
   * `skipped` blanks and comments between them.
   */
  readonly kind: 'dot' | 'sql' | 'types' | 'skipped';
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
  /** False where the input ended before a semicolon. */
  readonly isTerminated: boolean;
}

const TYPES = '.types ';

/** Makes units of lines as they come. A line that starts with a dot is a command, where no statement is open. */
export class UnitReader {
  #lines: string[] = [];
  #scanner = new StatementScanner();
  #isTypes = false;
  #count = 0;
  #first = 0;
  #size = 0;

  constructor(private readonly dialect: Dialect) {}

  /** Whether a statement is open. */
  get isOpen(): boolean {
    return this.#lines.length > 0;
  }

  /** Characters of the statement that is open. */
  get size(): number {
    return this.#size;
  }

  /** A line without its end. @returns what it completes */
  push(line: string): Unit | undefined {
    this.#count++;
    if (this.isOpen) return this.#add(line);
    this.#first = this.#count;
    this.#isTypes = this.dialect === 'osquery' && line.startsWith(TYPES);
    if (line.startsWith('.')) {
      if (line.trim() === '.') return undefined;
      if (!this.#isTypes) return this.#unit('dot', line, true);
      line = line.slice(TYPES.length);
    }
    return this.#add(line);
  }

  /** The input is at its end. @returns what is left to run */
  end(): Unit | undefined {
    const isNothing = this.#scanner.isNothing;
    const rest = this.#take();
    return rest === '' || isNothing ? undefined : this.#unit('sql', rest, false);
  }

  #add(line: string): Unit | undefined {
    this.#lines.push(line);
    this.#size += line.length + 1;
    this.#scanner.feed(`${line}\n`);
    if (this.#scanner.isBlank && !this.#isTypes) return this.#unit('skipped', this.#take(), true);
    if (!line.includes(';') || !this.#scanner.isComplete) return undefined;
    const kind = this.#isTypes ? 'types' : 'sql';
    return this.#unit(kind, this.#take(), true);
  }

  #take(): string {
    const text = this.#lines.join('\n');
    this.#lines = [];
    this.#size = 0;
    this.#scanner = new StatementScanner();
    return text;
  }

  #unit(kind: Unit['kind'], text: string, isTerminated: boolean): Unit {
    return { kind, text, line: this.#first, isTerminated };
  }
}

/** The lines of a text, however they end. */
export const linesIn = (text: string): string[] => text.replace(/\r?\n$/, '').split(/\r?\n/);

/** The units of a whole text. */
export function unitsIn(text: string, dialect: Dialect): Unit[] {
  const reader = new UnitReader(dialect);
  const units: Unit[] = [];
  const add = (unit: Unit | undefined): unknown => unit && units.push(unit);
  for (const line of linesIn(text)) add(reader.push(line));
  add(reader.end());
  return units;
}
