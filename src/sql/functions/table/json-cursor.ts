import type { Value } from '../../../core/index.js';
import { documentOf, parsed, sourceOf } from '../json/cache.js';
import { type Document, KIND, KIND_NAMES } from '../json/document.js';
import { findNode, parsePath } from '../json/path.js';
import { textOf, valueOf } from '../json/render.js';
import { columnsOf, type TableFunctionColumn } from './spec.js';

/** Where a walk through a document is: the subject of every row, moved from one to the next. */
export interface JsonCursor {
  readonly document: Document;
  /** The arguments as given. */
  readonly text: string;
  readonly root: string;
  node: number;
  /** The node's label; -1 where it has none. */
  label: number;
  /** The node's place in its array; -1 where it has none. */
  index: number;
  parent: number | null;
  row: number;
  fullkey(): string;
  path(): string;
}

/** What the arguments of `json_each` and `json_tree` mean; undefined where there are no rows. */
export interface Start {
  readonly document: Document;
  readonly text: string;
  readonly root: string;
  readonly node: number;
}

/** Looking for a short text among those parsed lately takes about as long as parsing it. */
const SHORT = 256;

/** @throws SqlError 'malformed JSON', 'JSON path error near …' */
export function startOf([json, path]: readonly (Value | undefined)[]): Start | undefined {
  if (json === null || json === undefined || path === null) return undefined;
  const text = sourceOf(json);
  const document = text.length < SHORT ? parsed(text) : documentOf(text);
  const root = path === undefined ? '$' : sourceOf(path);
  const node = findNode(document, parsePath(root));
  return node < 0 ? undefined : { document, text, root, node };
}

const SIMPLE = /^[A-Za-z][A-Za-z0-9]*$/;

/** A label as a step of a path. */
export function labelStep(document: Document, label: number): string {
  const source = document.source(label);
  return SIMPLE.test(source) ? `.${source}` : `."${source}"`;
}

export const JSON_ARGS: readonly string[] = ['json', 'root'];

export const JSON_COLUMNS: readonly TableFunctionColumn[] = columnsOf<JsonCursor>({
  key: {
    description: 'Label or index of the element, null for the root',
    read: (c) => (c.label >= 0 ? textOf(c.document, c.label) : c.index >= 0 ? c.index : null),
  },
  value: {
    description: 'The element as a value of SQL; JSON for arrays and objects',
    json: 'type',
    read: (c) => valueOf(c.document, c.node),
  },
  type: { description: 'What json_type says of it', read: (c) => KIND_NAMES[c.document.kind(c.node)] ?? null },
  atom: {
    description: 'The value, null for arrays and objects',
    read: (c) => (c.document.kind(c.node) >= KIND.array ? null : valueOf(c.document, c.node)),
  },
  id: { description: 'Number of the element in the document', read: (c) => c.node },
  parent: { description: 'id of what holds the element; for json_tree', read: (c) => c.parent },
  fullkey: { description: 'Path of the element', read: (c) => c.fullkey() },
  path: { description: 'Path of what holds the element', read: (c) => c.path() },
  json: { description: 'The document', hidden: true, read: (c) => c.text },
  root: { description: 'Path of the element to begin with', hidden: true, read: (c) => c.root },
  rowid: { description: 'Number of the row, from 0', hidden: true, isRowid: true, type: 'integer', read: (c) => c.row },
});
