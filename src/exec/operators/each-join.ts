import type { Row, Value } from '../../core/index.js';
import { freeColumns, type Join } from '../../sql/planner/index.js';
import type { JoinParts } from '../join/parts.js';
import type { Cell, Ticker } from '../run.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, settled } from '../stream.js';
import { FunctionCall } from './function-scan.js';

/** A column of the left row that the right side reads. */
interface Handed {
  readonly position: number;
  readonly cell: Cell;
}

interface Rules {
  /** Left rows alone come out: once where they match (semi), or where they do not (anti). */
  readonly only?: boolean;
  /** A left row without match comes out, with nulls. */
  readonly keepsLeft: boolean;
}

/** Runs the right side anew for every left row, which it reads. */
export function eachJoin(plan: Join, parts: JoinParts): Operator {
  return { columns: parts.columns, open: () => new Each(plan, parts).run() };
}

class Each {
  readonly #handed: readonly Handed[];
  readonly #rules: Rules;
  readonly #nulls: Row;
  readonly #ticker: Ticker;
  #out: Row[] = [];
  /** Of the left row that is being held against its right ones. */
  #hasMatch = false;

  constructor(
    plan: Join,
    private readonly parts: JoinParts,
  ) {
    this.#handed = freeColumns(plan.right).flatMap((column): Handed[] => {
      const position = parts.leftScope.position(column);
      return position === undefined ? [] : [{ position, cell: parts.run.cell(column.id) }];
    });
    this.#rules = {
      keepsLeft: plan.type === 'left',
      ...((plan.type === 'semi' || plan.type === 'anti') && { only: plan.type === 'semi' }),
    };
    this.#ticker = parts.run.ticker();
    this.#nulls = new Array(parts.right.columns.length).fill(null);
  }

  *run(): Stream {
    const { right, run, mayWait } = this.parts;
    const ticker = this.#ticker;
    // Neither the condition nor an argument can have to wait.
    const isDirect = right instanceof FunctionCall && !right.mayWait && !mayWait;
    for (const item of this.parts.left.open()) {
      if (item instanceof Pending) {
        yield item;
        continue;
      }
      for (const row of item) {
        this.#hand(row);
        this.#hasMatch = false;
        if (isDirect) {
          const subjects = right.subjects()[Symbol.iterator]();
          while (!this.#fill(row, right, subjects)) {
            if (this.#out.length > 0) yield this.#take();
            if (run.pauseDue()) yield run.pause();
            this.#hand(row); // whoever took the rows may have run another reader of the same cells
          }
        } else yield* this.#open(row);
        this.#finish(row);
        if (ticker.due()) yield run.pause();
        if (this.#out.length >= BATCH_ROWS) yield this.#take();
      }
      if (this.#out.length > 0) yield this.#take();
    }
  }

  #take(): Row[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  #hand(row: Row): void {
    for (const { position, cell } of this.#handed) cell.value = row[position] as Value; // within the row
  }

  /** The right side is a function: its rows are made in place, up to a break. False: there are more. */
  #fill(row: Row, right: FunctionCall, subjects: Iterator<unknown>): boolean {
    const { on } = this.parts;
    const width = row.length + this.#nulls.length;
    for (let step = subjects.next(); !step.done; step = subjects.next()) {
      const pair: Row = new Array(width);
      for (let i = 0; i < row.length; i++) pair[i] = row[i] as Value; // within the row
      right.read(step.value, pair, row.length);
      if (!on || on(pair)) {
        this.#hasMatch = true;
        if (this.#rules.only !== undefined) {
          subjects.return?.();
          return true;
        }
        this.#out.push(pair);
      }
      if (this.#out.length >= BATCH_ROWS || this.#ticker.due()) return false;
    }
    return true;
  }

  *#open(row: Row): Stream {
    const { on } = this.parts;
    const stream = this.parts.right.open();
    try {
      for (const item of stream) {
        if (item instanceof Pending) {
          yield item;
          continue;
        }
        for (const other of item) {
          const pair = row.concat(other);
          if (on && !(yield* settled(() => on(pair)))) continue;
          this.#hasMatch = true;
          if (this.#rules.only !== undefined) break;
          this.#out.push(pair);
        }
        if (this.#hasMatch && this.#rules.only !== undefined) break;
        if (this.#out.length >= BATCH_ROWS) yield this.#take();
        this.#hand(row); // whoever took the rows may have run another reader of the same cells
      }
    } finally {
      stream.return();
    }
  }

  #finish(row: Row): void {
    const { only, keepsLeft } = this.#rules;
    const hasMatch = this.#hasMatch;
    if (only !== undefined) {
      if (hasMatch === only) this.#out.push(row);
    } else if (keepsLeft && !hasMatch) this.#out.push(row.concat(this.#nulls));
  }
}
