import { AARCH64 } from './aarch64.js';
import { ARM } from './arm.js';
import { I386 } from './i386.js';
import { X86_64 } from './x86-64.js';

/** AUDIT_ARCH_* of linux/audit.h, for the architectures whose calls are known here by name. */
export const ARCH = { x86_64: 0xc000003e, i386: 0x40000003, aarch64: 0xc00000b7, arm: 0x40000028 } as const;

const TABLES: ReadonlyMap<number, readonly (string | undefined)[]> = new Map([
  [ARCH.x86_64, namesOf(X86_64)],
  [ARCH.i386, namesOf(I386)],
  [ARCH.aarch64, namesOf(AARCH64)],
  [ARCH.arm, namesOf(ARM)],
]);

/** The name of a call; undefined where the architecture or its number is not known. */
export const syscallName = (arch: number, number: number): string | undefined => TABLES.get(arch)?.[number];

/** Whether calls of the architecture have names here. */
export const hasSyscallNames = (arch: number): boolean => TABLES.has(arch);

/** The call's number; undefined where the architecture has no such call. */
export function syscallNumber(arch: number, name: string): number | undefined {
  const number = TABLES.get(arch)?.indexOf(name) ?? -1;
  return number < 0 ? undefined : number;
}

/** The architectures whose programs run on a machine, its own first; by Node's name of it. */
export function archsOf(machine: string): readonly number[] {
  if (machine === 'x64') return [ARCH.x86_64, ARCH.i386];
  return machine === 'arm64' ? [ARCH.aarch64, ARCH.arm] : [];
}

function namesOf(text: string): readonly (string | undefined)[] {
  const names: (string | undefined)[] = [];
  let next = 0;
  for (const word of text.trim().split(/\s+/)) {
    if (/^\d+$/.test(word)) next = Number(word);
    else names[next++] = word;
  }
  return names;
}
