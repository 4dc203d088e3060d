import { SqlError } from '../../../core/index.js';
import { remembering } from '../remember.js';
import { type Document, FLAG, KIND } from './document.js';
import { textOf } from './render.js';
import { unescapeText } from './text.js';

export type Step =
  /** `raw` as written between the quotes, `key` without escapes. */
  | { readonly kind: 'key'; readonly raw: string; readonly key: string }
  /** `[2]`; from the end `[#-1]`; `[#]` is the place behind the last element. */
  | { readonly kind: 'index'; readonly index: number; readonly fromEnd: boolean };

/** A path as far as it makes sense. */
export interface Path {
  readonly steps: readonly Step[];
  /** What comes after the steps is wrong: told only where a lookup gets so far, as in SQLite 3.42. */
  readonly mistake?: { readonly rest: string; readonly within?: number };
}

export const pathError = (rest: string): SqlError =>
  new SqlError('runtime', `JSON path error near '${rest.replaceAll("'", "''")}'`);

/** `$.a[0]."b c"[#-1]`. @throws SqlError where it does not start with `$` */
export const parsePath: (text: string) => Path = remembering((text) => {
  const nul = text.indexOf('\0');
  return parse(nul < 0 ? text : text.slice(0, nul));
});

const QUOTED = /\."((?:[^"\\]|\\[^])*)"/y;
const PLAIN = /\.([^.[]+)/y;
const INDEX = /\[(?:([0-9]+)|#(?:-([0-9]+))?)\]/y;

function parse(text: string): Path {
  if (!text.startsWith('$')) throw pathError(text);
  const steps: Step[] = [];
  let at = 1;
  while (at < text.length) {
    const step = stepAt(text, at);
    if (!step) return { steps, mistake: mistakeAt(text, at) };
    steps.push(step.step);
    at = step.end;
  }
  return { steps };
}

function stepAt(text: string, at: number): { step: Step; end: number } | undefined {
  if (text[at] === '[') {
    INDEX.lastIndex = at;
    const match = INDEX.exec(text);
    if (!match) return undefined;
    const fromEnd = match[1] === undefined;
    const index = Number(match[1] ?? match[2] ?? 0);
    return { step: { kind: 'index', index, fromEnd }, end: INDEX.lastIndex };
  }
  const pattern = text[at + 1] === '"' ? QUOTED : PLAIN;
  pattern.lastIndex = at;
  const raw = pattern.exec(text)?.[1];
  if (raw === undefined) return undefined;
  return { step: { kind: 'key', raw, key: raw.includes('\\') ? unescapeText(raw) : raw }, end: pattern.lastIndex };
}

/** What SQLite calls the rest, and the kind of node that has to stand here for it to look. */
function mistakeAt(text: string, at: number): NonNullable<Path['mistake']> {
  if (text[at] === '.') return { rest: text.slice(at + 1), within: KIND.object };
  if (text.startsWith('[#', at)) return { rest: text.slice(at), within: KIND.array };
  return { rest: text.slice(at) };
}

/** The node a path leads to, -1 where there is none. @throws SqlError where the path is wrong and was followed so far */
export function findNode(document: Document, path: Path): number {
  let node = 0;
  for (const step of path.steps) {
    node = step.kind === 'key' ? memberOf(document, node, step) : elementOf(document, node, step);
    if (node < 0) return -1;
  }
  const { mistake } = path;
  if (!mistake) return node;
  if (mistake.within !== undefined && document.kind(node) !== mistake.within) return -1;
  throw pathError(mistake.rest);
}

/** The value of the first label that is the key. */
function memberOf(document: Document, node: number, step: Step & { kind: 'key' }): number {
  if (document.kind(node) !== KIND.object) return -1;
  const end = document.next(node);
  for (let label = node + 1; label < end; label = document.next(label + 1)) {
    if (isLabel(document, label, step)) return label + 1;
  }
  return -1;
}

function isLabel(document: Document, label: number, { raw, key }: Step & { kind: 'key' }): boolean {
  const start = document.start(label);
  if (!document.hasFlag(label, FLAG.escaped)) {
    return document.end(label) - start === key.length && document.text.startsWith(key, start);
  }
  return document.source(label) === raw || textOf(document, label) === key;
}

function elementOf(document: Document, node: number, step: Step & { kind: 'index' }): number {
  if (document.kind(node) !== KIND.array) return -1;
  const end = document.next(node);
  let left = step.index;
  if (step.fromEnd) {
    left = childCount(document, node) - step.index;
    if (left < 0) return -1;
  }
  for (let child = node + 1; child < end; child = document.next(child)) if (left-- === 0) return child;
  return -1;
}

/** Elements of an array. */
export function childCount(document: Document, node: number): number {
  const end = document.next(node);
  let count = 0;
  for (let child = node + 1; child < end; child = document.next(child)) count++;
  return count;
}
