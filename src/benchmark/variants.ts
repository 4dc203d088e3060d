import { SqlError } from '../core/index.js';
import {
  detailsOf,
  type OptimizeOptions,
  type Outline,
  outlineOf,
  outputColumns,
  type Plan,
  type Query,
} from '../sql/planner/index.js';

/** A way to plan a query. */
export interface Variant {
  readonly name: string;
  readonly options: OptimizeOptions;
}

/** What came of it. */
export type Planned =
  | { readonly kind: 'plan'; readonly name: string; readonly query: Query }
  /** The plan of the variant of that name. */
  | { readonly kind: 'same'; readonly name: string; readonly as: string }
  | { readonly kind: 'infeasible'; readonly name: string; readonly reason: string };

export const CHOSEN = 'chosen plan';

/** What the planner can do without, and what that takes out of it. */
const TECHNIQUES: readonly { readonly name: string; readonly without: readonly string[] }[] = [
  { name: 'without lookups', without: ['lookups'] },
  { name: 'without join keys', without: ['join-keys'] },
  { name: 'without column pruning', without: ['prune-columns', 'merge-projections'] },
  { name: 'without limit push-down', without: ['push-limit'] },
  { name: 'without early filters', without: ['push-predicates'] },
  { name: 'without derived equalities', without: ['transitive-equality'] },
  { name: 'without decorrelation', without: ['decorrelate'] },
  { name: 'without ordered access', without: ['use-order', 'first-entry'] },
  { name: 'without inlining', without: ['inline-shared'] },
  { name: 'without late columns', without: ['late-columns'] },
  { name: 'without cheap conditions first', without: ['order-predicates'] },
  { name: 'without what OR implies', without: ['factor-or', 'imply-or'] },
];

/** Of what is handed to tables; the others are ways to think about a query. */
const PUSHED = ['lookups', 'join-keys', 'prune-columns', 'merge-projections', 'push-limit'];

/** Up to so many relations all orders are tried; beyond, the written one, and each relation once as the first. */
const ALL_ORDERS = 3;
const MOST_ORDERS = 12;

/**
 * Every variant of a query worth a look, the chosen plan first. Those that come to a plan that another has are told as such.
 * @param plan the query, planned with these options
 * @throws SqlError where the query itself cannot be planned
 */
export function variantsOf(plan: (options: OptimizeOptions) => Query): readonly Planned[] {
  const groups: (readonly Plan[])[] = [];
  const chosen = plan({
    joinOrder(relations) {
      groups.push(relations);
      return relations;
    },
  });
  const variants: Variant[] = [
    ...TECHNIQUES.map(({ name, without }) => ({ name, options: { without: new Set(without) } })),
    { name: 'without any push-down', options: { without: new Set(PUSHED) } },
    ...groups.flatMap(orderVariants).slice(0, MOST_ORDERS),
  ];
  const seen = new Map([[keyOf(chosen), CHOSEN]]);
  const planned: Planned[] = [{ kind: 'plan', name: CHOSEN, query: chosen }];
  for (const { name, options } of variants) planned.push(plannedAs(name, () => plan(options), seen));
  return planned;
}

function plannedAs(name: string, plan: () => Query, seen: Map<string, string>): Planned {
  try {
    const query = plan();
    const key = keyOf(query);
    const as = seen.get(key);
    if (as !== undefined) return { kind: 'same', name, as };
    seen.set(key, name);
    return { kind: 'plan', name, query };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { kind: 'infeasible', name, reason: error.message };
  }
}

function orderVariants(relations: readonly Plan[]): Variant[] {
  const names = relations.map(nameOf);
  const group = idsOf(relations);
  return ordersOf(relations).map((order): Variant => {
    const wanted = order.map((relation) => relations.indexOf(relation));
    return {
      name: `order ${wanted.map((at) => names[at]).join(', ')}`,
      // Each planning binds anew, but numbers columns alike.
      options: { joinOrder: (met) => (idsOf(met) === group ? wanted.flatMap((at) => met[at] ?? []) : met) },
    };
  });
}

const idsOf = (relations: readonly Plan[]): string =>
  relations.map((relation) => outputColumns(relation).map(({ id }) => id)).join(';');

function ordersOf(relations: readonly Plan[]): (readonly Plan[])[] {
  if (relations.length <= ALL_ORDERS) return permutations(relations);
  const led = relations.map((first) => [first, ...relations.filter((one) => one !== first)]);
  return led.slice(0, MOST_ORDERS);
}

const permutations = <T>(items: readonly T[]): (readonly T[])[] =>
  items.length <= 1
    ? [items]
    : items.flatMap((first) => permutations(items.filter((one) => one !== first)).map((rest) => [first, ...rest]));

/** By the aliases of the tables that a relation reads. */
function nameOf(relation: Plan): string {
  const aliases = new Set(outputColumns(relation).flatMap(({ table }) => table ?? []));
  return aliases.size > 0 ? [...aliases].join('+') : relation.kind;
}

/** Equal for plans that do the same. */
export function keyOf(query: Query): string {
  const { root, shared } = outlineOf(query);
  const tell = ({ plan, role, below }: Outline): unknown => [
    plan.kind,
    role,
    detailsOf(plan, { qualify: true }),
    below.map(tell),
  ];
  return JSON.stringify([tell(root), shared.map(({ root }) => tell(root))]);
}

/** Why runs of a query over the same data may rightly give other rows: it leaves open which ones. */
export function leavesOpen(query: Query): boolean {
  const { root, shared } = outlineOf(query);
  const isOpen = ({ plan, below }: Outline): boolean =>
    OPEN.has(plan.kind) || (plan.kind === 'aggregate' && hangsOnOrder(plan)) || below.some(isOpen);
  return [root, ...shared.map((one) => one.root)].some(isOpen);
}

const OPEN: ReadonlySet<Plan['kind']> = new Set(['limit', 'window', 'recursive']);

/** Values of one row of the group, or all in the order they come. */
const hangsOnOrder = ({ bare, calls }: Extract<Plan, { kind: 'aggregate' }>): boolean =>
  bare.length > 0 || calls.some(({ fn }) => /concat|string_agg|json|group_object|group_array/.test(fn.name));
