import { hostname } from 'node:os';
import {
  BACKUP_PREFIX,
  backupChanges,
  buildConfig,
  ConfigWatch,
  emptyConfig,
  type FoundSources,
  type LoadedConfig,
  type Pack,
  readOptionsOf,
  readSources,
  sourcesOfBackup,
  watchedPaths,
} from '../config/index.js';
import { VERSION } from '../core/index.js';
import type { Durable } from '../durable/index.js';
import type { Flags } from '../flags/index.js';

/** The configuration in force, and how it follows its files. */
export class Configuration {
  #loaded: LoadedConfig | undefined;
  #watch: ConfigWatch | undefined;

  constructor(
    private readonly flags: Flags,
    /** Where a copy is kept for a start without files (`config_enable_backup`). */
    private readonly durable?: Durable,
    private readonly isActive: (pack: Pack) => boolean = () => false,
  ) {}

  /**
   * Reads and builds. Where nothing can be read, what is in force stays; at the start, that is the kept copy or nothing.
   * `news` has what is to be told of this reading. @throws DurableError
   */
  async load(): Promise<LoadedConfig> {
    const found = readSources(readOptionsOf(this.flags));
    this.#loaded = found.kind === 'sources' ? this.#build(found) : await this.#without(found.reason);
    if (found.kind === 'sources') await this.#keep(this.#loaded);
    this.#watch?.watch(this.#paths());
    return this.#loaded;
  }

  /**
   * Calls when files have changed since they were last read, as it looks every so many seconds. To be called before the first
   * load: a change while that reads is not lost. @returns ends it
   */
  follow(seconds: number, onChange: () => void): () => void {
    if (seconds === 0) return () => {};
    this.#watch = new ConfigWatch(this.#paths(), onChange, { everyMs: seconds * 1000 });
    return () => this.#watch?.close();
  }

  #paths(): string[] {
    return [...watchedPaths(readOptionsOf(this.flags)), ...(this.#loaded?.files ?? [])];
  }

  #build(found: FoundSources): LoadedConfig {
    const before = this.#loaded;
    return buildConfig(found, {
      dialect: this.flags.dialect,
      hostname: hostname(),
      version: VERSION,
      flags: this.flags,
      isActive: this.isActive,
      ...(before && { before }),
    });
  }

  async #without(reason: string): Promise<LoadedConfig> {
    const problem = {
      severity: 'warning',
      source: readOptionsOf(this.flags).path,
      message: `Error reading config: ${reason}`,
    } as const;
    // A refresh that fails says nothing in osquery; in ours it is told once.
    if (this.#loaded) {
      const isKnown = this.#loaded.problems.some(({ message }) => message === problem.message);
      const news = isKnown || this.flags.dialect === 'osquery' ? [] : [problem];
      return { ...this.#loaded, news, problems: isKnown ? this.#loaded.problems : [...this.#loaded.problems, problem] };
    }
    const kept = await this.#kept();
    if (kept.length === 0) return emptyConfig([problem]);
    const built = this.#build({ sources: kept, refused: [], problems: [problem] });
    return { ...built, valid: false };
  }

  async #kept() {
    if (!this.durable || !this.flags.bool('config_enable_backup')) return [];
    const entries: (readonly [string, string])[] = [];
    for await (const entry of this.durable.entries('configurations', BACKUP_PREFIX)) entries.push(entry);
    return sourcesOfBackup(entries);
  }

  async #keep({ sources }: LoadedConfig): Promise<void> {
    if (!this.durable || !this.flags.bool('config_enable_backup')) return;
    const keys = await this.durable.keys('configurations', BACKUP_PREFIX);
    const changes = backupChanges(sources, keys).map(
      ({ key, value }) => ({ domain: 'configurations', key, value }) as const,
    );
    await this.durable.write(changes, { sync: true });
  }
}
