import { isAlias, isMap, isScalar, isSeq, Lexer, parseAllDocuments, type YAMLMap, type YAMLParseError } from 'yaml';
import { numberText } from './json5.js';
import { type Member, type Node, SyntaxFault } from './node.js';

/** Values that aliases may add: a few lines of aliases to aliases mean billions. */
const MAX_NODES = 1_000_000;

interface Conversion {
  readonly maxDepth: number;
  readonly anchors: ReadonlyMap<string, unknown>;
  nodes: number;
}

/** YAML 1.2 with places; one document. @throws SyntaxFault */
export function parseYaml(text: string, maxDepth: number): Node {
  try {
    return parseOne(text, maxDepth);
  } catch (error) {
    // The library descends by recursion: only a text far beyond any limit exhausts the stack.
    if (error instanceof RangeError) throw new SyntaxFault(`more than ${maxDepth} levels`, 0, 'depth');
    throw error;
  }
}

/** Tokens of the library's that stand for no letters: marks of a document, of a flow's end, of a scalar. */
const MARKS = new Set(['\u0002', '\u0018', '\u001f']);

/** The library takes time with the square of the brackets that are open at once: what is too deep goes no further. */
function refuseDepth(text: string, maxDepth: number): void {
  let depth = 0;
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > maxDepth) throw new SyntaxFault(`more than ${maxDepth} levels`, at, 'depth');
    if (!MARKS.has(token)) at += token.length;
  }
}

function parseOne(text: string, maxDepth: number): Node {
  refuseDepth(text, maxDepth);
  const documents = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false, intAsBigInt: true });
  if (!Array.isArray(documents)) throw new SyntaxFault('a value is missing', text.length);
  const [document, second] = documents;
  if (document === undefined) throw new SyntaxFault('a value is missing', text.length);
  const [error] = document.errors;
  if (error !== undefined) throw faultOf(error);
  if (second !== undefined) throw new SyntaxFault('a second document', second.range[0]);
  return convert(document.contents, 1, { maxDepth, anchors: anchorsOf(document.contents), nodes: 0 });
}

const faultOf = (error: YAMLParseError): SyntaxFault => new SyntaxFault(error.message, error.pos[0]);

/** Nodes by the names of their anchors; of a name given twice the last counts. */
function anchorsOf(root: unknown): Map<string, unknown> {
  const anchors = new Map<string, unknown>();
  const open: unknown[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap(node)) for (const { key, value } of node.items) open.push(key ?? undefined, value ?? undefined);
    else if (isSeq(node)) for (const item of node.items) open.push(item);
    while (open.length > 0 && open.at(-1) === undefined) open.pop();
  }
  return anchors;
}

function convert(node: unknown, depth: number, conversion: Conversion, fallback = 0): Node {
  const at = placeOf(node) ?? fallback;
  if (depth > conversion.maxDepth) throw new SyntaxFault(`more than ${conversion.maxDepth} levels`, at, 'depth');
  if (++conversion.nodes > MAX_NODES) throw new SyntaxFault('aliases make too many values', at);
  if (isAlias(node)) {
    const meant = conversion.anchors.get(node.source);
    if (meant === undefined) throw new SyntaxFault(`no anchor "${node.source}"`, at);
    return convert(meant, depth + 1, conversion, at);
  }
  if (isMap(node)) return { kind: 'object', at, members: members(node, depth, conversion) };
  if (isSeq(node)) {
    return { kind: 'array', at, items: node.items.map((item) => convert(item, depth + 1, conversion, at)) };
  }
  return scalar(isScalar(node) ? node.value : null, at);
}

function members(map: YAMLMap, depth: number, conversion: Conversion): Member[] {
  return map.items.map(({ key, value }) => {
    const at = placeOf(key) ?? 0;
    if (key !== null && !isScalar(key)) throw new SyntaxFault('a key must be a text', at);
    return { key: String(key?.value ?? ''), at, value: convert(value, depth + 1, conversion, at) };
  });
}

function scalar(value: unknown, at: number): Node {
  switch (typeof value) {
    case 'string':
      return { kind: 'text', at, value };
    case 'boolean':
      return { kind: 'boolean', at, value };
    case 'bigint':
      return { kind: 'number', at, raw: String(value) };
    case 'number':
      if (!Number.isFinite(value)) throw new SyntaxFault('a number that is none has no meaning here', at);
      return { kind: 'number', at, raw: numberText(value) };
    default:
      if (value === null) return { kind: 'null', at };
      throw new SyntaxFault('a value of this type has no meaning here', at);
  }
}

function placeOf(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range?.[0] : undefined;
}
