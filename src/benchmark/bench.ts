import { SqlError } from '../core/index.js';
import { compile, type Pipeline } from '../exec/index.js';
import { printPlan, type Query } from '../sql/planner/index.js';
import { openSession, type RunOptions, type Session, toQuery } from '../statements/index.js';
import { type Inspection, inspect, runOnce, type Step } from './runs.js';
import { type Machine, queryAfterSetUp } from './statements.js';
import { leavesOpen, type Planned, variantsOf } from './variants.js';

export interface BenchOptions extends RunOptions {
  /** Runs of each plan; absent: as many as take a few seconds. */
  readonly runs?: number;
  /** Hears what is done next, and how much of all is done, from 0 to 1. */
  readonly onProgress?: (what: string, done: number) => void;
}

/** How the rows of a variant compare with those of the chosen plan. */
export type Compared =
  | 'equal'
  /** A bug of ours. */
  | 'different'
  /** The chosen plan itself gives other rows each time: the machine changes, or the query asks for chance. */
  | 'unsteady'
  /** They differ, as they may: the query leaves open which rows it wants. */
  | 'open';

export interface Measured {
  readonly kind: 'measured';
  readonly name: string;
  readonly plan: string;
  readonly rows: number;
  readonly compared: Compared;
  readonly runs: number;
  /** Median wall time, and half the distance between the quartiles. */
  readonly ms: number;
  readonly spreadMs: number;
  readonly cpuMs: number;
  /** Time to the chosen plan's: the median over rounds, in which both met the same machine. */
  readonly ratio: number;
  readonly rowsGathered: number;
  readonly filesOpened: number;
  readonly syscalls: number;
  readonly bytesRead: number;
}

export type Outcome =
  | Measured
  | Exclude<Planned, { kind: 'plan' }>
  /** It took too long to go on. */
  | { readonly kind: 'stopped'; readonly name: string; readonly plan: string; readonly afterMs: number }
  | { readonly kind: 'failed'; readonly name: string; readonly plan: string; readonly reason: string };

export interface BenchResult {
  readonly chosen: Measured;
  /** All but the chosen plan. */
  readonly variants: readonly Outcome[];
}

/** What all timed runs may take together, where their number is ours to choose. */
const BUDGET_MS = 3000;
const FEWEST_RUNS = 5;
const MOST_RUNS = 200;
/** A plan that takes longer is not run again, unless runs were asked for. */
const SLOW_MS = 1000;
/** A variant is stopped when it takes so many times what the chosen plan did, and no less than that. */
const HOPELESS = { times: 30, ms: 5000 } as const;
/** How often rows that differ are asked for again. */
const SECOND_LOOKS = 2;

/**
 * Runs the plan that the planner chooses for a query and those it would choose without one of its techniques, or with
 * another join order, in turns.
 * @throws SqlError where the query is wrong, fails or is stopped
 */
export async function benchPlans(machine: Machine, sql: string, options: BenchOptions = {}): Promise<BenchResult> {
  const { runs, onProgress = () => {}, ...runOptions } = options;
  const statement = await queryAfterSetUp(machine, sql, runOptions);
  const session = openSession(machine.catalog, machine.host, undefined, undefined);
  const planned = variantsOf((choice) => toQuery(statement, session.catalog, sql, undefined, choice));
  const bench = new Bench(session, { nowMs: Date.now(), ...runOptions }, onProgress);
  return bench.run(planned, runs);
}

/** A plan in the contest. */
interface Contender {
  readonly name: string;
  readonly query: Query;
  readonly pipeline: Pipeline;
  readonly seen: Inspection;
  readonly compared: Compared;
  readonly steps: Step[];
}

class Bench {
  constructor(
    private readonly session: Session,
    private readonly options: RunOptions,
    private readonly onProgress: NonNullable<BenchOptions['onProgress']>,
  ) {}

  async run([chosenPlan, ...others]: readonly Planned[], runs: number | undefined): Promise<BenchResult> {
    if (chosenPlan?.kind !== 'plan') throw new Error('the chosen plan comes first');
    this.onProgress(chosenPlan.name, 0);
    const chosen = await this.#enter(chosenPlan);
    const entered: (Contender | Exclude<Outcome, Measured>)[] = [];
    for (const [at, planned] of others.entries()) {
      this.onProgress(planned.name, (0.4 * at) / others.length);
      entered.push(planned.kind === 'plan' ? await this.#tryOut(planned, chosen) : planned);
    }
    const contenders = [chosen, ...entered.filter(isContender)];
    await this.#takeTurns(contenders, runs);
    return {
      chosen: measured(chosen, chosen),
      variants: entered.map((one) => (isContender(one) ? measured(one, chosen) : one)),
    };
  }

  async #enter({ name, query }: Planned & { kind: 'plan' }, chosen?: Contender): Promise<Contender> {
    const pipeline = compile(query);
    const limit = chosen && Math.max(HOPELESS.ms, HOPELESS.times * chosen.seen.ms);
    const timeoutMs = Math.min(limit ?? Number.POSITIVE_INFINITY, this.options.timeoutMs ?? Number.POSITIVE_INFINITY);
    const seen = await inspect(this.session, pipeline, {
      ...this.options,
      ...(Number.isFinite(timeoutMs) && { timeoutMs }),
    });
    const compared = chosen ? await this.#compare(chosen, pipeline, seen) : 'equal';
    return { name, query, pipeline, seen, compared, steps: [] };
  }

  async #tryOut(
    planned: Planned & { kind: 'plan' },
    chosen: Contender,
  ): Promise<Contender | Exclude<Outcome, Measured>> {
    const startMs = performance.now();
    try {
      return await this.#enter(planned, chosen);
    } catch (error) {
      if (!(error instanceof SqlError) || error.code === 'cancelled') throw error;
      const { name } = planned;
      const plan = printPlan(planned.query);
      return error.code === 'timeout'
        ? { kind: 'stopped', name, plan, afterMs: performance.now() - startMs }
        : { kind: 'failed', name, plan, reason: error.message };
    }
  }

  /** Rows that differ are asked for again, one plan right after the other: the machine may have changed. */
  async #compare(chosen: Contender, pipeline: Pipeline, seen: Inspection): Promise<Compared> {
    if (seen.digest === chosen.seen.digest) return 'equal';
    let isSteady = true;
    for (let look = 0; look < SECOND_LOOKS; look++) {
      const before = await inspect(this.session, chosen.pipeline, this.options);
      const again = await inspect(this.session, pipeline, this.options);
      const after = await inspect(this.session, chosen.pipeline, this.options);
      if (again.digest === before.digest || again.digest === after.digest) return 'equal';
      isSteady &&= before.digest === chosen.seen.digest && after.digest === before.digest;
    }
    if (!isSteady) return 'unsteady';
    return leavesOpen(chosen.query) ? 'open' : 'different';
  }

  /** Each round in the reverse order of the one before, so that what else the machine does hits all plans alike. */
  async #takeTurns(contenders: readonly Contender[], asked: number | undefined): Promise<void> {
    const timed = contenders.filter(({ seen }, at) => at === 0 || asked !== undefined || seen.ms < SLOW_MS);
    const rounds = asked ?? fittingRuns(timed);
    for (let round = 0; round < rounds; round++) {
      this.onProgress(`run ${round + 1} of ${rounds}`, 0.4 + (0.6 * round) / rounds);
      const turn = round % 2 === 0 ? timed : [...timed].reverse();
      for (const { pipeline, steps } of turn) steps.push(await runOnce(this.session, pipeline, this.options));
    }
    // What was too slow to be run again has the run in which it was looked at.
    for (const { steps, seen } of contenders) if (steps.length === 0) steps.push(seen);
  }
}

function fittingRuns(contenders: readonly Contender[]): number {
  const roundMs = contenders.reduce((sum, { seen }) => sum + seen.ms, 0);
  const fewest = roundMs > BUDGET_MS ? 3 : FEWEST_RUNS;
  return Math.min(MOST_RUNS, Math.max(fewest, Math.floor(BUDGET_MS / roundMs)));
}

const isContender = (one: Contender | Exclude<Outcome, Measured>): one is Contender => !('kind' in one);

function measured({ name, query, seen, compared, steps }: Contender, chosen: Contender): Measured {
  const times = steps.map(({ ms }) => ms);
  const chosenMs = middleOf(chosen.steps.map(({ ms }) => ms));
  return {
    kind: 'measured',
    name,
    plan: printPlan(query),
    rows: seen.rows,
    compared,
    runs: steps.length,
    ms: middleOf(times),
    spreadMs: spreadOf(times),
    cpuMs: middleOf(steps.map(({ cpuMs }) => cpuMs)),
    ratio: middleOf(
      times.map((ms, round) => ms / (steps.length > 1 ? (chosen.steps[round]?.ms ?? chosenMs) : chosenMs)),
    ),
    rowsGathered: seen.rowsGathered,
    filesOpened: middleOf(steps.map(({ filesOpened }) => filesOpened)),
    syscalls: middleOf(steps.map(({ syscalls }) => syscalls)),
    bytesRead: middleOf(steps.map(({ bytesRead }) => bytesRead)),
  };
}

/** The median: of an even number the lower of the two. */
export const middleOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

/** Half the distance between the quartiles. */
export const spreadOf = (values: readonly number[]): number => (quantile(values, 0.75) - quantile(values, 0.25)) / 2;

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? 0;
  return below + (place % 1) * ((sorted[Math.ceil(place)] ?? below) - below);
}
