import type { EventValue } from './source.js';

/** A number beyond 2^53 among the values: JSON has no other way to keep all its digits. */
interface Big {
  readonly big: string;
}

const toJson = (value: EventValue): string | number | null | Big => {
  switch (typeof value) {
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : { big: String(value) };
    case 'boolean':
      return value ? 1 : 0;
    case 'undefined':
      return null;
    default:
      return value;
  }
};

/** A line of a block. */
export function stringifyColumn(name: string, values: readonly EventValue[]): string {
  const first = values[0];
  if (values.every((value) => value === first)) return `${name}=${JSON.stringify(toJson(first))}`;
  const isPlain = values.every((value) => typeof value === 'string' || typeof value === 'number' || value === null);
  return `${name} ${JSON.stringify(isPlain ? values : values.map(toJson))}`;
}

/** What {@link stringifyColumn} wrote behind the name. */
export function parseColumn(line: string, count: number): readonly EventValue[] {
  const hasBig = line.includes('{"big":');
  const parsed: unknown = hasBig ? JSON.parse(line.slice(1), revive) : JSON.parse(line.slice(1));
  return line.startsWith('=') ? new Array(count).fill(parsed) : (parsed as EventValue[]); // as it was written
}

const revive = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'big' in value ? BigInt(String(value.big)) : value;
