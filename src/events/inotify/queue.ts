import { Buffer } from 'node:buffer';
import { cookieAt, endOfEvent, IN, type InotifyEvent, maskAt, nameAt, wdAt } from './message.js';

/** What is told of a name comes from one of these first, where it is told how the name came to be or went. */
const ENTRY_BITS = IN.CREATE | IN.DELETE | IN.MOVED_FROM | IN.MOVED_TO;

/** Names that events tell of, by watch; with the bits of the first event that says that the name came or went, else 0. */
export type NamesTold = ReadonlyMap<number, ReadonlyMap<string, number>>;

/**
 * Events taken from the kernel and not looked at yet, as the bytes they came in: so a flood takes little more memory here
 * than in the kernel, and none of JavaScript's.
 */
export class EventQueue {
  #chunks: Buffer[] = [];
  #first = 0;
  #at = 0;
  #bytes = 0;
  #told: Map<number, Map<string, number>> | undefined;
  /** Events that ever came in. */
  arrived = 0;
  /** Events that were taken out. */
  taken = 0;

  /** @param mostBytes what it holds at most */
  constructor(private readonly mostBytes: number) {}

  get isEmpty(): boolean {
    return this.arrived === this.taken;
  }

  get length(): number {
    return this.arrived - this.taken;
  }

  /**
   * Takes a copy of what one read(2) gave. Bytes at the end that are no whole event are left out.
   * @returns how many events there was no room for, and whether the bytes end in the middle of an event
   */
  push(bytes: Buffer): { readonly dropped: number; readonly isTorn: boolean } {
    const hasRoom = this.#bytes + bytes.length <= this.mostBytes;
    let count = 0;
    let at = 0;
    for (let end = endOfEvent(bytes, at); end !== undefined; end = endOfEvent(bytes, at)) {
      if (hasRoom && this.#told) note(this.#told, bytes, at, end);
      count++;
      at = end;
    }
    const isTorn = at < bytes.length;
    if (!hasRoom) return { dropped: count, isTorn };
    if (at > 0) this.#chunks.push(Buffer.from(bytes.subarray(0, at)));
    this.#bytes += at;
    this.arrived += count;
    return { dropped: 0, isTorn };
  }

  /** The oldest event, which leaves the queue. */
  next(): InotifyEvent | undefined {
    const chunk = this.#chunks[this.#first];
    const end = chunk && endOfEvent(chunk, this.#at);
    if (!chunk || end === undefined) return undefined;
    const event = {
      wd: wdAt(chunk, this.#at),
      mask: maskAt(chunk, this.#at),
      cookie: cookieAt(chunk, this.#at),
      name: nameAt(chunk, this.#at, end),
    };
    this.taken++;
    this.#at = end;
    if (end === chunk.length) this.#leaveChunk(chunk);
    return event;
  }

  #leaveChunk(chunk: Buffer): void {
    this.#bytes -= chunk.length;
    this.#at = 0;
    this.#first++;
    if (this.#first < 1024 && this.#first < this.#chunks.length) return;
    this.#chunks = this.#chunks.slice(this.#first);
    this.#first = 0;
  }

  /** Forgets all that it holds. @returns how many events */
  clear(): number {
    const { length } = this;
    this.#chunks = [];
    this.#first = this.#at = this.#bytes = 0;
    this.taken = this.arrived;
    return length;
  }

  /** Whether names are gathered already. */
  get isGathering(): boolean {
    return this.#told !== undefined;
  }

  /**
   * From now on gathers the names that arriving events tell of.
   * @param withQueued also of the events that are here already
   */
  gather(withQueued: boolean): NamesTold {
    this.#told = new Map();
    if (withQueued) {
      for (let index = this.#first; index < this.#chunks.length; index++) {
        const chunk = this.#chunks[index] as Buffer; // index is below the length
        let at = index === this.#first ? this.#at : 0;
        for (let end = endOfEvent(chunk, at); end !== undefined; end = endOfEvent(chunk, at)) {
          note(this.#told, chunk, at, end);
          at = end;
        }
      }
    }
    return this.#told;
  }

  /** The names gathered so far. */
  get told(): NamesTold {
    return this.#told ?? new Map();
  }

  stopGathering(): void {
    this.#told = undefined;
  }
}

function note(told: Map<number, Map<string, number>>, bytes: Buffer, at: number, end: number): void {
  const wd = wdAt(bytes, at);
  const name = nameAt(bytes, at, end);
  let names = told.get(wd);
  if (!names) {
    names = new Map();
    told.set(wd, names);
  }
  names.set(name, (names.get(name) ?? 0) || maskAt(bytes, at) & ENTRY_BITS);
}
