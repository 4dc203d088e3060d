import { decodeText } from '../../core/index.js';

/** What a program was started with, as the kernel puts it on the stack. */
export interface ExecStack {
  /** Null where the stack cannot be read at all. */
  readonly args: readonly string[] | null;
  /** Variables of the environment; null where they lie beyond what was read. */
  readonly envCount: number | null;
  readonly envBytes: number | null;
  /** The name that was given to execve(2): of a script its own. */
  readonly fileName: string | null;
  /** Whether arguments, or their ends, are missing. */
  readonly isCut: boolean;
}

const AT_EXECFN = 31;

/**
 * Reads a new program's stack: number of arguments, their addresses, 0, addresses of the environment's variables, 0, pairs of
 * what the kernel tells (getauxval(3)), then the texts themselves. The program has not run yet. Pure.
 * @param bytes from the stack pointer on, up to the end of the stack or a limit
 * @param isNarrow for programs of 32 bits
 */
export function parseExecStack(bytes: Buffer, stackPointer: bigint, isNarrow: boolean): ExecStack {
  const words = new Words(bytes, stackPointer, isNarrow);
  const count = words.number(0);
  if (count === undefined) return { args: null, envCount: null, envBytes: null, fileName: null, isCut: true };
  const args: string[] = [];
  let isCut = false;
  for (let i = 0; i < count && !isCut; i++) {
    const text = words.textAt(1 + i);
    if (text.value !== undefined) args.push(text.value);
    isCut = text.isCut;
  }
  return { args, isCut, ...parseEnvironment(words, count + 2) };
}

function parseEnvironment(words: Words, first: number): Pick<ExecStack, 'envCount' | 'envBytes' | 'fileName'> {
  let at = first;
  while (words.number(at)) at++;
  const envCount = words.number(at) === 0 ? at - first : null;
  let fileAt: number | undefined;
  for (let pair = at + 1; envCount !== null && words.number(pair); pair += 2) {
    if (words.number(pair) === AT_EXECFN) fileAt = pair + 1;
  }
  const name = fileAt === undefined ? undefined : words.textAt(fileAt);
  // The name lies right behind the environment's texts.
  const envBytes = envCount === 0 ? 0 : fileAt === undefined ? null : words.distance(first, fileAt);
  return { envCount, envBytes, fileName: name === undefined || name.isCut ? null : (name.value ?? null) };
}

/** Words of a stack, by their place. */
class Words {
  readonly #bytesEach: 4 | 8;

  constructor(
    private readonly bytes: Buffer,
    private readonly base: bigint,
    isNarrow: boolean,
  ) {
    this.#bytesEach = isNarrow ? 4 : 8;
  }

  /** Undefined beyond what was read. Of addresses the last digits may be wrong. */
  number(index: number): number | undefined {
    const word = this.#word(index);
    return word === undefined ? undefined : Number(word);
  }

  /** The text that the word points to, or its beginning. */
  textAt(index: number): { readonly value?: string; readonly isCut: boolean } {
    const word = this.#word(index);
    if (word === undefined) return { isCut: true };
    const start = Number(word - this.base);
    if (start < 0 || start >= this.bytes.length) return { isCut: true };
    const end = this.bytes.indexOf(0, start);
    const value = decodeText(this.bytes, start, end < 0 ? this.bytes.length : end);
    return { value, isCut: end < 0 };
  }

  /** Bytes between what two words point to; null where that makes no sense. */
  distance(from: number, to: number): number | null {
    const [start, end] = [this.#word(from), this.#word(to)];
    return start === undefined || end === undefined || end < start ? null : Number(end - start);
  }

  #word(index: number): bigint | undefined {
    const at = index * this.#bytesEach;
    if (at + this.#bytesEach > this.bytes.length) return undefined;
    return this.#bytesEach === 8 ? this.bytes.readBigUInt64LE(at) : BigInt(this.bytes.readUInt32LE(at));
  }
}
