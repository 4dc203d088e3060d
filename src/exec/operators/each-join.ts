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
    // A condition without subqueries cannot wait; arguments are evaluated before anything was put out.
    const isDirect = right instanceof FunctionCall && !mayWait;
    for (const item of this.parts.left.open()) {
      if (item instanceof Pending) {
        yield item;
        continue;
      }
      for (const row of item) {
        if (isDirect) yield* this.#call(row, right);
        else yield* this.#open(row);
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

  /** The right side is a function: its rows are made in place. */
  *#call(row: Row, right: FunctionCall): Stream {
    const { on } = this.parts;
    this.#hand(row);
    let hasMatch = false;
    for (const subject of yield* settled(() => right.subjects())) {
      const pair = row.slice();
      right.read(subject, pair, row.length);
      if (this.#ticker.due()) yield this.parts.run.pause();
      if (on && !on(pair)) continue;
      hasMatch = true;
      if (this.#rules.only !== undefined) break;
      this.#out.push(pair);
      if (this.#out.length >= BATCH_ROWS) {
        yield this.#take();
        this.#hand(row);
      }
    }
    this.#finish(row, hasMatch);
  }

  *#open(row: Row): Stream {
    const { on } = this.parts;
    this.#hand(row);
    let hasMatch = false;
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
          hasMatch = true;
          if (this.#rules.only !== undefined) break;
          this.#out.push(pair);
        }
        if (hasMatch && this.#rules.only !== undefined) break;
        if (this.#out.length >= BATCH_ROWS) yield this.#take();
        this.#hand(row); // whoever took the rows may have run another reader of the same cells
      }
    } finally {
      stream.return();
    }
    this.#finish(row, hasMatch);
  }

  #finish(row: Row, hasMatch: boolean): void {
    const { only, keepsLeft } = this.#rules;
    if (only !== undefined) {
      if (hasMatch === only) this.#out.push(row);
    } else if (keepsLeft && !hasMatch) this.#out.push(row.concat(this.#nulls));
  }
}
