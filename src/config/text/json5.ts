import { type ObjectNode as Json5Object, parse, type ValueNode } from '@humanwhocodes/momoa';
import { type Member, type Node, SyntaxFault } from './node.js';

/** JSON5 with places. @throws SyntaxFault */
export function parseJson5(text: string, maxDepth: number): Node {
  return convert(parseTree(text, maxDepth), 1, maxDepth);
}

function parseTree(text: string, maxDepth: number): ValueNode {
  try {
    return parse(text, { mode: 'json5' }).body;
  } catch (error) {
    // The library descends by recursion: only a text far beyond any limit exhausts the stack.
    if (error instanceof RangeError) throw new SyntaxFault(`more than ${maxDepth} levels`, 0, 'depth');
    if (!(error instanceof Error)) throw error;
    const offset = 'offset' in error && typeof error.offset === 'number' ? error.offset : text.length;
    throw new SyntaxFault(error.message.replace(/\s*\(\d+:\d+\)$/, '').replace(/\.$/, ''), offset);
  }
}

function convert(value: ValueNode, depth: number, maxDepth: number): Node {
  const at = value.loc.start.offset;
  if (depth > maxDepth) throw new SyntaxFault(`more than ${maxDepth} levels`, at, 'depth');
  switch (value.type) {
    case 'Object':
      return { kind: 'object', at, members: members(value, depth, maxDepth) };
    case 'Array':
      return { kind: 'array', at, items: value.elements.map((item) => convert(item.value, depth + 1, maxDepth)) };
    case 'String':
      return { kind: 'text', at, value: value.value };
    case 'Number':
      if (!Number.isFinite(value.value)) throw new SyntaxFault('the number is too large', at);
      return { kind: 'number', at, raw: numberText(value.value) };
    case 'Boolean':
      return { kind: 'boolean', at, value: value.value };
    case 'Null':
      return { kind: 'null', at };
    default:
      throw new SyntaxFault('a number that is none has no meaning here', at);
  }
}

const members = ({ members: found }: Json5Object, depth: number, maxDepth: number): Member[] =>
  found.map(({ name, value }) => ({
    key: name.type === 'String' ? name.value : name.name,
    at: name.loc.start.offset,
    value: convert(value, depth + 1, maxDepth),
  }));

/** Whole numbers without an exponent, so that they are read as whole. */
export const numberText = (value: number): string => (Number.isInteger(value) ? String(BigInt(value)) : String(value));
