/** What the kernel's process connector tells (linux/cn_proc.h). Processes are told by their number in the first pid namespace. */
export type ProcessMessage =
  | (Told & { readonly kind: 'fork'; readonly parent: number; readonly pid: number })
  | (Told & { readonly kind: 'exec'; readonly pid: number })
  | (Told & { readonly kind: 'exit'; readonly pid: number; readonly parent: number })
  /** Threads, and changes of users, groups, names and sessions. */
  | (Told & { readonly kind: 'other' })
  /** The answer to a request of anybody's; ours is known by the number we gave it. */
  | (Told & { readonly kind: 'answer'; readonly request: number; readonly errno: number });

/** Before Linux 6.6, answers come from no processor and are not counted. */
export const NO_CPU = 0xffffffff;

interface Told {
  readonly cpu: number;
  /** Counts the messages of the processor, modulo 2^32. */
  readonly sequence: number;
  /** CLOCK_MONOTONIC in nanoseconds. */
  readonly atNs: number;
}

const CN_PROC = 1; // both the index and the value of the connector's id
const NLMSG_DONE = 3;
const MESSAGE_AT = 16;
const EVENT_AT = 36;
/** Header, struct cn_msg, and of struct proc_event what all kinds have. */
const SHORTEST = EVENT_AT + 24;

const [NONE, FORK, EXEC, EXIT] = [0, 1, 2, 0x80000000];

/** Undefined for what is no message of the process connector, or is cut short. Pure. */
export function parseProcessMessage(bytes: Buffer): ProcessMessage | undefined {
  if (bytes.length < SHORTEST || bytes.readUInt32LE(0) > bytes.length) return undefined;
  if (bytes.readUInt32LE(MESSAGE_AT) !== CN_PROC || bytes.readUInt32LE(MESSAGE_AT + 4) !== CN_PROC) return undefined;
  const length = EVENT_AT + bytes.readUInt16LE(MESSAGE_AT + 16);
  if (length > bytes.length) return undefined;
  const sequence = bytes.readUInt32LE(MESSAGE_AT + 8);
  const what = bytes.readUInt32LE(EVENT_AT);
  const field = (at: number): number => bytes.readInt32LE(EVENT_AT + at);
  const told: Told = {
    cpu: bytes.readUInt32LE(EVENT_AT + 4),
    sequence,
    atNs: Number(bytes.readBigUInt64LE(EVENT_AT + 8)),
  };
  if (what === NONE) {
    const request = (bytes.readUInt32LE(MESSAGE_AT + 12) - 1) >>> 0;
    return { kind: 'answer', ...told, request, errno: field(16) };
  }
  if (what === FORK && length >= EVENT_AT + 32) {
    const [parent, thread, pid] = [field(20), field(24), field(28)];
    return thread === pid ? { kind: 'fork', ...told, parent, pid } : { kind: 'other', ...told };
  }
  if (what === EXEC) return { kind: 'exec', ...told, pid: field(20) };
  if (what === EXIT && length >= EVENT_AT + 32) {
    const [thread, pid] = [field(16), field(20)];
    const parent = length >= EVENT_AT + 40 ? field(36) : 0;
    return thread === pid ? { kind: 'exit', ...told, pid, parent } : { kind: 'other', ...told };
  }
  return { kind: 'other', ...told };
}

/** Bids the kernel tell (`listen`), or no longer. @param number by which the answer is known */
export function processRequest(what: 'listen' | 'ignore', number: number): Buffer {
  const request = Buffer.alloc(40);
  request.writeUInt32LE(request.length, 0);
  request.writeUInt16LE(NLMSG_DONE, 4);
  request.writeUInt32LE(CN_PROC, MESSAGE_AT);
  request.writeUInt32LE(CN_PROC, MESSAGE_AT + 4);
  request.writeUInt32LE(number, MESSAGE_AT + 12); // answers have one more there
  request.writeUInt16LE(4, MESSAGE_AT + 16);
  request.writeUInt32LE(what === 'listen' ? 1 : 2, EVENT_AT);
  return request;
}
