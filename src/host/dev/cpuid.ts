import type { Host } from '../host.js';
import { readRegisters } from './registers.js';

/** What the CPUID instruction gives for a leaf and subleaf. */
export interface CpuidRegisters {
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
}

export type CpuidRegister = keyof CpuidRegisters;

/** Leaves that are read, each with subleaf 0 where no other is named. */
const LEAVES: readonly (readonly [leaf: number, subleaf: number])[] = [
  [0, 0],
  [1, 0],
  [3, 0],
  [7, 0],
  [0x12, 0],
  [0x12, 1],
  [0x4000_0000, 0],
  [0x8000_0000, 0],
  [0x8000_0001, 0],
  [0x8000_0002, 0],
  [0x8000_0003, 0],
  [0x8000_0004, 0],
];

/** The answers of one processor. */
export class Cpuid {
  readonly #answers: ReadonlyMap<string, CpuidRegisters>;

  /** @param answers by leaf and subleaf, in the order of the leaves that are read */
  constructor(answers: readonly (CpuidRegisters | null)[]) {
    this.#answers = new Map(
      answers.flatMap((answer, index) => {
        const leaf = LEAVES[index];
        return answer && leaf ? [[leaf.join(), answer] as const] : [];
      }),
    );
  }

  /** Null for a leaf that the processor does not have: asked for one, it may answer for another. */
  leaf(leaf: number, subleaf = 0): CpuidRegisters | null {
    const first = leaf >= 0x4000_0000 ? leaf - (leaf % 0x4000_0000) : 0;
    const highest = this.#answers.get([first, 0].join())?.eax ?? 0;
    // Hypervisors without further leaves of their own give 0 for the highest.
    return leaf === first || leaf <= highest ? (this.#answers.get([leaf, subleaf].join()) ?? null) : null;
  }
}

/**
 * What the first processor says of itself; null for a recorded machine that kept nothing of it.
 * @throws Gone (the kernel's cpuid driver is not loaded), Refused
 */
export function readCpuid(host: Host): Cpuid | null {
  const offsets = LEAVES.map(([leaf, subleaf]) => BigInt(leaf) | (BigInt(subleaf) << 32n));
  const answers = readRegisters(host, '/dev/cpu/0/cpuid', offsets, 16);
  return answers ? new Cpuid(answers.map((bytes) => bytes && registersOf(bytes))) : null;
}

const registersOf = (bytes: Buffer): CpuidRegisters => ({
  eax: bytes.readUInt32LE(0),
  ebx: bytes.readUInt32LE(4),
  ecx: bytes.readUInt32LE(8),
  edx: bytes.readUInt32LE(12),
});
