import { INT64_MAX, integer } from '../../../core/index.js';
import type { Host } from '../../host.js';

/** One mapping of `/proc/<pid>/maps` (proc_pid_maps(5)); each field is cut from the line when asked for. */
export class Mapping {
  readonly #line: string;
  /** Where the fields after the addresses end: permissions, offset, device, inode. */
  readonly #ends: readonly [addresses: number, permissions: number, offset: number, device: number, inode: number];

  private constructor(line: string, ends: readonly [number, number, number, number, number]) {
    this.#line = line;
    this.#ends = ends;
  }

  /** Undefined where fields are missing. */
  static parse(line: string): Mapping | undefined {
    const addresses = line.indexOf(' ');
    const permissions = line.indexOf(' ', addresses + 1);
    const offset = line.indexOf(' ', permissions + 1);
    const device = line.indexOf(' ', offset + 1);
    if (addresses <= 0 || permissions < 0 || offset < 0 || device < 0 || device + 1 === line.length) return undefined;
    const inode = line.indexOf(' ', device + 1);
    return new Mapping(line, [addresses, permissions, offset, device, inode < 0 ? line.length : inode]);
  }

  /** `0x` and the digits as they stand in the file. */
  get start(): string {
    return `0x${this.#line.slice(0, this.#dash())}`;
  }

  get end(): string {
    return `0x${this.#line.slice(this.#dash() + 1, this.#ends[0])}`;
  }

  get permissions(): string {
    return this.#line.slice(this.#ends[0] + 1, this.#ends[1]);
  }

  /** In bytes, -1 where it is no number of 64 signed bits. */
  get offset(): number | bigint {
    const digits = this.#line.slice(this.#ends[1] + 1, this.#ends[2]);
    if (!/^[0-9a-f]{1,16}$/i.test(digits)) return -1;
    if (digits.length <= 13) return Number.parseInt(digits, 16);
    const value = BigInt(`0x${digits}`);
    return value > INT64_MAX ? -1 : integer(value);
  }

  /** Major and minor number, hexadecimal: `fd:00`. */
  get device(): string {
    return this.#line.slice(this.#ends[2] + 1, this.#ends[3]);
  }

  /** 0 where no file is mapped. One beyond 2^63 wraps to a negative number, as in stat(2)'s signed readers. */
  get inode(): number | bigint {
    const digits = this.#line.slice(this.#ends[3] + 1, this.#ends[4]);
    if (!/^\d{1,20}$/.test(digits)) return 0;
    return digits.length <= 15 ? Number(digits) : integer(BigInt.asIntN(64, BigInt(digits)));
  }

  /** All of it: with blanks and ` (deleted)`; a newline stands as `\012`. Null for memory without a name. */
  get path(): string | null {
    let at = this.#ends[4];
    while (this.#line.charCodeAt(at) === 0x20) at++;
    return at < this.#line.length ? this.#line.slice(at) : null;
  }

  /** Memory that has a name but is no file: `[heap]`, `[stack]`, `[vdso]`. */
  get isPseudo(): boolean {
    return this.inode === 0 && this.path !== null;
  }

  #dash(): number {
    const dash = this.#line.indexOf('-');
    return dash < 0 || dash > this.#ends[0] ? this.#ends[0] : dash;
  }
}

/** Throws as `Host.readBytes`. */
export const readMaps = (host: Host, pid: number): Iterable<Mapping> => parseMaps(host.readText(`/proc/${pid}/maps`));

/** One mapping a line; lines cut short are passed over. Pure. */
export function* parseMaps(text: string): Generator<Mapping> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const mapping = Mapping.parse(text.slice(start, end));
    if (mapping) yield mapping;
    start = end + 1;
  }
}
