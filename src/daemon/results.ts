import { messageOf } from '../core/index.js';
import type { Durable } from '../durable/index.js';
import type { Logger, ResultRecord } from '../logger/index.js';
import {
  type Plan,
  planDifferential,
  planSnapshot,
  readQueryState,
  StateError,
  snapshotHashKey,
} from './differential/index.js';
import type { LaneOutcome, LaneSet } from './lanes/index.js';
import type { RunOf } from './schedule/index.js';
import type { Say } from './status-log.js';

export interface ResultsOptions {
  readonly durable: Durable;
  readonly logger: Logger;
  readonly say: Say;
  readonly settings: () => { readonly epoch: bigint; readonly nullText: string };
  /** osquery ends where a result cannot be written; else the next run tries again. */
  readonly endsOnFailure: boolean;
}

/** A result could be neither logged nor kept. */
export class ResultsLost extends Error {
  override readonly name = 'ResultsLost';
}

/** What becomes of a run: it is compared with the one before, logged, and only then kept. A crash repeats and never loses. */
export class Results {
  constructor(private readonly options: ResultsOptions) {}

  /** @throws ResultsLost */
  async take(run: RunOf, outcome: LaneOutcome): Promise<void> {
    if (!outcome.ok) return;
    const { durable, logger, say, endsOnFailure } = this.options;
    try {
      const plan = await this.#plan(run, outcome.sets, outcome.events !== undefined);
      for (const { severity, file, line, message } of plan.messages) say(severity, file, message, line);
      if (plan.record) await logger.record(plan.record);
      const changes = [...plan.changes, ...(outcome.events ?? [])];
      if (changes.length > 0) await durable.write(changes);
    } catch (error) {
      const reason = messageOf(error);
      const message = `Error logging the results of query: ${run.name}: ${reason}`;
      say('error', 'scheduler.cpp', message);
      if (endsOnFailure) throw new ResultsLost(message, { cause: error });
    }
  }

  #plan(run: RunOf, sets: readonly LaneSet[], events: boolean): Promise<Plan<ResultRecord>> {
    return run.query.snapshot ? this.#snapshot(run, sets) : this.#differential(run, sets, events);
  }

  async #snapshot({ name, query, unixTime, decorations }: RunOf, sets: readonly LaneSet[]) {
    const { emit } = query;
    const last =
      emit === 'on_change' ? await this.options.durable.get('configurations', snapshotHashKey(name)) : undefined;
    const { epoch, nullText } = this.options.settings();
    return planSnapshot(last, { name, epoch, unixTime, decorations, emit, nullText }, sets);
  }

  async #differential({ name, query, unixTime, decorations }: RunOf, sets: readonly LaneSet[], events: boolean) {
    const { sql, removed, key } = query;
    const state = await readQueryState(this.options.durable, name);
    const run = { name, sql, unixTime, decorations, removed, key, events, ...this.options.settings() };
    try {
      return planDifferential(state, run, sets);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      this.options.say(
        'error',
        'query.cpp',
        `The kept rows of query ${name} are damaged: it starts anew (${error.message})`,
      );
      return planDifferential({}, run, sets);
    }
  }
}
