import type { Relation } from './join-graph.js';
import type { JoinSteps, State } from './join-step.js';

/** Up to this many relations every order is tried that joins what belongs together; */
const EXHAUSTIVE = 10;
/** up to this many, orders that multiply first and choose later, too. */
const WITH_PRODUCTS = 6;
/** Steps that the search for an order may try beyond: about 10 ms. */
const MOST_STEPS = 3000;

/** The cheapest order found; undefined where none binds every required key. */
export function searchOrder(relations: readonly Relation[], steps: JoinSteps): State | undefined {
  if (relations.every(isAlone)) return inOrder(fewestFirst(relations), steps);
  return relations.length <= EXHAUSTIVE ? searchAll(relations, steps) : searchGreedily(relations, steps);
}

/** Nothing says when it has to come or which of its rows belong to others'. */
const isAlone = ({ type, needs, members, links }: Relation): boolean =>
  type === 'inner' && needs === 0n && members.length === 0 && links.length === 0;

/** The order in which products stay the smallest. */
const fewestFirst = (relations: readonly Relation[]): Relation[] =>
  [...relations].sort((a, b) => a.size.rows - b.size.rows);

const better = (a: State, b: State | undefined): boolean => b === undefined || a.cost < b.cost;

/** The best left-deep tree over every subset of relations, smaller subsets first. */
function searchAll(relations: readonly Relation[], steps: JoinSteps): State | undefined {
  const best: (State | undefined)[] = new Array(1 << relations.length);
  relations.forEach((relation, index) => {
    best[1 << index] = steps.start(relation);
  });
  const all = (1 << relations.length) - 1;
  for (let mask = 1; mask < all; mask++) {
    const state = best[mask];
    if (!state) continue;
    for (const next of following(relations, steps, state)) {
      const at = Number(next.mask);
      if (better(next, best[at])) best[at] = next;
    }
  }
  return best[all];
}

/** One more relation each; none that belongs to nothing yet where there is another, unless there are few. */
function following(relations: readonly Relation[], steps: JoinSteps, state: State): readonly State[] {
  const found: State[] = [];
  let isTied = false;
  for (const relation of relations) {
    if (relation.bit & state.mask) continue;
    const next = steps.extend(state, relation);
    if (!next) continue;
    isTied ||= !next.isCross;
    found.push(next);
  }
  return isTied && relations.length > WITH_PRODUCTS ? found.filter((next) => !next.isCross) : found;
}

/**
 * From each of the relations that cost the least, the one that leaves the fewest rows each time; the best of these orders is then
 * changed where two neighbours do better the other way round.
 */
function searchGreedily(relations: readonly Relation[], steps: JoinSteps): State | undefined {
  const starts = relations.flatMap((relation) => steps.start(relation) ?? []).sort((a, b) => a.cost - b.cost);
  const counted = new Counted(steps);
  let best: State | undefined;
  for (const start of starts) {
    const state = greedy(start, relations, counted);
    if (state && better(state, best)) best = state;
    if (counted.count * 2 > MOST_STEPS) break;
  }
  return best && refined(best, counted);
}

class Counted {
  count = 0;

  constructor(readonly steps: JoinSteps) {}

  start(relation: Relation): State | undefined {
    return this.steps.start(relation);
  }

  extend(state: State, relation: Relation): State | undefined {
    this.count++;
    return this.steps.extend(state, relation);
  }
}

function greedy(start: State, relations: readonly Relation[], counted: Counted): State | undefined {
  let state = start;
  for (let joined = 1; joined < relations.length; joined++) {
    let next: State | undefined;
    for (const relation of relations) {
      if (relation.bit & state.mask) continue;
      const candidate = counted.extend(state, relation);
      if (candidate && (!next || isSmaller(candidate, next))) next = candidate;
    }
    if (!next) return undefined;
    state = next;
  }
  return state;
}

/** Few rows now are less work in all steps to come, whatever this one costs. */
const isSmaller = (a: State, b: State): boolean => (a.rows === b.rows ? a.cost < b.cost : a.rows < b.rows);

function refined(best: State, counted: Counted): State {
  let order = relationsOf(best);
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (let at = 0; at + 1 < order.length && counted.count < MOST_STEPS; at++) {
      const swapped = [...order];
      [swapped[at], swapped[at + 1]] = [order[at + 1] as Relation, order[at] as Relation]; // within bounds
      const state = inOrder(swapped, counted);
      if (!state || !better(state, best)) continue;
      best = state;
      order = swapped;
      isBetter = true;
    }
  }
  return best;
}

function relationsOf(state: State): readonly Relation[] {
  return state.before ? [...relationsOf(state.before), state.relation] : [state.relation];
}

function inOrder(relations: readonly Relation[], steps: Pick<JoinSteps, 'start' | 'extend'>): State | undefined {
  let state: State | undefined;
  for (const relation of relations) {
    state = state ? steps.extend(state, relation) : steps.start(relation);
    if (!state) return undefined;
  }
  return state;
}
