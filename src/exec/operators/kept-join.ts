import type { Row } from '../../core/index.js';
import type { Join } from '../../sql/planner/index.js';
import { AllRows, type Candidates, HashTable } from '../join/candidates.js';
import { KeyReader } from '../join/key-reader.js';
import { collationsOf, firstBatch, type JoinParts, neededPositions } from '../join/parts.js';
import { type ProbeRules, Prober, probeRows, probeStream, rulesFor } from '../join/prober.js';
import { allRows } from '../materialise.js';
import type { Holding } from '../memory.js';
import type { Run } from '../run.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, type Task } from '../stream.js';

/** Fills the kept side. */
type Fill = (holding: Holding) => Task<Candidates>;

/** One side in a hash table, the other streams past; rows come out in the order of the streaming side. */
export function hashJoin(plan: Join, build: 'left' | 'right', parts: JoinParts): Operator {
  const probe = build === 'left' ? 'right' : 'left';
  const kept = parts[build];
  const buildKeys = new KeyReader(plan.keys, build, parts[`${build}Scope`]);
  const probeKeys = new KeyReader(plan.keys, probe, parts[`${probe}Scope`]);
  const collations = collationsOf(plan.keys);
  const { isHalf } = rulesFor(plan.type, build === 'right');
  const positions = neededPositions(parts, kept.columns, !isHalf || build === 'left');
  return keptJoin(plan, build, parts, (holding) =>
    hashed(kept, buildKeys, new HashTable(probeKeys, collations, positions, holding), parts.run),
  );
}

function* hashed(kept: Operator, keys: KeyReader, table: HashTable, run: Run): Task<Candidates> {
  for (const item of kept.open()) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    table.addAll(item, keys);
    if (run.pauseDue()) yield run.pause();
  }
  return table;
}

/** Each row with each row of the other side, one side kept in memory. */
export function loopJoin(plan: Join, build: 'left' | 'right', parts: JoinParts): Operator {
  return keptJoin(plan, build, parts, (holding) => listed(parts[build], holding));
}

function* listed(kept: Operator, holding: Holding): Task<Candidates> {
  return new AllRows(yield* allRows(kept.open(), holding));
}

function keptJoin(plan: Join, build: 'left' | 'right', parts: JoinParts, fill: Fill): Operator {
  const side: KeptSide = { build, fill, rules: rulesFor(plan.type, build === 'right'), reusable: undefined };
  return { columns: parts.columns, open: () => joined(side, parts) };
}

interface KeptSide {
  readonly build: 'left' | 'right';
  readonly fill: Fill;
  readonly rules: ProbeRules;
  /** Serves the next opening, too. */
  reusable: Candidates | undefined;
}

function* joined(side: KeptSide, parts: JoinParts): Stream {
  const { run } = parts;
  const { build, rules } = side;
  const probe = parts[build === 'left' ? 'right' : 'left'];
  const holding = run.memory.hold('join');
  const stream = probe.open();
  try {
    // The left side is asked first, and the right one only where that can matter.
    const first = build === 'right' ? yield* firstBatch(stream) : undefined;
    if (build === 'right' && !first && !rules.kept) return;
    const candidates = side.reusable ?? (yield* side.fill(holding));
    if (parts.isReused) side.reusable = candidates;
    if (candidates.size === 0 && !rules.keepsProbe && rules.only !== 'unmatched') return;
    const prober = new Prober(rules, candidates, parts);
    if (first) yield* probeRows(first, prober, parts.mayWait, run);
    yield* probeStream(stream, prober, parts.mayWait, run);
    yield* keptRows(prober, candidates, rules);
  } finally {
    stream.return();
    // A table that serves the next opening stays counted.
    if (!side.reusable) holding.release();
  }
}

/** What the kept side has to say at the end, in its own order. */
function* keptRows(prober: Prober, kept: Candidates, rules: ProbeRules): Stream {
  if (!rules.kept) return;
  const wanted = rules.kept === 'matched' ? 1 : 0;
  let batch: Row[] = [];
  for (let i = 0; i < kept.size; i++) {
    if (prober.matched[i] !== wanted) continue;
    batch.push(prober.alone(i));
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
