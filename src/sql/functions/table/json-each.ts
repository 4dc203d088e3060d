import { KIND } from '../json/document.js';
import { JSON_ARGS, JSON_COLUMNS, type JsonCursor, labelStep, type Start, startOf } from './json-cursor.js';
import type { TableFunctionSpec } from './spec.js';

export const jsonEach: TableFunctionSpec = {
  name: 'json_each',
  description: 'The elements of an array or object, one row each; a row for anything else.',
  columns: JSON_COLUMNS,
  args: JSON_ARGS,
  rows: 5,
  examples: [
    [`(SELECT group_concat(key || '=' || value) FROM json_each('{"a":1,"b":[2]}'))`, 'a=1,b=[2]'],
    [`(SELECT max(fullkey) FROM json_each('{"a":[5,6]}', '$.a'))`, '$.a[1]'],
  ],
  open(args) {
    const start = startOf(args);
    return start ? elements(start) : [];
  },
};

class Elements implements JsonCursor {
  node: number;
  label = -1;
  index = -1;
  readonly parent = null;
  row = 0;
  readonly document: Start['document'];
  readonly text: string;
  readonly root: string;

  constructor({ document, text, root, node }: Start) {
    this.document = document;
    this.text = text;
    this.root = root;
    this.node = node;
  }

  fullkey(): string {
    if (this.label >= 0) return this.root + labelStep(this.document, this.label);
    return this.index >= 0 ? `${this.root}[${this.index}]` : this.root;
  }
  path(): string {
    return this.root;
  }
}

function* elements(start: Start): Generator<JsonCursor> {
  const { document, node } = start;
  const cursor = new Elements(start);
  const kind = document.kind(node);
  if (kind < KIND.array) {
    yield cursor;
    return;
  }
  const end = document.next(node);
  for (let child = node + 1; child < end; child = document.next(child)) {
    if (kind === KIND.object) cursor.label = child++;
    else cursor.index++;
    cursor.node = child;
    yield cursor;
    cursor.row++;
  }
}
