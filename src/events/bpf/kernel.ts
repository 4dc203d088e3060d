import type { KernelCalls } from '../../host/index.js';
import { SourceUnavailable } from '../source.js';
import { PAGE_BYTES } from './layout.js';

// Commands of bpf(2), and where the fields of their attributes stand (linux/bpf.h).
const [MAP_CREATE, MAP_LOOKUP, PROGRAM_LOAD, RAW_TRACEPOINT_OPEN] = [0, 1, 5, 17];
const ATTRIBUTES_BYTES = 128;
const RAW_TRACEPOINT = 17;
const MAP_TYPES = { hash: 1, array: 2, perProcessorArray: 6, ring: 27 } as const;
const LOG_BYTES = 1024 * 1024;
const ERRORS: Readonly<Record<number, string>> = {
  1: 'operation not permitted (needs CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN)',
  12: 'not enough memory',
  22: 'invalid argument (needs Linux 5.8)',
  38: 'the kernel has no BPF',
};

export interface MapOptions {
  readonly kind: keyof typeof MAP_TYPES;
  readonly keyBytes: number;
  readonly valueBytes: number;
  readonly entries: number;
}

/** What is held of BPF: all is given back with {@link Bpf.close}, or by the kernel when we die. */
export class Bpf {
  readonly #descriptors: number[] = [];

  constructor(private readonly calls: KernelCalls) {}

  /** @throws SourceUnavailable */
  createMap({ kind, keyBytes, valueBytes, entries }: MapOptions): number {
    const attributes = Buffer.alloc(ATTRIBUTES_BYTES);
    for (const [index, value] of [MAP_TYPES[kind], keyBytes, valueBytes, entries].entries()) {
      attributes.writeUInt32LE(value, index * 4);
    }
    return this.#hold(MAP_CREATE, attributes, `make a map (${kind})`);
  }

  /**
   * Loads a program and has it run at a raw tracepoint.
   * @throws SourceUnavailable with the last line of what the verifier says
   */
  attach(tracepoint: string, program: Buffer): void {
    const attributes = Buffer.alloc(ATTRIBUTES_BYTES);
    const name = Buffer.from(`${tracepoint}\0`);
    attributes.writeBigUInt64LE(this.calls.address(name), 0);
    attributes.writeUInt32LE(this.load(tracepoint, program), 8);
    this.#hold(RAW_TRACEPOINT_OPEN, attributes, `watch ${tracepoint}`);
  }

  /** @returns its descriptor @throws SourceUnavailable */
  load(name: string, program: Buffer): number {
    const license = Buffer.from('GPL\0'); // the functions that read memory are for such programs alone
    const attributes = Buffer.alloc(ATTRIBUTES_BYTES);
    attributes.writeUInt32LE(RAW_TRACEPOINT, 0);
    attributes.writeUInt32LE(program.length / 8, 4);
    attributes.writeBigUInt64LE(this.calls.address(program), 8);
    attributes.writeBigUInt64LE(this.calls.address(license), 16);
    const fd = this.calls.bpf(PROGRAM_LOAD, attributes, ATTRIBUTES_BYTES);
    if (fd >= 0) return this.#keep(fd);
    const why = reasonOf(this.calls.errno());
    const log = Buffer.alloc(LOG_BYTES);
    attributes.writeUInt32LE(1, 24);
    attributes.writeUInt32LE(log.length, 28);
    attributes.writeBigUInt64LE(this.calls.address(log), 32);
    const again = this.calls.bpf(PROGRAM_LOAD, attributes, ATTRIBUTES_BYTES);
    if (again >= 0) return this.#keep(again);
    const verdict = lastLineOf(log.toString('latin1', 0, Math.max(0, log.indexOf(0))));
    throw new SourceUnavailable(`BPF: the kernel refuses the program for ${name}: ${verdict ?? why}`);
  }

  /** The 64-bit number of an array's slot; 0 where it cannot be read. */
  counter(map: number, slot: number): number {
    const [key, value, attributes] = [Buffer.alloc(4), Buffer.alloc(8), Buffer.alloc(ATTRIBUTES_BYTES)];
    key.writeUInt32LE(slot);
    attributes.writeUInt32LE(map, 0);
    attributes.writeBigUInt64LE(this.calls.address(key), 8);
    attributes.writeBigUInt64LE(this.calls.address(value), 16);
    const isRead = this.calls.bpf(MAP_LOOKUP, attributes, ATTRIBUTES_BYTES) === 0;
    return isRead ? Number(value.readBigUInt64LE()) : 0;
  }

  close(): void {
    // Last made, first given back: what watches before what it runs.
    for (const fd of this.#descriptors.splice(0).reverse()) this.calls.close(fd);
  }

  #hold(command: number, attributes: Buffer, what: string): number {
    const fd = this.calls.bpf(command, attributes, ATTRIBUTES_BYTES);
    if (fd < 0) throw new SourceUnavailable(`BPF: cannot ${what}: ${reasonOf(this.calls.errno())}`);
    return this.#keep(fd);
  }

  #keep(fd: number): number {
    this.#descriptors.push(fd);
    return fd;
  }
}

const reasonOf = (errno: number): string => ERRORS[errno] ?? `errno ${errno}`;

/** The verifier ends with how much it looked at; before that it says what it minds. Pure. */
export function lastLineOf(log: string): string | undefined {
  const lines = log.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('processed '));
  return lines.at(-1)?.trim();
}

/** A ring buffer's bytes: a power of two, and whole pages. */
export function ringBytes(exponent: number, processors: number, pageBytes: number): number {
  const wanted = 2 ** Math.min(Math.max(exponent, 0), 14) * PAGE_BYTES * processors;
  let bytes = pageBytes;
  while (bytes < wanted && bytes < MAX_RING_BYTES) bytes *= 2;
  return bytes;
}

const MAX_RING_BYTES = 256 * 1024 * 1024;
