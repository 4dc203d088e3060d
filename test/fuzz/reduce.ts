import { parseEach, print, type Statement } from '../../src/sql/parser/index.js';

/** Any node of a syntax tree, seen from outside: the reductions below do not know the language but by these words. */
type Tree = { readonly [key: string]: unknown };

const EXPRESSIONS = new Set(
  'literal name parameter unary binary logical is null-test between in like collate cast case call exists subquery row current'.split(
    ' ',
  ),
);
/** Lists that may lose members, down to this many. What is ordered or grouped by stays: it makes answers certain. */
const LISTS: Readonly<Record<string, number>> = {
  columns: 1,
  terms: 1,
  args: 0,
  items: 1,
  arms: 1,
  rows: 1,
  ctes: 1,
  windows: 0,
  partitionBy: 0,
  upserts: 0,
  set: 1,
  returning: 1,
  constraints: 0,
};
const OPTIONAL = [
  'with',
  'where',
  'having',
  'filter',
  'escape',
  'otherwise',
  'frame',
  'offset',
  'returning',
  'from',
  'orAction',
  'on',
];
/** Around a select whose first row counts, or whose rows get their rowids in order. */
const ORDERED = new Set(['subquery', 'insert', 'as']);
const UNTOUCHED = new Set(['span', 'orderBy', 'groupBy']);

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
const isExpression = (value: unknown): value is Tree => isTree(value) && EXPRESSIONS.has(String(value['kind']));
const SPAN = { start: 0, end: 0 };
const LITERALS: readonly Tree[] = [null, 1].map((value) => ({ kind: 'literal', value, span: SPAN }));

/** Smaller statements that might still show what this one shows, the most promising first. */
export function* smallerStatements(sql: string): Iterable<string> {
  const statement = parse(sql);
  if (!statement) return;
  const seen = new Set([sql]);
  for (const smaller of reductions(statement as unknown as Tree, false)) {
    const text = printed(smaller);
    if (text === undefined || seen.has(text)) continue;
    seen.add(text);
    yield text;
  }
}

function parse(sql: string): Statement | undefined {
  try {
    return [...parseEach(sql)][0];
  } catch {
    return undefined;
  }
}

function printed(tree: Tree): string | undefined {
  try {
    return print(tree as unknown as Statement); // built from one by taking parts away
  } catch {
    return undefined;
  }
}

/** Of this node first, then of those below. `isValue`: it is a select whose order must stay. */
function* reductions(tree: Tree, isValue: boolean): Iterable<Tree> {
  yield* ofNode(tree, isValue);
  for (const [key, child] of Object.entries(tree)) {
    if (UNTOUCHED.has(key)) continue;
    const isInValue = ORDERED.has(String(tree['kind']));
    if (Array.isArray(child)) {
      for (const [index, item] of child.entries()) {
        for (const smaller of deeper(item, isInValue)) yield { ...tree, [key]: child.with(index, smaller) };
      }
    } else if (isTree(child)) {
      for (const smaller of deeper(child, isInValue)) yield { ...tree, [key]: smaller };
    }
  }
}

function* deeper(item: unknown, isValue: boolean): Iterable<unknown> {
  if (isTree(item)) yield* reductions(item, isValue);
  else if (Array.isArray(item)) {
    for (const [index, part] of item.entries())
      for (const smaller of deeper(part, isValue)) yield item.with(index, smaller);
  }
}

function* ofNode(tree: Tree, isValue: boolean): Iterable<Tree> {
  if (isExpression(tree)) yield* ofExpression(tree);
  if (tree['kind'] === 'join') yield* [tree['left'], tree['right']].filter(isTree);
  if (tree['kind'] === 'select-from' && isTree(tree['select'])) yield* fromInside(tree['select']);
  if (tree['kind'] === 'select') yield* ofSelect(tree, isValue);
  if (tree['kind'] === 'compound') yield* armsOf(tree);
  for (const key of OPTIONAL) {
    if (tree[key] !== undefined) yield without(tree, key);
  }
  if (tree['distinct'] === true) yield { ...tree, distinct: false };
  if (tree['negated'] === true) yield { ...tree, negated: false };
  yield* shorterLists(tree);
}

function* ofExpression(tree: Tree): Iterable<Tree> {
  if (tree['kind'] === 'literal') {
    if (typeof tree['value'] === 'string' && tree['value'].length > 1) yield { ...tree, value: [...tree['value']][0] };
    return;
  }
  yield* LITERALS;
  yield* partsOf(tree);
}

/** The expressions right below, none of an inner query. */
function* partsOf(tree: unknown): Iterable<Tree> {
  const children = Array.isArray(tree) ? tree : isTree(tree) ? Object.values(tree) : [];
  for (const child of children) {
    if (isExpression(child)) yield child;
    else if (Array.isArray(child) || (isTree(child) && child['kind'] !== 'select')) yield* partsOf(child);
  }
}

function* ofSelect(tree: Tree, isValue: boolean): Iterable<Tree> {
  if (tree['limit'] !== undefined) yield without(tree, 'limit', 'offset');
  const order = tree['orderBy'];
  if (Array.isArray(order) && order.length > 0 && tree['limit'] === undefined && !isValue)
    yield { ...tree, orderBy: [] };
  const body = tree['body'];
  const from = isTree(body) ? body['from'] : undefined;
  if (isTree(from) && from['kind'] === 'select-from' && isTree(from['select'])) yield from['select'];
}

/** A subquery in FROM is replaced by what it selects from. */
function* fromInside(select: Tree): Iterable<Tree> {
  const body = select['body'];
  if (isTree(body) && isTree(body['from'])) yield body['from'];
}

function* armsOf(tree: Tree): Iterable<Tree> {
  const [arms, ops] = [tree['arms'], tree['ops']];
  if (!Array.isArray(arms) || !Array.isArray(ops)) return;
  yield* arms;
  for (const index of arms.keys()) {
    if (arms.length > 2)
      yield { ...tree, arms: arms.toSpliced(index, 1), ops: ops.toSpliced(Math.max(0, index - 1), 1) };
  }
}

function* shorterLists(tree: Tree): Iterable<Tree> {
  for (const [key, least] of Object.entries(LISTS)) {
    const list = tree[key];
    if (!Array.isArray(list) || list.length <= least || tree['kind'] === 'compound') continue;
    if (key === 'args' && takesWidths(list[0])) continue;
    if (list.length > 3) {
      const half = Math.ceil(list.length / 2);
      yield { ...tree, [key]: list.slice(0, half) };
      yield { ...tree, [key]: list.slice(half) };
    }
    for (const index of list.keys()) yield { ...tree, [key]: list.toSpliced(index, 1) };
  }
}

/** A format with widths among the arguments: without one of them, any number is a width, and the oracle pads to it. */
const takesWidths = (format: unknown): boolean =>
  isTree(format) && typeof format['value'] === 'string' && format['value'].includes('*');

function without(tree: Tree, ...keys: readonly string[]): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([key]) => !keys.includes(key)));
}
