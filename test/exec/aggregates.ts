import { type Collation, compareValues, findCollation, type Value } from '../../src/core/index.js';
import { aggregate } from '../../src/sql/functions/index.js';
import type { Aggregate, AggregateCall, Expr, Plan, SortTerm } from '../../src/sql/planner/index.js';
import { column, expr } from './plans.js';

// Aggregates plain enough to be wrong in nothing: the tests are about the executor's side.

export const count = aggregate<{ n: number }>({
  name: 'count',
  description: '',
  args: ['any'],
  minArgs: 0,
  returns: 'integer',
  examples: [],
  bind: () => ({
    start: () => ({ n: 0 }),
    step(state, ...args) {
      if (args.length === 0 || args[0] !== null) state.n++;
    },
    finish: (state) => state.n,
  }),
});

export const sum = aggregate<{ total: number; count: number }>({
  name: 'sum',
  description: '',
  args: ['any'],
  returns: 'numeric',
  examples: [],
  bind: () => ({
    start: () => ({ total: 0, count: 0 }),
    step(state, value) {
      if (value === null) return;
      state.total += Number(value);
      state.count++;
    },
    finish: (state) => (state.count > 0 ? state.total : null),
    inverse(state, value) {
      if (value === null) return;
      state.total -= Number(value);
      state.count--;
    },
  }),
});

const extremum = (name: 'min' | 'max') =>
  aggregate<{ best: Value }>({
    name,
    description: '',
    args: ['any'],
    returns: 'any',
    examples: [],
    picksRow: true,
    bind: ({ collation }) => ({
      start: () => ({ best: null }),
      step(state, value = null) {
        if (value === null) return false;
        const order = state.best === null ? 1 : compareValues(value, state.best, collation) * (name === 'max' ? 1 : -1);
        if (order <= 0) return false;
        state.best = value;
        return true;
      },
      finish: (state) => state.best,
    }),
  });
export const min = extremum('min');
export const max = extremum('max');

export const groupConcat = aggregate<{ texts: string[] }>({
  name: 'group_concat',
  description: '',
  args: ['text'],
  returns: 'text',
  examples: [],
  bind: () => ({
    start: () => ({ texts: [] }),
    step(state, value) {
      if (value !== null) state.texts.push(value as string); // arguments arrive as text
    },
    finish: (state) => (state.texts.length > 0 ? state.texts.join() : null),
  }),
});

export const call = (
  fn: AggregateCall['fn'],
  args: readonly (Expr | Value)[] = [],
  options: Partial<AggregateCall> = {},
): AggregateCall => ({
  column: column(`${fn.name}()`),
  fn,
  args: args.map(expr),
  distinct: false,
  orderBy: [] as SortTerm[],
  collation: 'binary',
  ...options,
});

export const grouped = (
  input: Plan,
  groups: readonly Expr[],
  calls: readonly AggregateCall[],
  bare: readonly Expr[] = [],
): Aggregate => ({
  kind: 'aggregate',
  input,
  groups: groups.map(asItem),
  calls,
  bare: bare.map(asItem),
});

const asItem = (of: Expr) => ({
  expr: of,
  column: of.kind === 'column' ? column(of.column.name, { collation: of.column.collation }) : column('group'),
});

export const nocase = findCollation('nocase') as Collation; // built in
