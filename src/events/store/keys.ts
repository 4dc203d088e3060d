/** What is known of a kept block without reading it: all of it stands in its key. */
export interface BlockRef {
  readonly firstEid: number;
  readonly count: number;
  /** Unix time of storing in seconds. */
  readonly time: number;
  /** Letters of its text: about the bytes that it takes before compression. */
  readonly length: number;
}

/** Ids below 10^16, so that keys sort as ids do. */
const EID_DIGITS = 16;

/** `block.process_events.0000000000000002.1700000000.512.40960`: table, first id, time, count, letters. */
export const blockKey = (table: string, { firstEid, time, count, length }: BlockRef): string =>
  `${blockPrefix(table)}${String(firstEid).padStart(EID_DIGITS, '0')}.${time}.${count}.${length}`;

export const blockPrefix = (table: string): string => `block.${table}.`;

/** Undefined where it is no such key. */
export function parseBlockKey(table: string, key: string): BlockRef | undefined {
  const prefix = blockPrefix(table);
  const match = /^(\d{16})\.(\d{1,15})\.([1-9]\d{0,8})\.(\d{1,12})$/.exec(key.slice(prefix.length));
  if (!match || !key.startsWith(prefix)) return undefined;
  const [firstEid = 0, time = 0, count = 0, length = 0] = match.slice(1).map(Number);
  return { firstEid, time, count, length };
}

/** The highest id ever given, where its block may be gone. */
export const lastEidKey = (table: string): string => `last_eid.${table}`;

/** Up to where a scheduled query has seen a table. */
export const positionKey = (query: string, table: string): string => `position.${table}.${query}`;
export const positionPrefix = 'position.';

/** When somebody last listened, as Unix seconds. */
export const ALIVE_KEY = 'alive';
