import type { Flags } from '../flags/index.js';
import type { EventTable, SourceName } from './names.js';

/** What the settings of sources are made of. */
export interface SettingsInput {
  readonly flags: Flags;
  /** Top-level parts of the configuration, as they stand: `file_paths`, `exclude_paths`, `yara`, … */
  readonly sections: ReadonlyMap<string, unknown>;
  /** Tables that want rows. */
  readonly tables: ReadonlySet<EventTable>;
}

/** What the daemon knows of a source without opening it. */
export interface SourceDef<S> {
  readonly name: SourceName;
  /** The tables it can feed. */
  readonly tables: readonly EventTable[];
  /** It tells of what no other source does: its tables may have rows of another one, too. */
  readonly isBeside?: boolean;
  /** Those of the wanted tables that it feeds under these flags. Default: all of them. */
  feeds?(input: SettingsInput): readonly EventTable[];
  /** Plain data that goes to the source's thread; undefined where the source is off. */
  settings(input: SettingsInput): S | undefined;
}
