import type { Value } from '../../../core/index.js';
import { checkSize } from '../size.js';
import { scalar } from '../spec.js';
import { documentOf } from './cache.js';
import { type Document, KIND } from './document.js';
import { render } from './render.js';
import { textOfArgument } from './values.js';

export const jsonPretty = scalar({
  name: 'json_pretty',
  description: 'JSON with each element on a line of its own, indented by four blanks or by the second argument.',
  args: ['any', 'any'],
  minArgs: 1,
  returns: 'text',
  nulls: 'seen',
  examples: [
    [`json_pretty('{"a":[1,2],"b":{}}')`, '{\n    "a": [\n        1,\n        2\n    ],\n    "b": {}\n}'],
    [`json_pretty('[1]', ' ')`, '[\n 1\n]'],
    ['json_pretty(NULL)', null],
  ],
  call(json: Value, indent: Value = null) {
    if (json === null) return null;
    const parts: string[] = [];
    const written: Written = { length: 0 };
    write(documentOf(json), 0, '\n', textOfArgument(indent) ?? '    ', parts, written);
    return parts.join('');
  },
});

interface Written {
  length: number;
}

/** `line` is a line's end and the next one's indentation. The depth is bounded by the parser. */
function write(
  document: Document,
  node: number,
  line: string,
  indent: string,
  parts: string[],
  written: Written,
): void {
  const end = document.next(node);
  if (!document.isContainer(node) || end === node + 1) {
    parts.push(render(document, node));
    return;
  }
  const isObject = document.kind(node) === KIND.object;
  const deeper = line + indent;
  parts.push(isObject ? '{' : '[');
  for (let child = node + 1; child < end; child = document.next(child)) {
    written.length = checkSize(written.length + deeper.length);
    parts.push(child > node + 1 ? ',' : '', deeper);
    if (isObject) parts.push(render(document, child++), ': ');
    write(document, child, deeper, indent, parts, written);
  }
  parts.push(line, isObject ? '}' : ']');
}
