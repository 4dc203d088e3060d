import { messageOf } from '../../core/index.js';
import type { Change, Durable } from '../../durable/index.js';
import { type Block, BlockBuilder } from '../block.js';
import { EVENT_TABLES, type EventTable } from '../names.js';
import type { Severity } from '../source.js';
import { BlockIndex, type BlockRange } from './block-index.js';
import {
  ALIVE_KEY,
  type BlockRef,
  blockKey,
  blockPrefix,
  lastEidKey,
  parseBlockKey,
  positionKey,
  positionPrefix,
} from './keys.js';

/** How much is kept of a table. */
export interface EventLimits {
  /** Seconds; 0: for ever. */
  readonly maxAgeSeconds: number;
  /** Events; 0: no limit. */
  readonly maxRows: number;
  /** Distinct seconds, as osquery counts; 0: no limit. */
  readonly maxSeconds: number;
}

export interface EventStoreOptions {
  readonly durable: Durable;
  /** Unix time in milliseconds. */
  readonly now: () => number;
  readonly limitsOf: (table: EventTable) => EventLimits;
  /** Letters of all blocks at most; the oldest of the largest table go first. */
  readonly maxLength: number;
  readonly say: (severity: Severity, message: string) => void;
}

/** Numbers since the start of the process. */
export interface EventCounters {
  /** Events that came from sources, stored or not. */
  received: number;
  stored: number;
  /** Lost on the way: by the kernel, by a source, or by the store. */
  dropped: number;
  /** Gap records: each tells of a loss, of known size or not. */
  gaps: number;
  /** Deleted for their age, or to make room. */
  expired: number;
}

/** A block as it is kept. */
export interface KeptBlock extends BlockRef {
  readonly text: string;
}

interface Pending {
  readonly table: EventTable;
  readonly block: Block;
  readonly done: () => void;
}

interface TableState {
  readonly index: BlockIndex;
  readonly counters: EventCounters;
  lastEid: number;
}

/** The first id on an empty store, as osquery's. */
const FLOOR_EID = 1;
const SYNC_MS = 1000;
const ALIVE_MS = 10_000;
const DELETED_AT_ONCE = 1000;

/**
 * Events in the daemon's store: blocks under keys that tell all that a search needs, so that the index comes of the keys
 * alone. What `add` has promised survives kill -9; a power failure takes the last second at most.
 */
export class EventStore {
  readonly #tables: ReadonlyMap<EventTable, TableState>;
  #pending: Pending[] = [];
  #writing: Promise<void> | undefined;
  /** Gaps that could not be written themselves. */
  readonly #unsaid = new Map<EventTable, { reason: string; lost: number }>();
  #syncedMs = Number.NEGATIVE_INFINITY;
  #aliveMs = Number.NEGATIVE_INFINITY;

  private constructor(
    private readonly options: EventStoreOptions,
    tables: ReadonlyMap<EventTable, TableState>,
    /** Unix seconds until which an earlier process is known to have listened. */
    readonly lastAlive: number | undefined,
  ) {
    this.#tables = tables;
  }

  /** @throws DurableError */
  static async open(options: EventStoreOptions): Promise<EventStore> {
    const { durable } = options;
    const tables = new Map<EventTable, TableState>();
    for (const table of EVENT_TABLES) tables.set(table, await readTable(durable, table));
    const alive = Number(await durable.get('events', ALIVE_KEY));
    return new EventStore(options, tables, Number.isSafeInteger(alive) && alive > 0 ? alive : undefined);
  }

  counters(table: EventTable): Readonly<EventCounters> {
    return this.#of(table).counters;
  }

  /** The highest id that was given. */
  lastEid(table: EventTable): number {
    return this.#of(table).lastEid;
  }

  rows(table: EventTable): number {
    return this.#of(table).index.rows;
  }

  /** Resolves when the block is kept, or counted as dropped and told: it never rejects. */
  add(table: EventTable, block: Block): Promise<void> {
    const { counters } = this.#of(table);
    counters.received += block.count - block.gaps;
    counters.dropped += block.lost;
    counters.gaps += block.gaps;
    return new Promise((done) => {
      this.#pending.push({ table, block, done });
      this.#writing ??= this.#write();
    });
  }

  /** Puts a gap record where the table stands now. */
  addGap(table: EventTable, source: string, reason: string, lost?: number): Promise<void> {
    const builder = new BlockBuilder(source);
    builder.addGap({ reason, ...(lost !== undefined && { lost }) });
    return this.add(table, builder.take());
  }

  select(table: EventTable, range: BlockRange): BlockRef[] {
    return this.#of(table).index.select(range);
  }

  /** The blocks, but for those that have expired meanwhile. */
  async read(table: EventTable, refs: readonly BlockRef[]): Promise<KeptBlock[]> {
    const texts = await this.options.durable.getMany(
      'events',
      refs.map((ref) => blockKey(table, ref)),
    );
    return refs.flatMap((ref, at) => {
      const text = texts[at];
      return text === undefined ? [] : [{ ...ref, text }];
    });
  }

  /** How many events of the table have gone since the query saw it last: they expired before it came. */
  missedSince(table: EventTable, eid: number): number {
    const { index, lastEid } = this.#of(table);
    return Math.max(0, (index.firstEid ?? lastEid + 1) - eid - 1);
  }

  async position(query: string, table: EventTable): Promise<number> {
    const eid = Number((await this.options.durable.get('events', positionKey(query, table))) ?? 0);
    // A store that was begun anew counts from the start again.
    return Number.isSafeInteger(eid) && eid <= this.lastEid(table) ? eid : 0;
  }

  /** To be written in one go with what the query gave. */
  positionChange(query: string, table: EventTable, eid: number): Change {
    return { domain: 'events', key: positionKey(query, table), value: String(eid) };
  }

  /** Forgets where queries stood that are scheduled no more. */
  async keepPositionsOf(queries: ReadonlySet<string>): Promise<void> {
    const { durable } = this.options;
    const keys = await durable.keys('events', positionPrefix);
    const gone = keys.filter((key) => !queries.has(key.slice(key.indexOf('.', positionPrefix.length) + 1)));
    if (gone.length > 0) await durable.write(gone.map((key) => ({ domain: 'events', key })));
  }

  /** Deletes what is too old or too much, and notes that somebody listens. To be called every few seconds. */
  async tick(): Promise<void> {
    const { now, durable } = this.options;
    await this.expire();
    if (now() - this.#aliveMs < ALIVE_MS) return;
    this.#aliveMs = now();
    await durable.write([{ domain: 'events', key: ALIVE_KEY, value: String(Math.floor(now() / 1000)) }]);
  }

  async expire(): Promise<void> {
    for (const [table, state] of this.#tables) await this.#delete(table, state, this.#excess(table, state));
    let length = 0;
    for (const { index } of this.#tables.values()) length += index.length;
    while (length > this.options.maxLength) {
      const [table, state] = [...this.#tables].reduce((a, b) => (a[1].index.length >= b[1].index.length ? a : b));
      const first = state.index.first;
      if (!first) return;
      length -= first.length;
      await this.#delete(table, state, 1);
    }
  }

  /** Waits for what is on its way and notes the time. */
  async close(): Promise<void> {
    await this.#writing;
    const value = String(Math.floor(this.options.now() / 1000));
    await this.options.durable.write([{ domain: 'events', key: ALIVE_KEY, value }], { sync: true });
  }

  #of(table: EventTable): TableState {
    return this.#tables.get(table) as TableState; // made for all of them
  }

  /** How many blocks at the start are beyond the limits. */
  #excess(table: EventTable, { index }: TableState): number {
    const { maxAgeSeconds, maxRows, maxSeconds } = this.options.limitsOf(table);
    const oldest = maxAgeSeconds > 0 ? this.options.now() / 1000 - maxAgeSeconds : Number.NEGATIVE_INFINITY;
    const isTooMuch = (maxRows > 0 && index.rows > maxRows) || (maxSeconds > 0 && index.blocks > maxSeconds);
    if ((index.first?.time ?? Number.POSITIVE_INFINITY) > oldest && !isTooMuch) return 0;
    const refs = index.select({});
    let rows = index.rows;
    let seconds = maxSeconds > 0 ? new Set(refs.map(({ time }) => time)).size : 0;
    let count = 0;
    for (const [at, ref] of refs.entries()) {
      const isBeyond = (maxRows > 0 && rows > maxRows) || (maxSeconds > 0 && seconds > maxSeconds);
      if (ref.time > oldest && !isBeyond) break;
      rows -= ref.count;
      if (refs[at + 1]?.time !== ref.time) seconds--;
      count = at + 1;
    }
    return count;
  }

  async #delete(table: EventTable, { index, counters, lastEid }: TableState, blocks: number): Promise<void> {
    const { durable } = this.options;
    for (let left = blocks; left > 0; left -= DELETED_AT_ONCE) {
      const refs = index.firsts(Math.min(left, DELETED_AT_ONCE));
      const changes: Change[] = refs.map((ref) => ({ domain: 'events', key: blockKey(table, ref) }));
      await durable.write([...changes, { domain: 'events', key: lastEidKey(table), value: String(lastEid) }]);
      for (const { count } of refs) {
        index.shift();
        counters.expired += count;
      }
    }
  }

  /** Whatever came while a write was under way goes in the next one, together. */
  async #write(): Promise<void> {
    while (this.#pending.length > 0) {
      const pending = this.#pending;
      this.#pending = [];
      await this.#commit(pending);
      for (const { done } of pending) done();
    }
    this.#writing = undefined; // in the same turn in which nothing was pending
  }

  async #commit(pending: readonly Pending[]): Promise<void> {
    const { durable, now, say } = this.options;
    const unsaid = [...this.#unsaid].map(([table, gap]) => ({ table, block: gapBlock(gap) }));
    const time = Math.floor(now() / 1000);
    const next = new Map<EventTable, number>();
    const writes = [...unsaid, ...pending].map(({ table, block }) => {
      const firstEid = (next.get(table) ?? this.lastEid(table)) + 1;
      next.set(table, firstEid + block.count - 1);
      return { table, block, ref: { firstEid, time, count: block.count, length: block.text.length } };
    });
    try {
      await durable.write(
        writes.map(({ table, block, ref }) => ({ domain: 'events', key: blockKey(table, ref), value: block.text })),
        { sync: this.#isSyncDue() },
      );
    } catch (error) {
      for (const { table, block } of pending) this.#dropped(table, block);
      say('error', `Events could not be stored: ${messageOf(error)}`);
      return;
    }
    for (const { table } of unsaid) this.#unsaid.delete(table);
    for (const { table, block, ref } of writes) {
      const state = this.#of(table);
      state.index.push(ref);
      state.lastEid = ref.firstEid + ref.count - 1;
      state.counters.stored += block.count - block.gaps;
    }
  }

  #dropped(table: EventTable, { count, gaps }: Block): void {
    const lost = count - gaps;
    this.#of(table).counters.dropped += lost;
    const before = this.#unsaid.get(table)?.lost ?? 0;
    this.#unsaid.set(table, { reason: 'the store refused them', lost: before + lost });
  }

  #isSyncDue(): boolean {
    const isDue = this.options.now() - this.#syncedMs >= SYNC_MS;
    if (isDue) this.#syncedMs = this.options.now();
    return isDue;
  }
}

function gapBlock(gap: { readonly reason: string; readonly lost: number }): Block {
  const builder = new BlockBuilder('store');
  builder.addGap(gap);
  return builder.take();
}

async function readTable(durable: Durable, table: EventTable): Promise<TableState> {
  const index = new BlockIndex();
  const unknown: Change[] = [];
  let lastEid = Math.max(FLOOR_EID, Number((await durable.get('events', lastEidKey(table))) ?? 0) || 0);
  for (const key of await durable.keys('events', blockPrefix(table))) {
    const ref = parseBlockKey(table, key);
    if (!ref) {
      unknown.push({ domain: 'events', key });
      continue;
    }
    index.push(ref);
    lastEid = Math.max(lastEid, ref.firstEid + ref.count - 1);
  }
  if (unknown.length > 0) await durable.write(unknown);
  return { index, lastEid, counters: { received: 0, stored: 0, dropped: 0, gaps: 0, expired: 0 } };
}
