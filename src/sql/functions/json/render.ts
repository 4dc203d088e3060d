import { INT64_MAX, INT64_MIN, integer, Real, real, SqlError, toText, type Value } from '../../../core/index.js';
import { type Document, FLAG, KIND } from './document.js';
import { isMarked, unmarked } from './mark.js';
import { quoteText, strictNumber, strictText, unescapeText } from './text.js';

/** A node and all below it as JSON without blanks. Texts keep their escapes, numbers their digits. */
export function render(document: Document, node: number): string {
  if (document.isCompact || !document.isContainer(node)) return renderWhole(document, node);
  const parts: string[] = [];
  renderInto(document, node, parts);
  return parts.join('');
}

/** A node that comes out as it stands, or has nothing below it. */
function renderWhole(document: Document, node: number): string {
  const source = document.source(node);
  const kind = document.kind(node);
  if (kind === KIND.text) return `"${document.hasFlag(node, FLAG.loose) ? strictText(source) : source}"`;
  if (!document.hasFlag(node, FLAG.loose)) return source;
  return kind === KIND.null ? 'null' : strictNumber(source);
}

/** The depth is bounded by the parser. */
function renderInto(document: Document, node: number, parts: string[]): void {
  const kind = document.kind(node);
  if (kind < KIND.array) {
    parts.push(renderWhole(document, node));
    return;
  }
  const end = document.next(node);
  const isObject = kind === KIND.object;
  parts.push(isObject ? '{' : '[');
  for (let child = node + 1; child < end; child = document.next(child)) {
    if (child > node + 1) parts.push(',');
    if (isObject) parts.push(renderWhole(document, child++), ':');
    renderInto(document, child, parts);
  }
  parts.push(isObject ? '}' : ']');
}

/** A node as a value of SQL: a text without its quotes, true as 1; what has children as JSON. */
export function valueOf(document: Document, node: number): Value {
  switch (document.kind(node)) {
    case KIND.null:
      return null;
    case KIND.true:
      return 1;
    case KIND.false:
      return 0;
    case KIND.integer:
      return integerOf(document, node);
    case KIND.real:
      return realOf(document.source(node));
    case KIND.text:
      return textOf(document, node);
    default:
      return render(document, node);
  }
}

/** A text without quotes and escapes. */
export function textOf(document: Document, node: number): string {
  const source = document.source(node);
  return document.hasFlag(node, FLAG.escaped) ? unescapeText(source) : source;
}

function integerOf(document: Document, node: number): Value {
  const loose = document.hasFlag(node, FLAG.loose);
  const digits = loose ? strictNumber(document.source(node)) : document.source(node);
  if (digits.length < 16) return Number(digits) + 0; // no negative zero
  if (digits.includes('e')) return realOf(digits); // hexadecimal beyond 64 bits
  const value = BigInt(digits);
  return value >= INT64_MIN && value <= INT64_MAX ? integer(value) : real(Number(digits));
}

const realOf = (source: string): Value =>
  real(/^[+-]?i/i.test(source) ? Number(`${source.startsWith('-') ? '-' : ''}1e999`) : Number(source));

/** A value of SQL as JSON. What is marked as JSON is taken as it is. @throws SqlError for a blob */
export function jsonOf(value: Value): string {
  if (typeof value === 'string') return isMarked(value) ? unmarked(value) : quoteText(value);
  if (value === null) return 'null';
  if (value instanceof Uint8Array) throw new SqlError('runtime', 'JSON cannot hold BLOB values');
  const float = value instanceof Real ? value.value : value;
  if (float === Number.POSITIVE_INFINITY) return '9.0e999';
  if (float === Number.NEGATIVE_INFINITY) return '-9.0e999';
  return toText(value);
}
