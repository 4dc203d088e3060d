import { quoteLiteral, Real, type Value } from '../../src/core/index.js';
import type { Expr, Identifier } from '../../src/sql/parser/index.js';

/** Left out: where things stood, and what is derived from the text. */
const OMITTED = new Set(['kind', 'span', 'text']);

/** A tree on one line: `(core columns=[(+ a 1)] from=t)`. What is false, empty or absent is not shown. */
export function compact(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map(compact).join(' ')}]`;
  if (node instanceof Uint8Array || node instanceof Real || typeof node === 'bigint') return quoteLiteral(node);
  if (typeof node !== 'object' || node === null) return String(node);
  if (isIdentifier(node)) return identifier(node);
  if ('kind' in node && typeof node.kind === 'string') return expression(node as Expr) ?? fields(node.kind, node);
  if (Object.keys(node).every((key) => key === 'schema' || key === 'name'))
    return Object.values(node).map(compact).join('.');
  return fields('', node);
}

function isIdentifier(node: object): node is Identifier {
  return 'quote' in node;
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']' };

function identifier({ name, quote }: Identifier): string {
  return `${quote}${name}${CLOSING[quote] ?? quote}`;
}

function fields(head: string, node: object): string {
  return list(head, ...Object.entries(node).map(([key, value]) => field(key, value)));
}

function field(key: string, value: unknown): string | undefined {
  if (OMITTED.has(key) || value === undefined) return undefined;
  if (key === 'indexedBy' && value === false) return 'not-indexed';
  const isEmpty = Array.isArray(value) && value.length === 0;
  if (value === false || (isEmpty && key !== 'args')) return undefined;
  return value === true ? key : `${key}=${compact(value)}`;
}

function list(...parts: (string | undefined)[]): string {
  return `(${parts.filter((part) => part !== undefined && part !== '').join(' ')})`;
}

/** Operators in front, as everyone reads trees; undefined for what is better shown field by field. */
function expression(node: Expr): string | undefined {
  switch (node.kind) {
    case 'literal':
      return literal(node.value);
    case 'name':
      return [node.schema, node.table, node.column].flatMap((part) => (part ? identifier(part) : [])).join('.');
    case 'parameter':
      return node.text;
    case 'unary':
      return list(node.op, compact(node.operand));
    case 'binary':
      return list(node.op, compact(node.left), compact(node.right));
    case 'logical':
      return list(node.op, ...node.terms.map(compact));
    case 'is':
      return list(node.negated ? 'is-not' : 'is', compact(node.left), compact(node.right));
    case 'null-test':
      return list(node.negated ? 'notnull' : 'isnull', compact(node.operand));
    case 'between':
      return list(not(node, 'between'), compact(node.operand), compact(node.low), compact(node.high));
    case 'like':
      return list(
        not(node, node.op),
        compact(node.operand),
        compact(node.pattern),
        node.escape && compact(node.escape),
      );
    case 'collate':
      // A column's constraint has the same name, and no operand.
      return node.operand && list('collate', compact(node.operand), identifier(node.collation));
    case 'cast':
      return list('cast', compact(node.operand), JSON.stringify(node.type));
    case 'row':
      return list('row', ...node.items.map(compact));
    case 'current':
      return list('current', node.what);
    default:
      return undefined;
  }
}

const not = ({ negated }: { negated: boolean }, op: string): string => (negated ? `not-${op}` : op);

function literal(value: Value): string {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : quoteLiteral(value);
}
