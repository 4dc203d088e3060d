import type { KernelCalls } from '../../host/index.js';
import { SourceUnavailable } from '../source.js';

const [PROT_READ, PROT_READ_WRITE, MAP_SHARED] = [1, 3, 1];
const [IS_BUSY, IS_DISCARDED, LENGTH] = [0x80000000, 0x40000000, 0x3fffffff];
const HEADER_BYTES = 8;

/** What a ring is read from: the kernel's memory, or a test's. */
export interface RingMemory {
  /** Where the reader is, at its start. Ours to write. */
  readonly consumer: Buffer;
  /** Where the kernel is, at its start; a page later the data, twice in a row, so that no record has a break. */
  readonly producer: Buffer;
  readonly pageBytes: number;
  readonly dataBytes: number;
}

/** A BPF ring buffer (Documentation/bpf/ringbuf.rst), read without a system call. */
export class Ring {
  readonly #consumed: BigUint64Array;
  readonly #produced: BigUint64Array;
  readonly #words: Int32Array;

  constructor(private readonly memory: RingMemory) {
    const { consumer, producer, pageBytes } = memory;
    this.#consumed = new BigUint64Array(consumer.buffer, consumer.byteOffset, 1);
    this.#produced = new BigUint64Array(producer.buffer, producer.byteOffset, 1);
    this.#words = new Int32Array(producer.buffer, producer.byteOffset + pageBytes, (2 * memory.dataBytes) / 4);
  }

  /**
   * Hands over records until there is none, or `untilMs`. Their bytes hold during the call only.
   * @param untilMs of `performance.now()`
   */
  read(onRecord: (bytes: Buffer) => void, untilMs: number): void {
    const { producer, pageBytes, dataBytes } = this.memory;
    let at = Number(Atomics.load(this.#consumed, 0));
    while (at < Number(Atomics.load(this.#produced, 0)) && performance.now() < untilMs) {
      const offset = at % dataBytes;
      const header = Atomics.load(this.#words, offset / 4) >>> 0;
      if ((header & IS_BUSY) !== 0) return; // it is being written, and those behind it wait
      const length = header & LENGTH;
      const start = pageBytes + offset + HEADER_BYTES;
      if ((header & IS_DISCARDED) === 0) onRecord(producer.subarray(start, start + length));
      at += (length + HEADER_BYTES + 7) & ~7;
      Atomics.store(this.#consumed, 0, BigInt(at));
    }
  }
}

/** @throws SourceUnavailable */
export function mapRing(
  calls: KernelCalls,
  fd: number,
  dataBytes: number,
  pageBytes: number,
): { readonly ring: Ring; unmap(): void } {
  const consumer = calls.mmap(pageBytes, PROT_READ_WRITE, MAP_SHARED, fd, 0);
  const producer = calls.mmap(pageBytes + 2 * dataBytes, PROT_READ, MAP_SHARED, fd, pageBytes);
  const unmap = (): void => {
    if (consumer) calls.munmap(consumer);
    if (producer) calls.munmap(producer);
  };
  if (!consumer || !producer) {
    unmap();
    throw new SourceUnavailable('BPF: the ring buffer cannot be mapped');
  }
  return { ring: new Ring({ consumer, producer, pageBytes, dataBytes }), unmap };
}
