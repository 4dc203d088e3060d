/** Registers: r0 result, r1 to r5 arguments of calls (lost by them), r6 to r9 kept, r10 the frame's end, read only. */
export const [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
export type Register = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** Bytes of a load or store. */
export type Size = 'u8' | 'u16' | 'u32' | 'u64';
/** Of 64 bits. */
export type Operation = 'add' | 'subtract' | 'and' | 'left' | 'right' | 'signedRight' | 'move';
/** Unsigned, but for those that say so. */
export type Condition = 'equal' | 'notEqual' | 'above' | 'aboveOrEqual' | 'below' | 'signedBelow';

/** Functions of the kernel (linux/bpf.h). */
export const HELPERS = {
  mapLookup: 1,
  mapUpdate: 2,
  mapDelete: 3,
  monotonicNs: 5,
  pidAndThread: 14,
  userAndGroup: 15,
  comm: 16,
  currentTask: 35,
  controlGroup: 80,
  readUser: 112,
  readKernel: 113,
  ringOutput: 130,
} as const;

/** A register, or a number that fits 32 bits and is extended by its sign. */
export type Operand = { readonly register: Register } | number;
export const reg = (register: Register): Operand => ({ register });

// Classes, sizes, modes and operations of instructions (linux/bpf_common.h, linux/bpf.h).
const [LD, LDX, ST, STX, JMP, ALU64] = [0x00, 0x01, 0x02, 0x03, 0x05, 0x07];
const SIZES: Readonly<Record<Size, number>> = { u8: 0x10, u16: 0x08, u32: 0x00, u64: 0x18 };
const [IMM, MEM, ATOMIC] = [0x00, 0x60, 0xc0];
const OPERATIONS: Readonly<Record<Operation, number>> = {
  add: 0x00,
  subtract: 0x10,
  and: 0x50,
  left: 0x60,
  right: 0x70,
  signedRight: 0xc0,
  move: 0xb0,
};
const CONDITIONS: Readonly<Record<Condition, number>> = {
  equal: 0x10,
  notEqual: 0x50,
  above: 0x20,
  aboveOrEqual: 0x30,
  below: 0xa0,
  signedBelow: 0xc0,
};
const [JUMP, CALL, EXIT] = [0x00, 0x80, 0x90];
/** The operand is a register. */
const X = 0x08;
const PSEUDO_MAP_FD = 1;
const INSTRUCTION_BYTES = 8;

interface Instruction {
  readonly code: number;
  readonly to: number;
  readonly from: number;
  readonly offset: number;
  readonly value: number;
  /** A jump's goal, whose distance replaces the offset. */
  readonly label?: string;
}

/** Writes programs for the kernel's BPF machine: one call an instruction, labels for jumps. */
export class Assembler {
  readonly #instructions: Instruction[] = [];
  readonly #labels = new Map<string, number>();

  /** `to = to OP operand` */
  alu(operation: Operation, to: Register, operand: Operand): this {
    const isRegister = typeof operand !== 'number';
    return this.#add({
      code: ALU64 | OPERATIONS[operation] | (isRegister ? X : 0),
      to,
      from: isRegister ? operand.register : 0,
      value: isRegister ? 0 : operand,
    });
  }

  move(to: Register, operand: Operand): this {
    return this.alu('move', to, operand);
  }

  /** `to = *(size *)(base + offset)` */
  load(size: Size, to: Register, base: Register, offset: number): this {
    return this.#add({ code: LDX | MEM | SIZES[size], to, from: base, offset });
  }

  /** `*(size *)(base + offset) = operand` */
  store(size: Size, base: Register, offset: number, operand: Operand): this {
    return typeof operand === 'number'
      ? this.#add({ code: ST | MEM | SIZES[size], to: base, offset, value: operand })
      : this.#add({ code: STX | MEM | SIZES[size], to: base, from: operand.register, offset });
  }

  /** `*(u64 *)(base + offset) += from`, whoever else does the same. */
  atomicAdd(base: Register, offset: number, from: Register): this {
    return this.#add({ code: STX | ATOMIC | SIZES.u64, to: base, from, offset });
  }

  loadMap(to: Register, fd: number): this {
    this.#add({ code: LD | IMM | SIZES.u64, to, from: PSEUDO_MAP_FD, value: fd });
    return this.#add({ code: 0 }); // the upper half of what is loaded
  }

  call(helper: keyof typeof HELPERS): this {
    return this.#add({ code: JMP | CALL, value: HELPERS[helper] });
  }

  jump(label: string): this {
    return this.#add({ code: JMP | JUMP, label });
  }

  jumpIf(condition: Condition, register: Register, operand: Operand, label: string): this {
    const isRegister = typeof operand !== 'number';
    return this.#add({
      code: JMP | CONDITIONS[condition] | (isRegister ? X : 0),
      to: register,
      from: isRegister ? operand.register : 0,
      value: isRegister ? 0 : operand,
      label,
    });
  }

  /** The place of the next instruction. @throws Error where the name is taken */
  label(name: string): this {
    if (this.#labels.has(name)) throw new Error(`label is there already: "${name}"`);
    this.#labels.set(name, this.#instructions.length);
    return this;
  }

  exit(): this {
    return this.#add({ code: JMP | EXIT });
  }

  /** The program's bytes. @throws Error where a jump has no goal */
  assemble(): Buffer {
    const bytes = Buffer.alloc(this.#instructions.length * INSTRUCTION_BYTES);
    for (const [index, { code, to, from, offset, value, label }] of this.#instructions.entries()) {
      const at = index * INSTRUCTION_BYTES;
      bytes.writeUInt8(code, at);
      bytes.writeUInt8(to | (from << 4), at + 1);
      bytes.writeInt16LE(label === undefined ? offset : this.#distance(index, label), at + 2);
      bytes.writeInt32LE(value, at + 4);
    }
    return bytes;
  }

  #distance(index: number, label: string): number {
    const goal = this.#labels.get(label);
    if (goal === undefined) throw new Error(`no such label: "${label}"`);
    return goal - index - 1;
  }

  #add(instruction: Partial<Instruction> & Pick<Instruction, 'code'>): this {
    this.#instructions.push({ to: 0, from: 0, offset: 0, value: 0, ...instruction });
    return this;
  }
}
