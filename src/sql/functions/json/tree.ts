import { escapeJson, SqlError } from '../../../core/index.js';
import { parsed } from './cache.js';
import { type Document, KIND } from './document.js';
import { MAX_DEPTH } from './parse.js';
import { type Path, pathError, type Step } from './path.js';
import { render, textOf } from './render.js';
import { unescapeText } from './text.js';

/** JSON that can be changed. What no path enters stays a part of its document, or a text. */
export type Tree = string | Part | ArrayTree | ObjectTree;
export interface Part {
  readonly kind: 'part';
  readonly document: Document;
  readonly node: number;
}
interface ArrayTree {
  readonly kind: 'array';
  readonly children: Tree[];
}
export interface ObjectTree {
  readonly kind: 'object';
  /** As they stand between quotes. */
  readonly labels: string[];
  readonly children: Tree[];
}

export const partOf = (document: Document, node = 0): Part => ({ kind: 'part', document, node });

export function renderTree(tree: Tree): string {
  if (typeof tree === 'string') return tree;
  switch (tree.kind) {
    case 'part':
      return render(tree.document, tree.node);
    case 'array':
      return `[${tree.children.map(renderTree).join(',')}]`;
    case 'object':
      return `{${tree.children.map((child, at) => `"${tree.labels[at]}":${renderTree(child)}`).join(',')}}`;
  }
}

/** The tree with its children apart; undefined where it has none to have. */
export function opened(tree: Tree): ArrayTree | ObjectTree | undefined {
  if (typeof tree === 'string') return /^[[{]/.test(tree) ? opened(partOf(parsed(tree))) : undefined;
  if (tree.kind !== 'part') return tree;
  const { document, node } = tree;
  if (!document.isContainer(node)) return undefined;
  const isObject = document.kind(node) === KIND.object;
  const labels: string[] = [];
  const children: Tree[] = [];
  const end = document.next(node);
  for (let child = node + 1; child < end; child = document.next(child)) {
    if (isObject) labels.push(render(document, child++).slice(1, -1));
    children.push(partOf(document, child));
  }
  return isObject ? { kind: 'object', labels, children } : { kind: 'array', children };
}

/** A member's place; -1 where no label is the key. The first of equal labels counts. */
const labelIndex = (labels: readonly string[], raw: string, key: string): number =>
  labels.findIndex((label) => label === raw || (label.includes('\\') && unescapeText(label) === key));

/** `labelIndex` for a label of a document. */
export const memberIndex = (tree: ObjectTree, document: Document, label: number): number =>
  labelIndex(tree.labels, document.source(label), textOf(document, label));

const tooDeep = (): SqlError => new SqlError('limit', `JSON may nest ${MAX_DEPTH} levels`);

export type Change = 'insert' | 'replace' | 'set' | 'remove';

/**
 * Changes what the path leads to; `root` is a list of one tree. Where it leads nowhere, `insert` and `set` make what is
 * missing, if only one level is or all below it is new. The value is written where it has a place.
 * @throws SqlError where the path is wrong and was followed so far
 */
export function change(root: Tree[], { steps, mistake }: Path, how: Change, value: () => string): void {
  if (steps.length > MAX_DEPTH) throw tooDeep();
  let list = root;
  let at = 0;
  for (const [depth, step] of steps.entries()) {
    const here = opened(list[at] as Tree); // within the list
    if (!here || here.kind !== (step.kind === 'key' ? 'object' : 'array')) return;
    list[at] = here;
    const found = placeOf(here, step);
    if (found < 0) return;
    const isNew = found >= here.children.length;
    if (isNew && (how === 'replace' || how === 'remove')) return;
    if (isNew) {
      const made = below(steps.slice(depth + 1), mistake, value);
      if (made === undefined) return;
      if (here.kind === 'object' && step.kind === 'key') here.labels.push(escapeJson(step.key));
      here.children.push(made);
      return;
    }
    list = here.children;
    at = found;
    if (how !== 'remove' || mistake || depth < steps.length - 1) continue;
    if (here.kind === 'object') here.labels.splice(at, 1);
    list.splice(at, 1);
    return;
  }
  if (mistake)
    refuse(list[at] as Tree, mistake); // within the list
  else if (how === 'remove') list.length = 0;
  else if (how !== 'insert') list[at] = value();
}

/** Where the step leads: behind the last child for one that would be new, -1 for nowhere. */
function placeOf(here: ArrayTree | ObjectTree, step: Step): number {
  const count = here.children.length;
  if (step.kind === 'index') {
    const index = step.fromEnd ? count - step.index : step.index;
    return index > count ? -1 : index;
  }
  if (here.kind !== 'object') return -1;
  const found = labelIndex(here.labels, step.raw, step.key);
  return found < 0 ? count : found;
}

/** What a path makes that leads into nothing, as a text: it may be deep. */
function below(steps: readonly Step[], mistake: Path['mistake'], value: () => string): string | undefined {
  if (mistake && mistake.within !== KIND.object) return undefined;
  let open = '';
  let close = '';
  for (const step of steps) {
    if (step.kind === 'index' && (step.index !== 0 || step.fromEnd)) return undefined;
    open += step.kind === 'key' ? `{"${escapeJson(step.key)}":` : '[';
    close = (step.kind === 'key' ? '}' : ']') + close;
  }
  if (mistake) throw pathError(mistake.rest);
  return open + value() + close;
}

function refuse(tree: Tree, { rest, within }: NonNullable<Path['mistake']>): void {
  if (within !== undefined && opened(tree)?.kind !== (within === KIND.object ? 'object' : 'array')) return;
  throw pathError(rest);
}
