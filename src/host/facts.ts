import * as fs from 'node:fs';
import * as os from 'node:os';
import { readInterfaceAddresses } from './net/interface-addresses.js';
import { parseAuxv } from './proc/auxv.js';

/** uname(2). */
export interface Uname {
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
}

/** statfs(2): sizes in blocks of `blockSizeBytes`. */
export interface FileSystemStats {
  readonly type: bigint;
  readonly blockSizeBytes: bigint;
  readonly blocks: bigint;
  readonly blocksFree: bigint;
  readonly blocksAvailable: bigint;
  readonly inodes: bigint;
  readonly inodesFree: bigint;
}

/** One address of a network interface, as text. `interface` is the address's label where it has one (`eth0:1`). */
export interface InterfaceAddress {
  readonly interface: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly address: string;
  readonly mask: string | null;
  readonly broadcast: string | null;
  readonly pointToPoint: string | null;
}

/**
 * What the machine is beyond its files: answers of syscalls, of the clock, and about our own process. A recorded
 * machine keeps them in `ROOT/.host.json` (see `recorded.ts`), so that a table's answer on it never changes.
 */
export interface HostFacts {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** The environment variable TZ, undefined where unset. */
  readonly timeZone: string | undefined;
  readonly uname: Uname;
  /** gethostname(2). */
  readonly hostname: string;
  /** sysconf(_SC_CLK_TCK): the unit of times in /proc/<pid>/stat and /proc/stat. */
  readonly clockTicksPerSecond: number;
  readonly pageSize: number;
  /** Ids of our own process: real and effective. */
  readonly uid: number;
  readonly euid: number;
  readonly gid: number;
  readonly pid: number;
  /** When our own process started, in milliseconds since the epoch. */
  readonly startedMs: number;
  /** Addresses of all interfaces, IPv4 first, then IPv6. */
  interfaceAddresses(): readonly InterfaceAddress[];
}

/** Facts of the running machine. Each is asked for when first read. */
export class LiveFacts implements HostFacts {
  #uname: Uname | undefined;
  #auxv: ReadonlyMap<number, number> | undefined;

  nowMs(): number {
    return Date.now();
  }

  get timeZone(): string | undefined {
    return process.env.TZ;
  }

  get uname(): Uname {
    this.#uname ??= {
      sysname: os.type(),
      nodename: os.hostname(),
      release: os.release(),
      version: os.version(),
      machine: os.machine(),
    };
    return this.#uname;
  }

  get hostname(): string {
    return os.hostname();
  }

  get clockTicksPerSecond(): number {
    return this.#auxvEntry(17) ?? 100;
  }

  get pageSize(): number {
    return this.#auxvEntry(6) ?? 4096;
  }

  get uid(): number {
    return process.getuid?.() ?? 0;
  }

  get euid(): number {
    return process.geteuid?.() ?? 0;
  }

  get gid(): number {
    return process.getgid?.() ?? 0;
  }

  get pid(): number {
    return process.pid;
  }

  get startedMs(): number {
    return performance.timeOrigin;
  }

  interfaceAddresses(): readonly InterfaceAddress[] {
    return readInterfaceAddresses();
  }

  /** What the kernel told us at start: AT_PAGESZ is 6, AT_CLKTCK is 17 (getauxval(3)). */
  #auxvEntry(type: number): number | undefined {
    this.#auxv ??= readAuxv();
    return this.#auxv.get(type);
  }
}

function readAuxv(): ReadonlyMap<number, number> {
  try {
    return parseAuxv(fs.readFileSync('/proc/self/auxv'));
  } catch {
    return new Map(); // /proc is not mounted, or is hidden from us
  }
}
