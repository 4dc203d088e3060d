import { decodeText } from '../../core/index.js';
import { KINDS, type Kind, RECORD, SHORT_RECORD_BYTES } from './layout.js';

/** What a call tells. */
export interface CallRecord {
  readonly kind: 'exec' | 'connect' | 'bind' | 'listen' | 'accept';
  readonly isNarrow: boolean;
  /** CLOCK_MONOTONIC in nanoseconds. */
  readonly startNs: bigint;
  readonly durationNs: number;
  readonly pid: number;
  readonly tid: number;
  readonly uid: number;
  readonly gid: number;
  readonly controlGroup: bigint;
  readonly result: bigint;
  readonly descriptor: number;
  readonly comm: string;
  /** What the kernel tells of the task where it describes its types. */
  readonly task: TaskFacts | undefined;
  readonly stackPointer: bigint;
  /** A stack, or an address. */
  readonly bytes: Buffer;
}

export interface TaskFacts {
  readonly parent: number;
  readonly loginuid: number;
  /** uid, gid, suid, sgid, euid, egid, fsuid, fsgid. */
  readonly ids: readonly number[];
}

/** A process that came or went. */
export type LifeRecord =
  | { readonly kind: 'fork'; readonly pid: number; readonly parent: number }
  | { readonly kind: 'exit'; readonly pid: number };

const NAMES = new Map<number, Kind>(Object.entries(KINDS).map(([name, kind]) => [kind, name as Kind])); // its own keys

/** A record of the ring; undefined for what the programs do not write. Its bytes are those of the ring. Pure. */
export function parseRecord(record: Buffer): CallRecord | LifeRecord | undefined {
  if (record.length < SHORT_RECORD_BYTES) return undefined;
  const kind = NAMES.get(record.readUInt32LE(RECORD.kind));
  const [tid, pid] = [record.readUInt32LE(RECORD.pidAndThread), record.readUInt32LE(RECORD.pidAndThread + 4)];
  if (kind === 'exit') return { kind, pid };
  if (kind === 'fork') return { kind, pid, parent: record.readUInt32LE(RECORD.parent) };
  if (kind === undefined || record.length < RECORD.bytes) return undefined;
  const startNs = record.readBigUInt64LE(RECORD.startNs);
  const commEnd = record.indexOf(0, RECORD.comm);
  return {
    kind,
    isNarrow: record.readUInt32LE(RECORD.isNarrow) === 1,
    startNs,
    durationNs: Number(record.readBigUInt64LE(RECORD.endNs) - startNs),
    pid,
    tid,
    uid: record.readUInt32LE(RECORD.userAndGroup),
    gid: record.readUInt32LE(RECORD.userAndGroup + 4),
    controlGroup: record.readBigUInt64LE(RECORD.controlGroup),
    result: record.readBigInt64LE(RECORD.result),
    descriptor: record.readInt32LE(RECORD.descriptor),
    comm: decodeText(record, RECORD.comm, Math.min(commEnd, RECORD.comm + RECORD.commBytes)),
    task: record.readUInt32LE(RECORD.hasTask) === 1 ? taskOf(record) : undefined,
    stackPointer: record.readBigUInt64LE(RECORD.stackPointer),
    bytes: record.subarray(RECORD.bytes),
  };
}

const taskOf = (record: Buffer): TaskFacts => ({
  parent: record.readUInt32LE(RECORD.parent),
  loginuid: record.readUInt32LE(RECORD.loginuid),
  ids: Array.from({ length: RECORD.idsBytes / 4 }, (_, index) => record.readUInt32LE(RECORD.ids + index * 4)),
});
