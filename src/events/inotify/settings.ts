import type { EventTable } from '../names.js';
import type { SettingsInput, SourceDef } from '../settings.js';

export interface PathSetting {
  readonly category: string;
  /** As the configuration has it: `%` or `*` within a name, `%%` or `**` for all below. */
  readonly pattern: string;
  /** The category is among `file_accesses`. */
  readonly accesses: boolean;
}

export interface YaraSettings {
  /** Groups to files of rules. */
  readonly signatures: Readonly<Record<string, readonly string[]>>;
  /** Categories to groups. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
}

export interface InotifySettings {
  /** Somebody wants rows of file_events. */
  readonly files: boolean;
  readonly paths: readonly PathSetting[];
  readonly excludes: readonly string[];
  readonly hashes: boolean;
  /** Larger files are neither hashed nor scanned. */
  readonly mostFileBytes: number;
  /** Folders watched at most; 0: nine tenths of what the kernel gives a user. */
  readonly mostWatches: number;
  /** Rules for yara_events; undefined where nobody wants its rows. */
  readonly yara: YaraSettings | undefined;
}

const TABLES: readonly EventTable[] = ['file_events', 'yara_events'];

/**
 * Files, by `file_paths`, `file_accesses`, `exclude_paths` and `yara` of the configuration. What the queries of
 * `file_paths_query` gave is expected in `file_paths`.
 */
export const inotifySource: SourceDef<InotifySettings> = {
  name: 'inotify',
  tables: TABLES,
  feeds: ({ sections, tables }) =>
    TABLES.filter((table) => tables.has(table) && (table === 'file_events' || sections.has('yara'))),
  settings(input) {
    const { flags } = input;
    if (!flags.bool('enable_file_events') || !TABLES.some((table) => input.tables.has(table))) return undefined;
    const accesses = new Set(textsOf(input.sections.get('file_accesses')));
    const patterns = [...listsOf(input, 'file_paths')];
    return {
      files: input.tables.has('file_events'),
      paths: patterns.flatMap(([category, texts]) =>
        texts
          .filter((pattern) => pattern !== '')
          .map((pattern) => ({ category, pattern, accesses: accesses.has(category) })),
      ),
      excludes: [...listsOf(input, 'exclude_paths')].flatMap(([, texts]) => texts),
      hashes: flags.bool('file_events_hash'),
      mostFileBytes: flags.int('read_max'),
      mostWatches: flags.int('file_events_max_watches'),
      yara: input.tables.has('yara_events') ? yaraOf(input.sections.get('yara')) : undefined,
    };
  },
};

const listsOf = ({ sections }: SettingsInput, name: string): ReadonlyMap<string, readonly string[]> =>
  listsIn(sections.get(name));

function yaraOf(section: unknown): YaraSettings | undefined {
  if (!isObject(section)) return undefined;
  return {
    signatures: Object.fromEntries(listsIn(section.signatures)),
    categories: Object.fromEntries(listsIn(section.file_paths)),
  };
}

/** Names to lists of texts; what is nothing of the kind is left out. */
const listsIn = (value: unknown): ReadonlyMap<string, readonly string[]> =>
  new Map(isObject(value) ? Object.entries(value).map(([name, list]) => [name, textsOf(list)]) : []);

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
