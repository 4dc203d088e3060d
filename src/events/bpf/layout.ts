/** Kinds of records in the ring, and of calls under way. */
export const KINDS = { exec: 1, connect: 2, bind: 3, listen: 4, accept: 5, exit: 6, fork: 7 } as const;
export type Kind = keyof typeof KINDS;

/** Where what stands in a record that the programs write; `fork` and `exit` end before `leaderOfRest`. */
export const RECORD = {
  kind: 0,
  /** 1 where the program that runs after the call has 32 bits. */
  isNarrow: 4,
  /** CLOCK_MONOTONIC in nanoseconds at its end. */
  endNs: 8,
  startNs: 16,
  /** Process in the upper half, thread in the lower. Of a fork the child. */
  pidAndThread: 24,
  /** Group in the upper half, user in the lower. */
  userAndGroup: 32,
  controlGroup: 40,
  result: 48,
  descriptor: 56,
  comm: 64,
  commBytes: 16,
  /** 0 where the kernel does not describe its types. */
  parent: 80,
  loginuid: 84,
  /** uid, gid, suid, sgid, euid, egid, fsuid, fsgid. */
  ids: 88,
  idsBytes: 32,
  /** 1 where parent, loginuid and ids are told. */
  hasTask: 120,
  /** Address of the first byte of what follows: of exec. */
  stackPointer: 128,
  bytes: 136,
} as const;

/** Records of processes that came or went end here. */
export const SHORT_RECORD_BYTES = 88;

export const MAX_ADDRESS_BYTES = 128;
export const PAGE_BYTES = 4096;
/** Whole pages of a stack that are taken beside the part of the first one. A value per processor has 32 KiB at most. */
export const STACK_PAGES = 6;
export const SCRATCH_BYTES = RECORD.bytes + PAGE_BYTES * (STACK_PAGES + 1);

/** A call under way. */
export const CALL = { startNs: 0, kind: 8, number: 12, descriptor: 16, address: 24, length: 32, bytes: 40 } as const;

/** Slots of the map that counts what was lost. */
export const LOST = { processes: 0, sockets: 1, calls: 2, slots: 3 } as const;
