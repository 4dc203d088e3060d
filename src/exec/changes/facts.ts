import { Bug } from '../../core/index.js';
import type { Change, Expr, Query } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import { applierOf } from './applier.js';
import { canTrust } from './insert.js';
import type { Applier } from './writer.js';

/** What is the same in every run of a change. */
export interface Facts {
  /** The source gives one row, and nothing can fail after that row has changed the table. */
  readonly isOne: boolean;
  /** Present where no expression is evaluated on the way. */
  readonly applier: Applier | undefined;
  /** It may be tried without a look at the keys of indexes, and again with it where that fails. */
  readonly mayTrust: boolean;
}

const known = new WeakMap<Change, Facts>();

export function factsOf(query: Query, change: Change): Facts {
  let facts = known.get(change);
  if (!facts) {
    facts = {
      isOne: query.plan.kind === 'values' && query.plan.rows.length === 1 && !change.returning,
      applier: evaluatesNothing(change) ? applierOf(change, NO_SCOPE) : undefined,
      mayTrust: change.kind === 'insert' && change.table.indexes.some((index) => index.unique) && canTrust(change),
    };
    known.set(change, facts);
  }
  return facts;
}

function evaluatesNothing(change: Change): boolean {
  if (change.kind === 'delete') return true;
  if (change.kind === 'update' && change.values) return false;
  if (change.kind === 'insert' && change.upserts.some(({ action }) => action !== 'nothing')) return false;
  const { defaults, generated, checks, computed } = change.rules;
  const isPlain = defaults.every((expr) => expr === undefined || expr.kind === 'literal');
  return isPlain && generated.length + checks.length + computed.length === 0;
}

const refused = (): never => {
  throw new Bug('an expression where there was none');
};

/** Literals are all that is asked of it. */
const NO_SCOPE: ExprScope = {
  get run() {
    return refused();
  },
  build: refused,
  position: refused,
  value: (expr: Expr) => (expr.kind === 'literal' ? () => expr.value : refused()),
  truth: refused,
  isTrue: refused,
  isFalse: refused,
};
