/** What the daemon was told to do: every source checked once and merged. Frozen; a reload makes a new one. */
export interface Config {
  /** In the order they were applied. */
  readonly sources: readonly ConfigSource[];
  /** Whether the plugin gave data, also broken data. */
  readonly valid: boolean;
  /** SHA-1 of the sources' SHA-1s, as `osquery_info.config_hash` shows it; empty where not valid. */
  readonly hash: string;
  /** The merged `options` of all sources and active packs, as flag texts. */
  readonly options: ReadonlyMap<string, string>;
  /** In the order they run; the `schedule` of a source is its pack `main`. */
  readonly packs: readonly Pack[];
  /** By source, in the order their values override each other. */
  readonly decorators: readonly Decorators[];
  /** Name to SQL. */
  readonly views: ReadonlyMap<string, string>;
  /** Top-level parts that other parts of the program read: file_paths, events, yara, … as they stand. */
  readonly sections: ReadonlyMap<string, unknown>;
  readonly problems: readonly Problem[];
}

/** A text with a name: a file's path, or the name of the plugin. */
export interface ConfigSource {
  readonly name: string;
  readonly text: string;
  /** SHA-1 of the text, hexadecimal. */
  readonly hash: string;
}

/** Something wrong in a source. What it stands on is disabled, the rest is in force. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly source: string;
  /** From 1; absent where the problem has no place. */
  readonly line?: number;
  readonly column?: number;
  /** Path to the value, `/schedule/users/interval`. */
  readonly path?: string;
  readonly message: string;
}

export interface Pack {
  readonly name: string;
  readonly source: string;
  /** False where platform, version or shard leave this host out: then it has no queries. */
  readonly valid: boolean;
  readonly platform: string;
  readonly version: string;
  readonly shard: number;
  /** Queries that must each return a row for the pack to be active. */
  readonly discovery: readonly string[];
  readonly oncall: string;
  /** By startup priority, then by the bytes of their names. */
  readonly queries: readonly ScheduledQuery[];
}

export interface ScheduledQuery {
  /** As written; the full name is `pack_PACK_NAME`, or this one in the pack `main`. */
  readonly name: string;
  readonly sql: string;
  /** Seconds, 1 to 604,800. */
  readonly interval: number;
  readonly snapshot: boolean;
  /** Whether removed rows are logged. */
  readonly removed: boolean;
  /** Whether it may be denylisted. */
  readonly denylist: boolean;
  /** Given: it also runs at the first tick, the lowest first. */
  readonly startupPriority?: number;
  // What follows is ours.
  readonly description?: string;
  /** Local time in cron's five fields, instead of `interval`. */
  readonly cron?: string;
  /** Local times of day, `HH:MM` or `HH:MM:SS`, instead of `interval`. */
  readonly at?: readonly string[];
  /** Seconds. */
  readonly timeout?: number;
  readonly budget?: Budget;
  /** When a snapshot is logged. Default: always. */
  readonly emit: 'always' | 'on_change' | 'non_empty';
  /** Columns that tell rows apart: one `changed` record instead of a removed and an added one. */
  readonly key?: readonly string[];
  /** Pairs added to each of its records. */
  readonly decorations?: Readonly<Record<string, string>>;
}

/** What one run may take; beyond it the run is stopped. */
export interface Budget {
  readonly cpuMs?: number;
  readonly rows?: number;
  /** Bytes of memory that sorting, grouping and joining may keep. */
  readonly bytes?: number;
}

export interface Decorators {
  readonly source: string;
  readonly load: readonly string[];
  readonly always: readonly string[];
  /** Seconds, a multiple of 60, to queries. */
  readonly interval: ReadonlyMap<number, readonly string[]>;
}

/** A configuration as it was built, with what the next one needs of it. */
export interface LoadedConfig extends Config {
  /** By source, in the order they were applied. */
  readonly parts: readonly SourcePart[];
  /** What was found wrong by this load; `problems` also has what was known before. */
  readonly news: readonly Problem[];
  /** Why the load failed as osquery counts it: its `Error reading config: REASON`. Sources behind it were not read. */
  readonly failure?: string;
  /** Sources whose text is another one than before. */
  readonly changed: readonly string[];
  /** Files to watch, beside the sources: packs, also those that were not there, and folders of patterns. */
  readonly files: readonly string[];
}

/** What one source says. */
export interface SourcePart {
  readonly source: ConfigSource;
  /** The text is no configuration: it says nothing, or what its last good text said. */
  readonly isBroken: boolean;
  readonly packs: readonly Pack[];
  readonly contributions: readonly Contribution[];
  readonly problems: readonly Problem[];
  readonly files: readonly string[];
}

/** What a source or an active pack says beside queries. */
export interface Contribution {
  /** The source, or `SOURCE_PACK` for a pack. */
  readonly source: string;
  readonly options: ReadonlyMap<string, string>;
  readonly decorators?: Decorators;
  readonly views?: ReadonlyMap<string, string>;
  /** Categories to texts, which add up over the sources: `file_paths`, `file_paths_query`, `exclude_paths`. */
  readonly lists: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** Categories whose files are watched for reads, too; they add up. */
  readonly fileAccesses: readonly string[];
  /** Other sections; the last that has one counts. */
  readonly sections: ReadonlyMap<string, unknown>;
}
