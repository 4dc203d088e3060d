import { Real, type Value } from '../../../core/index.js';
import type { Identifier, QualifiedName } from '../ast.js';

const BARE = /^[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*$/;

/** A name in the quotes it was read in, or in double ones where a bare name would not do. */
export function printName({ name, quote }: Identifier): string {
  if (quote === '' && BARE.test(name)) return name;
  if (quote === '[' && !name.includes(']')) return `[${name}]`;
  return quoted(name, quote === '' || quote === '[' ? '"' : quote);
}

export function printQualified({ schema, name }: QualifiedName): string {
  return schema === undefined ? printName(name) : `${printName(schema)}.${printName(name)}`;
}

export function quoted(text: string, quote: string): string {
  return quote + text.replaceAll(quote, quote + quote) + quote;
}

/** `(a, b)` after something, or nothing where there is no list. */
export function nameList(names: readonly Identifier[] | undefined): string {
  return names === undefined ? '' : ` (${names.map(printName).join(', ')})`;
}

/** A value as the literal that reads back as it. */
export function printLiteral(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return quoted(value, "'");
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  if (value instanceof Real) return printReal(value.value);
  return Number.isSafeInteger(value) ? String(value) : printReal(value);
}

/** JavaScript's shortest digits for it, with something that makes them REAL. */
function printReal(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '9e999' : '-9e999';
  const digits = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

/** The parts that are not empty, one blank between them. */
export function words(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(' ');
}
