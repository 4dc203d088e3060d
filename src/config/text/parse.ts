import type { Dialect } from '../../flags/index.js';
import { parseJson } from './json.js';
import { parseJson5 } from './json5.js';
import { type ArrayNode, type Member, type Node, SyntaxFault } from './node.js';
import { strip } from './strip.js';
import { parseYaml } from './yaml.js';

export interface ParseRules {
  readonly dialect: Dialect;
  /** Levels allowed. */
  readonly maxDepth: number;
}

/** The libraries for YAML and JSON5 take far more time and memory per byte than JSON does. */
const MAX_OTHER_BYTES = 4_194_304;

/** Levels down to which a text is read to say what is wrong with it. */
const DEEPEST = 1_000;

/**
 * The value of a configuration's text, with offsets into this text. Under our own name the ending of the source's name
 * decides between JSON, JSON5 and YAML; JSON is osquery's, where a byte order mark is ours to forgive.
 * @throws SyntaxFault
 */
export function parseText(name: string, text: string, rules: ParseRules): Node {
  const format = rules.dialect === 'hostql' ? formatOf(name) : 'json';
  if (format !== 'json') {
    if (text.length > MAX_OTHER_BYTES) throw new SyntaxFault(`more than ${MAX_OTHER_BYTES} characters`, 0);
    return format === 'yaml' ? parseYaml(text, rules.maxDepth) : parseJson5(text, rules.maxDepth);
  }
  const mark = rules.dialect === 'hostql' && text.startsWith('\ufeff') ? 1 : 0;
  const stripped = strip(mark === 0 ? text : text.slice(mark));
  const original = (offset: number): number => stripped.originalOf(offset) + mark;
  try {
    return moved(parseBounded(stripped.text, rules.maxDepth), original);
  } catch (error) {
    if (error instanceof SyntaxFault) throw new SyntaxFault(error.message, original(error.at), error.kind);
    throw error;
  }
}

/** A text that is too deep and no JSON is the latter first, as far as the stack carries. */
function parseBounded(text: string, maxDepth: number): Node {
  try {
    return parseJson(text, { maxDepth });
  } catch (error) {
    if (error instanceof SyntaxFault && error.kind === 'depth' && maxDepth < DEEPEST) faultIn(text);
    throw error;
  }
}

/** @throws SyntaxFault where it is found before the deepest level */
function faultIn(text: string): void {
  try {
    parseJson(text, { maxDepth: DEEPEST });
  } catch (error) {
    if (!(error instanceof SyntaxFault) || error.kind === 'syntax') throw error;
  }
}

function formatOf(name: string): 'json' | 'json5' | 'yaml' {
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  return /\.json5$/i.test(name) ? 'json5' : 'json';
}

/** The same value with other offsets. */
function moved(node: Node, to: (offset: number) => number): Node {
  const at = to(node.at);
  if (node.kind === 'object') {
    const member = ({ key, at: keyAt, value }: Member): Member => ({ key, at: to(keyAt), value: moved(value, to) });
    return { kind: 'object', at, members: node.members.map(member) };
  }
  if (node.kind === 'array') {
    return { kind: 'array', at, items: node.items.map((item) => moved(item, to)) } satisfies ArrayNode;
  }
  return { ...node, at };
}
