import type { Row, Value } from '../../core/index.js';
import { type Expr, exprKey, type Join, type JoinMethod, type Plan } from '../../sql/planner/index.js';
import type { Evaluate } from '../expressions/index.js';
import { TupleTable } from '../hashing/index.js';
import { HashTable } from '../join/candidates.js';
import { KeyReader } from '../join/key-reader.js';
import { collationsOf, type JoinParts, neededPositions } from '../join/parts.js';
import { Prober, probeRows, rulesFor } from '../join/prober.js';
import { ENTRY_BYTES, exactTupleKey, type Key } from '../keys.js';
import type { Holding } from '../memory.js';
import { orderOf } from '../stored/ranges.js';
import { type Batch, type Operator, Pending, type Stream, type Task } from '../stream.js';

/** Keys in the first batch where few rows may be all that is wanted; otherwise fewer, larger batches are better. */
const FIRST_KEYS = 16;
const GROWTH = 4;
/** Left rows gathered at most for each key wanted: there may be few distinct ones. */
const ROWS_PER_KEY = 16;
/** What right rows found earlier may take of the memory budget, to be found without asking again. */
const KEPT_SHARE = 0.25;

type Lookup = Extract<JoinMethod, { kind: 'lookup' }>;

interface Gathered {
  readonly rows: Row[];
  /** A left row for each key that was not asked for before. */
  readonly fresh: Row[];
}

/**
 * Hands the distinct keys of many left rows to the scans on the right in one go, and holds the left rows, in their
 * order, against what comes back. A key is asked for once, unless the keys do not tell which answers belong to it
 * (patterns): then the answers are kept for one batch only.
 */
export function lookupJoin(plan: Join, method: Lookup, parts: JoinParts, wantsSome: boolean): Operator {
  const keysTell = keysTellAnswers(plan, method);
  return {
    columns: parts.columns,
    open: () => probed(plan, method, parts, keysTell, wantsSome),
  };
}

function* probed(plan: Join, method: Lookup, parts: JoinParts, keysTell: boolean, wantsSome: boolean): Stream {
  const holding = parts.run.memory.hold('join');
  try {
    yield* new Probing(plan, method, parts, keysTell, isExact(plan, method), holding).run(wantsSome);
  } finally {
    holding.release();
  }
}

/** Every set is one of the join's keys: what was asked for is known by its key. */
function keysTellAnswers(plan: Join, method: Lookup): boolean {
  const keys = new Set(plan.keys.map((key) => exprKey(unconverted(key.left))));
  return keys.size > 0 && method.sets.every((set) => keys.has(exprKey(unconverted(set.expr))));
}

/** The right side is a stretch of a stored table for each key, and nothing else. */
function isExact({ keys, right }: Join, { sets }: Lookup): boolean {
  const [key, second] = keys;
  const scan = unfiltered(right);
  if (!key || second || sets.length > 1 || scan.kind !== 'stored-scan') return false;
  const at = scan.access?.equals.findIndex((values) => values.kind === 'keys') ?? -1;
  return orderOf(scan)[at]?.collation === key.collation;
}

const unfiltered = (plan: Plan): Plan => (plan.kind === 'filter' ? unfiltered(plan.input) : plan);

const unconverted = (expr: Expr): Expr =>
  expr.kind === 'affinity' || expr.kind === 'collate' ? unconverted(expr.operand) : expr;

class Probing {
  readonly #leftKeys: KeyReader;
  readonly #rightKeys: KeyReader;
  readonly #sets: readonly { readonly id: number; readonly value: Evaluate }[];
  readonly #table: HashTable;
  /** Keys that were asked for, or will be in the batch under way: from `#firstFresh` on. */
  #asked: TupleTable;
  #firstFresh = 0;
  /** What this batch asks for, where the join's keys do not tell. */
  readonly #batchKeys = new Set<Key>();

  constructor(
    private readonly plan: Join,
    private readonly method: Lookup,
    private readonly parts: JoinParts,
    private readonly keepsAnswers: boolean,
    /** The scan gives nothing that it was not asked for. */
    private readonly isExact: boolean,
    private readonly holding: Holding,
  ) {
    this.#leftKeys = new KeyReader(plan.keys, 'left', parts.leftScope);
    this.#rightKeys = new KeyReader(plan.keys, 'right', parts.rightScope);
    this.#sets = method.sets.map((set) => ({ id: set.id, value: parts.leftScope.value(set.expr) }));
    const isHalf = plan.type === 'semi' || plan.type === 'anti';
    const positions = neededPositions(parts, parts.right.columns, !isHalf);
    this.#table = new HashTable(this.#leftKeys, collationsOf(plan.keys), positions, holding);
    this.#asked = new TupleTable(collationsOf(plan.keys));
  }

  *run(wantsSome: boolean): Stream {
    let most = wantsSome ? Math.min(FIRST_KEYS, this.method.batch) : this.method.batch;
    let gathered: Gathered = { rows: [], fresh: [] };
    for (const item of this.parts.left.open()) {
      if (item instanceof Pending) {
        yield item;
        continue;
      }
      for (const row of item) {
        this.#gather(row, gathered);
        if (gathered.fresh.length < most && gathered.rows.length < most * ROWS_PER_KEY) continue;
        yield* this.#flush(gathered);
        gathered = { rows: [], fresh: [] };
        most = Math.min(most * GROWTH, this.method.batch);
      }
    }
    if (gathered.rows.length > 0) yield* this.#flush(gathered);
  }

  #gather(row: Row, { rows, fresh }: Gathered): void {
    rows.push(row);
    const key = this.#leftKeys.of(row);
    if (key !== undefined && this.#isFresh(row, key)) fresh.push(row);
  }

  #isFresh(row: Row, key: readonly Value[]): boolean {
    if (this.keepsAnswers) {
      const { size } = this.#asked;
      return this.#asked.add(key) === size;
    }
    const { size } = this.#batchKeys;
    return this.#batchKeys.add(exactTupleKey(this.#sets.map((set) => set.value(row)))).size > size;
  }

  *#flush({ rows, fresh }: Gathered): Stream {
    if (!this.keepsAnswers) this.#table.clear();
    if (fresh.length > 0) yield* this.#ask(fresh);
    const { plan, parts } = this;
    const prober = new Prober(rulesFor(plan.type, true), this.#table, parts);
    yield* probeRows(rows, prober, parts.mayWait, parts.run);
    if (this.holding.bytes > parts.run.memory.limitBytes * KEPT_SHARE) {
      this.#table.clear();
      this.#asked = new TupleTable(collationsOf(plan.keys));
      this.#firstFresh = 0;
    }
  }

  /** Runs the right side for the new keys, and keeps the rows that answer them. */
  *#ask(fresh: Gathered['fresh']): Task<void> {
    const { run } = this.parts;
    for (const { id, value } of this.#sets) run.keySets.set(id, distinctValues(fresh, value));
    for (const item of this.parts.right.open()) {
      if (item instanceof Pending) {
        yield item;
        continue;
      }
      this.#table.addAll(this.isExact ? item : this.#askedOf(item), this.#rightKeys);
      if (run.pauseDue()) yield run.pause();
    }
    if (this.keepsAnswers) {
      this.#firstFresh = this.#asked.size;
      this.holding.add(ENTRY_BYTES * fresh.length);
    } else this.#batchKeys.clear();
  }

  /** A scan may give more than it was asked for: such rows may come again when their own key is asked for. */
  #askedOf(rows: Batch): Batch {
    return rows.filter((row) => {
      const key = this.#rightKeys.of(row);
      return key !== undefined && this.#isAsked(key);
    });
  }

  #isAsked(key: readonly Value[]): boolean {
    return !this.keepsAnswers || this.#asked.find(key) >= this.#firstFresh;
  }
}

function distinctValues(rows: Iterable<Row>, value: Evaluate): readonly Value[] {
  const values = new Set<Value>();
  for (const row of rows) {
    const v = value(row);
    if (v !== null) values.add(v);
  }
  return [...values];
}
