import { INT64_MAX, integer } from '../../../core/index.js';
import type { Host } from '../../host.js';

/** One mapping of `/proc/<pid>/maps` (proc_pid_maps(5)); each field is cut from the line when asked for. */
export class Mapping {
  private constructor(
    private readonly line: string,
    private readonly addressesEnd: number,
    private readonly permissionsEnd: number,
    private readonly offsetEnd: number,
    private readonly deviceEnd: number,
  ) {}

  /** Undefined where fields are missing. */
  static parse(line: string): Mapping | undefined {
    const addressesEnd = line.indexOf(' ');
    const permissionsEnd = line.indexOf(' ', addressesEnd + 1);
    const offsetEnd = line.indexOf(' ', permissionsEnd + 1);
    const deviceEnd = line.indexOf(' ', offsetEnd + 1);
    if (addressesEnd <= 0 || permissionsEnd < 0 || offsetEnd < 0 || deviceEnd < 0 || deviceEnd + 1 === line.length)
      return undefined;
    return new Mapping(line, addressesEnd, permissionsEnd, offsetEnd, deviceEnd);
  }

  /** `0x` and the digits as they stand in the file. */
  get start(): string {
    return `0x${this.line.slice(0, this.#dash())}`;
  }

  get end(): string {
    return `0x${this.line.slice(this.#dash() + 1, this.addressesEnd)}`;
  }

  get permissions(): string {
    return this.line.slice(this.addressesEnd + 1, this.permissionsEnd);
  }

  /** In bytes, -1 where it is no number of 64 signed bits. */
  get offset(): number | bigint {
    const digits = this.line.slice(this.permissionsEnd + 1, this.offsetEnd);
    if (!/^[0-9a-f]{1,16}$/i.test(digits)) return -1;
    if (digits.length <= 13) return Number.parseInt(digits, 16);
    const value = BigInt(`0x${digits}`);
    return value > INT64_MAX ? -1 : integer(value);
  }

  /** Major and minor number, hexadecimal: `fd:00`. */
  get device(): string {
    return this.line.slice(this.offsetEnd + 1, this.deviceEnd);
  }

  /** 0 where no file is mapped. One beyond 2^63 wraps to a negative number, as in stat(2)'s signed readers. */
  get inode(): number | bigint {
    const digits = this.line.slice(this.deviceEnd + 1, this.#inodeEnd());
    if (!/^\d{1,20}$/.test(digits)) return 0;
    return digits.length <= 15 ? Number(digits) : integer(BigInt.asIntN(64, BigInt(digits)));
  }

  /** All of it: with blanks and ` (deleted)`; a newline stands as `\012`. Null for memory without a name. */
  get path(): string | null {
    let at = this.#inodeEnd();
    while (this.line.charCodeAt(at) === 0x20) at++;
    return at < this.line.length ? this.line.slice(at) : null;
  }

  /** Memory that has a name but is no file: `[heap]`, `[stack]`, `[vdso]`. */
  get isPseudo(): boolean {
    return this.inode === 0 && this.path !== null;
  }

  #inodeEnd(): number {
    const end = this.line.indexOf(' ', this.deviceEnd + 1);
    return end < 0 ? this.line.length : end;
  }

  #dash(): number {
    const dash = this.line.indexOf('-');
    return dash < 0 || dash > this.addressesEnd ? this.addressesEnd : dash;
  }
}

/** Throws as `Host.readBytes`. */
export const readMaps = (host: Host, pid: number): Mapping[] => parseMaps(host.readText(`/proc/${pid}/maps`));

/** One mapping a line; lines cut short are passed over. Pure. */
export function parseMaps(text: string): Mapping[] {
  const mappings: Mapping[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const mapping = Mapping.parse(text.slice(start, end));
    if (mapping) mappings.push(mapping);
    start = end + 1;
  }
  return mappings;
}
