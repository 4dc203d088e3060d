import type { Row, Value } from '../../core/index.js';
import type { JoinType } from '../../sql/planner/index.js';
import type { Run } from '../run.js';
import { BATCH_ROWS, type Batch, Pending, type Stream, settled } from '../stream.js';
import type { Candidates } from './candidates.js';
import { PairMaker } from './pair-maker.js';
import { type JoinParts, neededPositions } from './parts.js';

/** Candidates looked at between two looks at the clock. */
const STEP_CANDIDATES = 8192;

/** What a join does with the rows of the side that streams past, and of the side that is kept. */
export interface ProbeRules {
  /** The streaming side is the left one. */
  readonly probesLeft: boolean;
  readonly emitsPairs: boolean;
  /** A streaming row without match comes out, with nulls for the other side. */
  readonly keepsProbe: boolean;
  /** Streaming rows alone come out: once where they match (semi), or where they do not (anti). */
  readonly only?: 'matched' | 'unmatched';
  /** Kept rows that come out at the end: an outer join's unmatched ones, or the result of a semi or anti join. */
  readonly kept?: 'matched' | 'unmatched';
  /** The result has the left columns alone. */
  readonly isHalf: boolean;
}

export function rulesFor(type: JoinType, probesLeft: boolean): ProbeRules {
  const isHalf = type === 'semi' || type === 'anti';
  const half = type === 'semi' ? 'matched' : 'unmatched';
  const isOuter = (side: 'left' | 'right'): boolean => type === side || type === 'full';
  const keepsKept = isOuter(probesLeft ? 'right' : 'left');
  return {
    probesLeft,
    isHalf,
    emitsPairs: !isHalf,
    keepsProbe: isOuter(probesLeft ? 'left' : 'right'),
    ...(isHalf && probesLeft && { only: half }),
    ...(isHalf && !probesLeft && { kept: half }),
    ...(keepsKept && { kept: 'unmatched' }),
  };
}

const NONE = new Uint8Array(0);

/** Holds rows of one side against the candidates of the other. */
export class Prober {
  /** By candidate: 1 where it was matched. */
  readonly matched: Uint8Array;
  readonly #pairs: PairMaker;
  readonly #scratch: Row = [];
  /** Where in the pair that `on` looks at the sides begin, and what it reads of the kept one. */
  readonly #probeStart: number;
  readonly #keptStart: number;
  readonly #keptRead: readonly number[];
  #out: Row[] = [];
  /** Pairs of the batch before, to be used again. */
  #spare: Row[] = [];
  #batch: Batch = [];
  #at = 0;
  #candidate = -1;
  #isStarted = false;
  #hasMatch = false;

  constructor(
    private readonly rules: ProbeRules,
    private readonly candidates: Candidates,
    private readonly parts: JoinParts,
  ) {
    const [probe, kept] = rules.probesLeft ? [parts.left, parts.right] : [parts.right, parts.left];
    this.matched = rules.kept ? new Uint8Array(candidates.size) : NONE;
    this.#pairs = new PairMaker(parts.columns, probe.columns, kept.columns);
    const rightStart = parts.left.columns.length;
    this.#probeStart = rules.probesLeft ? 0 : rightStart;
    this.#keptStart = rules.probesLeft ? rightStart : 0;
    this.#keptRead = neededPositions(parts, kept.columns, false);
  }

  load(batch: Batch): void {
    this.#batch = batch;
    this.candidates.load(batch);
    this.#at = 0;
    this.#isStarted = false;
  }

  /** The rows put out since the last time. */
  take(): Row[] {
    const out = this.#out;
    this.#out = [];
    if (this.parts.isPassing && out.length > this.#spare.length) this.#spare = out;
    return out;
  }

  /**
   * Works on the loaded batch; false when it is through, true when output or time asks for a break. After a break, or
   * after a subquery of `on` had to wait, it goes on where it stood.
   */
  advance(): boolean {
    let left = STEP_CANDIDATES;
    for (; this.#at < this.#batch.length; this.#at++, this.#isStarted = false) {
      const probe = this.#batch[this.#at] as Row; // within bounds
      if (!this.#isStarted) this.#start(probe);
      for (; this.#candidate !== -1; this.#candidate = this.#following()) {
        if (--left <= 0 || this.#out.length >= BATCH_ROWS) return true;
        this.#try(probe, this.#candidate);
      }
      this.#finish(probe);
    }
    return false;
  }

  #start(probe: Row): void {
    this.#candidate = this.candidates.first(this.#at);
    this.#hasMatch = false;
    this.#isStarted = true;
    if (this.parts.on && this.#candidate !== -1) this.#fillScratch(probe);
  }

  #following(): number {
    return this.#hasMatch && this.rules.only ? -1 : this.candidates.next(this.#candidate);
  }

  #try(probe: Row, candidate: number): void {
    const { on } = this.parts;
    if (on && !on(this.#scratchPair(candidate))) return;
    this.#hasMatch = true;
    if (this.rules.kept) this.matched[candidate] = 1;
    if (this.rules.emitsPairs) this.#put(probe, candidate);
  }

  /** The pair in a row that is used again: most pairs that a condition looks at are rejected. */
  #scratchPair(candidate: number): Row {
    const scratch = this.#scratch;
    for (let i = 0; i < this.#keptRead.length; i++) {
      const position = this.#keptRead[i] as number; // within bounds
      scratch[this.#keptStart + position] = this.candidates.value(candidate, position);
    }
    return scratch;
  }

  #fillScratch(probe: Row): void {
    for (let i = 0; i < probe.length; i++) this.#scratch[this.#probeStart + i] = probe[i] as Value; // within the row
  }

  #put(probe: Row, candidate: number): void {
    const used = this.parts.isPassing ? this.#spare[this.#out.length] : undefined;
    this.#out.push(this.#pairs.make(probe, candidate, this.candidates, used));
  }

  /** A kept row without a streaming one. */
  alone(candidate: number): Row {
    return this.#pairs.make(undefined, candidate, this.candidates, undefined);
  }

  #finish(probe: Row): void {
    const { only, keepsProbe } = this.rules;
    if (only) {
      if (this.#hasMatch === (only === 'matched')) this.#out.push(probe);
    } else if (keepsProbe && !this.#hasMatch) this.#put(probe, -1);
  }
}

/** Probes a whole stream. `mayWait`: the condition holds a subquery. */
export function* probeStream(stream: Stream, prober: Prober, mayWait: boolean, run: Run): Stream {
  for (const item of stream) {
    if (item instanceof Pending) yield item;
    else yield* probeRows(item, prober, mayWait, run);
  }
}

export function* probeRows(rows: Batch, prober: Prober, mayWait: boolean, run: Run): Stream {
  prober.load(rows);
  for (let hasMore = true; hasMore; ) {
    hasMore = mayWait ? yield* settled(() => prober.advance()) : prober.advance();
    const out = prober.take();
    if (out.length > 0) yield out;
    if (run.pauseDue()) yield run.pause();
  }
}
