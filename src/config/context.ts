import type { Dialect, Flags } from '../flags/index.js';
import type { LoadedConfig, Pack } from './config.js';
import type { FileRead } from './read-file.js';

/** What a configuration is built for and with. */
export interface BuildContext {
  /** osquery's rules to the byte, or ours with more formats, checks and keys. */
  readonly dialect: Dialect;
  readonly hostname: string;
  /** Of the program, that packs may require. */
  readonly version: string;
  /** As they stand before this configuration's options. */
  readonly flags: Flags;
  /** The configuration in force, where this one is to follow it. */
  readonly before?: LoadedConfig;
  /**
   * Whether the discovery queries of a pack say yes; such packs also bring options, decorators and the like. Asked of
   * packs that have discovery queries. Default: none does.
   */
  readonly isActive?: (pack: Pack) => boolean;
  /** How packs in files are found. Default: from the disk, without waiting for pipes, up to a size. */
  readonly files?: PackFiles;
}

export interface PackFiles {
  read(path: string): FileRead;
  /** Paths in byte order. */
  glob(pattern: string): readonly string[];
}

/** The same, worked out for the parts of one source. */
export interface PartContext {
  readonly dialect: Dialect;
  /** Of this host. */
  readonly shard: number;
  readonly version: string;
  /** Seconds for a query that says nothing. */
  readonly defaultInterval: bigint;
  readonly delimiter: string;
  readonly maxDepth: number;
  readonly files: PackFiles;
  readonly isActive: (pack: Pack) => boolean;
  /** Every file that was looked at, also where it was not there. */
  readonly touched: Set<string>;
}
