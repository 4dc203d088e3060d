import { Buffer } from 'node:buffer';
import type { KernelCalls } from '../../host/index.js';
import type { EventSource } from '../source.js';
import type { Blocks } from './blocks.js';
import type { ReaderCounters } from './protocol.js';

const POLLIN = 1;
/** struct pollfd: i32 fd, i16 events, i16 revents (poll(2)). */
const POLLFD_BYTES = 8;
/** Longest wait: settings and the end come by a port that poll(2) knows nothing of. */
const WAIT_MS = 100;
const TICK_MS = 200;
/** Rows wait so long for others to be stored with. */
const PATIENCE_MS = 40;
/** While so many letters are on their way to the store, the kernel keeps what is new, and tells what it cannot keep. */
const MOST_LETTERS = 64e6;
const COUNTERS_MS = 500;

export interface LoopOptions {
  readonly calls: Pick<KernelCalls, 'poll'>;
  readonly source: EventSource<unknown>;
  readonly blocks: Blocks;
  /** Letters handed on and not stored yet. */
  readonly lettersUnderWay: () => number;
  /** Takes what the daemon says. @returns whether to go on */
  readonly listen: () => boolean;
  readonly tell: (counters: ReaderCounters) => void;
}

/** Reads the source until it is told to stop. Waits in poll(2): this thread has nothing else to do. */
export function readUntilStopped({ calls, source, blocks, lettersUnderWay, listen, tell }: LoopOptions): void {
  let refreshes = 0;
  let tickedMs = performance.now();
  let toldMs = Number.NEGATIVE_INFINITY;
  let told = '';
  while (listen()) {
    const isFull = lettersUnderWay() > MOST_LETTERS;
    const waitMs = Math.min(WAIT_MS, blocks.restMs(PATIENCE_MS) ?? WAIT_MS);
    const isReadable = waitFor(calls, isFull ? [] : source.descriptors, waitMs);
    if (isReadable) {
      source.read();
      refreshes++;
    }
    const nowMs = performance.now();
    if (nowMs - tickedMs >= TICK_MS) {
      tickedMs = nowMs;
      source.tick?.();
    }
    if (blocks.restMs(PATIENCE_MS) === 0) blocks.flush();
    if (nowMs - toldMs < COUNTERS_MS) continue;
    toldMs = nowMs;
    const counters = { subscriptions: source.subscriptions, events: blocks.rows, refreshes };
    const text = JSON.stringify(counters);
    if (text !== told) tell(counters);
    told = text;
  }
  // What came before the end is not lost.
  if (waitFor(calls, source.descriptors, 0)) source.read();
}

function waitFor(calls: Pick<KernelCalls, 'poll'>, descriptors: readonly number[], waitMs: number): boolean {
  const polled = Buffer.alloc(Math.max(1, descriptors.length) * POLLFD_BYTES);
  for (const [at, fd] of descriptors.entries()) {
    polled.writeInt32LE(fd, at * POLLFD_BYTES);
    polled.writeInt16LE(POLLIN, at * POLLFD_BYTES + 4);
  }
  return calls.poll(polled, descriptors.length, Math.ceil(waitMs)) > 0;
}
