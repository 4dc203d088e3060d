import type { Config, Pack } from '../../config/index.js';
import { countRows } from '../lanes/index.js';
import { oneStatement } from './one-statement.js';
import type { PackStatus, SchedulerOptions } from './options.js';
import { isSamePack, PackState } from './pack-state.js';

/** A pack whose discovery query hangs must not hold up the others for longer. */
const DISCOVERY_SECONDS = 60;

type Options = Pick<SchedulerOptions, 'lanes' | 'log' | 'manner' | 'settings'>;

/** The packs of a configuration, and which of them are active. */
export class ActivePacks {
  #packs: readonly PackState[] = [];

  constructor(private readonly options: Options) {}

  /** The packs of another configuration; those that are the same keep what their discovery said. */
  of(config: Config): ReadonlyMap<Pack, PackState> {
    return new Map(config.packs.map((pack) => [pack, this.#known(pack) ?? new PackState(pack)]));
  }

  /** From now on these are the packs; their discovery queries run. @param second since 1970 */
  async set(packs: Iterable<PackState>, second: number): Promise<void> {
    this.#packs = [...packs];
    for (const pack of this.#packs) await this.isActive(pack, second);
  }

  /** @param second since 1970 */
  isActive(pack: PackState, second: number): Promise<boolean> {
    const { settings, log } = this.options;
    return pack.evaluate(second, settings().packRefreshSeconds, (sql) => this.#rowsOf(sql), log);
  }

  status(): PackStatus[] {
    return this.#packs.map(({ pack: { name, platform, version, shard }, cacheHits, executions, isActive }) => {
      return { name, platform, version, shard, cacheHits, executions, isActive };
    });
  }

  #known(pack: Pack): PackState | undefined {
    return this.#packs.find(
      ({ pack: old }) => old.name === pack.name && old.source === pack.source && isSamePack(old, pack),
    );
  }

  async #rowsOf(sql: string): Promise<number | string> {
    const { lanes, manner, log } = this.options;
    const timeoutMs = DISCOVERY_SECONDS * 1000;
    const outcome = oneStatement(await lanes.run({ name: 'discovery', sql, nullvalue: '', timeoutMs }), manner, log);
    return outcome.ok ? countRows(outcome) : outcome.failure.message;
  }
}
