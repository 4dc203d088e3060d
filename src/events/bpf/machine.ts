/** What differs from one kind of processor to the other: where its registers stand in struct pt_regs, and its calls. */
export interface Machine {
  /** Bytes of struct pt_regs that are read. */
  readonly registersBytes: number;
  /** Number of the call, still there when it ends. */
  readonly callAt: number;
  readonly callSize: 'u32' | 'u64';
  /** The first three arguments, still there when the call ends. */
  readonly argumentsAt: readonly [number, number, number];
  readonly stackPointerAt: number;
  /** A word that tells programs of 32 bits, its bits that do, and their value then. */
  readonly narrow: { readonly at: number; readonly mask: number; readonly value: number };
  readonly calls: Calls;
  /** Numbers of execve and execveat in programs of 32 bits. */
  readonly narrowExec: readonly number[];
}

export interface Calls {
  readonly exec: readonly number[];
  readonly connect: readonly number[];
  readonly bind: readonly number[];
  readonly listen: readonly number[];
  readonly accept: readonly number[];
}

/** By Node's name of the architecture; the layouts are part of what the kernel promises to debuggers (ptrace(2)). */
export const MACHINES: Readonly<Record<string, Machine>> = {
  x64: {
    registersBytes: 168,
    callAt: 120,
    callSize: 'u64',
    argumentsAt: [112, 104, 96],
    stackPointerAt: 152,
    narrow: { at: 136, mask: 0xffff, value: 0x23 }, // the code segment
    calls: { exec: [59, 322], connect: [42], bind: [49], listen: [50], accept: [43, 288] },
    narrowExec: [11, 358],
  },
  arm64: {
    registersBytes: 288,
    callAt: 280,
    callSize: 'u32',
    argumentsAt: [272, 8, 16], // the first one has been saved from the result
    stackPointerAt: 248,
    narrow: { at: 264, mask: 0x10, value: 0x10 }, // the processor's state
    calls: { exec: [221, 281], connect: [203], bind: [200], listen: [201], accept: [202, 242] },
    narrowExec: [11, 387],
  },
};
