import { type Document, KIND } from '../json/document.js';
import { JSON_ARGS, JSON_COLUMNS, type JsonCursor, labelStep, type Start, startOf } from './json-cursor.js';
import type { TableFunctionSpec } from './spec.js';

export const jsonTree: TableFunctionSpec = {
  name: 'json_tree',
  description: 'An element and all below it, one row each, in the order of the document.',
  columns: JSON_COLUMNS,
  args: JSON_ARGS,
  rows: 20,
  examples: [
    [`(SELECT group_concat(fullkey) FROM json_tree('{"a":{"b":[1]}}'))`, '$,$.a,$.a.b,$.a.b[0]'],
    [`(SELECT max(atom) FROM json_tree('[1,[5,[3]]]', '$[1]'))`, 5],
  ],
  open(args) {
    const start = startOf(args);
    return start ? everything(start) : [];
  },
};

/** A container that the walk is in. */
interface Level {
  readonly node: number;
  readonly end: number;
  readonly isObject: boolean;
  /** Of the child that the walk is at, or in. */
  label: number;
  index: number;
}

const levelOf = (document: Document, node: number): Level => ({
  node,
  end: document.next(node),
  isObject: document.kind(node) === KIND.object,
  label: -1,
  index: -1,
});

class Walk implements JsonCursor {
  node: number;
  label = -1;
  index = -1;
  parent: number | null = null;
  row = 0;
  readonly document: Document;
  readonly text: string;
  readonly root: string;
  /** From the document's root to what holds the element. */
  readonly levels: Level[] = [];

  constructor({ document, text, root, node }: Start) {
    this.document = document;
    this.text = text;
    this.root = root;
    this.node = 0;
    // Paths begin at the document's root, wherever the walk does.
    while (this.node !== node) {
      const level = levelOf(document, this.node);
      this.levels.push(level);
      let child = this.#enter(level, this.node + 1);
      while (document.next(child) <= node) child = this.#enter(level, document.next(child));
      this.node = child;
    }
    // As in SQLite: the first row tells its label only where it has rows below it, and never its index.
    this.index = -1;
    if (!document.isContainer(node)) this.label = -1;
  }

  /** Goes to the element at, or labelled at, this node. */
  move(at: number): void {
    const { levels } = this;
    while ((levels.at(-1)?.end ?? at + 1) <= at) levels.pop();
    const level = levels.at(-1);
    this.node = level ? this.#enter(level, at) : at;
    this.parent = level ? level.node : null;
  }

  #enter(level: Level, at: number): number {
    if (level.isObject) level.label = at;
    else level.index++;
    this.label = level.label;
    this.index = level.index;
    return level.isObject ? at + 1 : at;
  }

  fullkey(): string {
    return this.#pathOf(this.levels.length);
  }
  path(): string {
    return this.#pathOf(Math.max(0, this.levels.length - 1));
  }

  #pathOf(count: number): string {
    let path = '$';
    for (let at = 0; at < count; at++) {
      const { isObject, label, index } = this.levels[at] as Level; // within bounds
      path += isObject ? labelStep(this.document, label) : `[${index}]`;
    }
    return path;
  }
}

function* everything(start: Start): Generator<JsonCursor> {
  const { document } = start;
  const walk = new Walk(start);
  const end = document.next(start.node);
  yield walk;
  for (;;) {
    if (document.isContainer(walk.node)) walk.levels.push(levelOf(document, walk.node));
    const at = walk.node + 1;
    if (at >= end) return;
    walk.move(at);
    walk.row++;
    yield walk;
  }
}
