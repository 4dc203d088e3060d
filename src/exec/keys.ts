import { Real, type Row, type Value, type valueKey } from '../core/index.js';

/** What stands for a value in a `Map` or `Set`: equal keys, equal values under the collation. */
export type Key = ReturnType<typeof valueKey>;

/** What a `Map` or `Set` takes per entry besides what it holds. */
export const ENTRY_BYTES = 48;

/** One key for several, equal only where all parts are. */
export function tupleKey(parts: readonly Key[]): Key {
  if (parts.length === 1) return parts[0] as Key; // of length 1
  let key = '';
  for (const part of parts) {
    // Lengths in front: ('a', 'bc') is not ('ab', 'c'). Types in front: 1 is not '1'.
    if (typeof part === 'string') key += `s${part.length}:${part}`;
    else key += `${typeof part === 'bigint' ? 'i' : 'n'}${part};`;
  }
  return key;
}

/** Equal for the very same value alone: 1 and 1.0 differ here, as typeof() tells them apart. */
export function exactKey(value: Value): Key {
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value === null) return 'n';
  if (value instanceof Real) return Object.is(value.value, -0) ? 'r-0' : `r${value.value}`;
  return `b${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')}`;
}

export function exactTupleKey(row: Row): Key {
  return row.length === 1 ? exactKey(row[0] as Value) : tupleKey(row.map(exactKey)); // of length 1
}
