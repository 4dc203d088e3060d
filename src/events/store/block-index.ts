import type { BlockRef } from './keys.js';

/** What a reader wants: all of what is present holds. */
export interface BlockRange {
  /** Ids above this. */
  readonly afterEid?: number;
  /** Ids up to this. */
  readonly uptoEid?: number;
  /** Seconds, both ends included. */
  readonly minTime?: number;
  readonly maxTime?: number;
  /** Ids, ascending. */
  readonly eids?: readonly number[];
}

/** The blocks of one table by id, in memory: four numbers each. Times need not ascend: clocks are set. */
export class BlockIndex {
  #firstEids: number[] = [];
  #counts: number[] = [];
  #times: number[] = [];
  #lengths: number[] = [];
  /** Blocks before this one are gone. */
  #start = 0;
  #rows = 0;
  #length = 0;

  /** Rows of all blocks. */
  get rows(): number {
    return this.#rows;
  }

  get blocks(): number {
    return this.#firstEids.length - this.#start;
  }

  /** Letters of all blocks. */
  get length(): number {
    return this.#length;
  }

  /** The lowest id that is kept; undefined where there is none. */
  get firstEid(): number | undefined {
    return this.#firstEids[this.#start];
  }

  get first(): BlockRef | undefined {
    return this.blocks > 0 ? this.#at(this.#start) : undefined;
  }

  /** @param ref its ids are above those of all others */
  push({ firstEid, count, time, length }: BlockRef): void {
    this.#firstEids.push(firstEid);
    this.#counts.push(count);
    this.#times.push(time);
    this.#lengths.push(length);
    this.#rows += count;
    this.#length += length;
  }

  /** Takes the first block out. */
  shift(): void {
    const ref = this.first;
    if (!ref) return;
    this.#rows -= ref.count;
    this.#length -= ref.length;
    this.#start++;
    if (this.#start < 1024 || this.#start * 2 < this.#firstEids.length) return;
    for (const numbers of [this.#firstEids, this.#counts, this.#times, this.#lengths]) numbers.splice(0, this.#start);
    this.#start = 0;
  }

  /** So many blocks from the start, or all there are. */
  firsts(count: number): BlockRef[] {
    return Array.from({ length: Math.min(count, this.blocks) }, (_, at) => this.#at(this.#start + at));
  }

  /** Blocks that hold a row of the range, in order. */
  select({ afterEid = 0, uptoEid, minTime, maxTime, eids }: BlockRange): BlockRef[] {
    const refs: BlockRef[] = [];
    let wanted = 0;
    for (let at = this.#find(afterEid + 1); at < this.#firstEids.length; at++) {
      const firstEid = this.#firstEids[at] ?? 0;
      const lastEid = firstEid + (this.#counts[at] ?? 0) - 1;
      const time = this.#times[at] ?? 0;
      if (uptoEid !== undefined && firstEid > uptoEid) break;
      if ((minTime !== undefined && time < minTime) || (maxTime !== undefined && time > maxTime)) continue;
      if (eids) {
        while (wanted < eids.length && (eids[wanted] ?? 0) < firstEid) wanted++;
        if (wanted === eids.length) break;
        if ((eids[wanted] ?? 0) > lastEid) continue;
      }
      refs.push(this.#at(at));
    }
    return refs;
  }

  /** Place of the first block that ends at the id or behind it. */
  #find(eid: number): number {
    let low = this.#start;
    let high = this.#firstEids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#firstEids[middle] ?? 0) + (this.#counts[middle] ?? 0) > eid) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #at(at: number): BlockRef {
    return {
      firstEid: this.#firstEids[at] ?? 0,
      count: this.#counts[at] ?? 0,
      time: this.#times[at] ?? 0,
      length: this.#lengths[at] ?? 0,
    };
  }
}
