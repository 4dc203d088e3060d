import type { Row } from '../core/index.js';
import { type NodeStats, type Pipeline, run } from '../exec/index.js';
import type { Plan } from '../sql/planner/index.js';
import { type RunOptions, runContext, type Session } from '../statements/index.js';

/** What one run took. */
export interface Step {
  readonly ms: number;
  /** CPU of the whole process meanwhile: ours, and what Node did for us. */
  readonly cpuMs: number;
  readonly filesOpened: number;
  readonly syscalls: number;
  readonly bytesRead: number;
}

/** Measures from its making on. */
export class Stopwatch {
  readonly #startMs = performance.now();
  readonly #cpu = process.cpuUsage();
  readonly #before: Session['host']['counters'];

  constructor(private readonly host: Session['host']) {
    this.#before = { ...host.counters };
  }

  read(): Step {
    const { counters } = this.host;
    const cpu = process.cpuUsage(this.#cpu);
    return {
      ms: performance.now() - this.#startMs,
      cpuMs: (cpu.user + cpu.system) / 1000,
      filesOpened: counters.filesOpened - this.#before.filesOpened,
      syscalls: counters.syscalls - this.#before.syscalls,
      bytesRead: counters.bytesRead - this.#before.bytesRead,
    };
  }
}

/** Runs a pipeline to its end. */
export async function runOnce(session: Session, pipeline: Pipeline, options: RunOptions): Promise<Step> {
  const watch = new Stopwatch(session.host);
  for await (const _ of run(pipeline, runContext(session, options))) {
    // Rows are delivered, and that is all.
  }
  return watch.read();
}

/** A run that is looked at closely. */
export interface Inspection extends Step {
  readonly rows: number;
  /** The same for the same rows in any order. */
  readonly digest: string;
  /** Rows that its scans put out. */
  readonly rowsGathered: number;
}

export async function inspect(session: Session, pipeline: Pipeline, options: RunOptions): Promise<Inspection> {
  const stats = new Map<Plan, NodeStats>();
  const digest = new RowDigest();
  const watch = new Stopwatch(session.host);
  for await (const batch of run(pipeline, { ...runContext(session, options), stats })) digest.add(batch);
  const step = watch.read();
  let rowsGathered = 0;
  for (const [plan, { rows }] of stats) if (GATHERING.has(plan.kind)) rowsGathered += rows;
  return { ...step, rows: digest.count, digest: digest.text, rowsGathered };
}

const GATHERING: ReadonlySet<Plan['kind']> = new Set(['scan', 'stored-scan', 'function-scan']);

/** A sum over rows: no row has to be kept to compare results of any size. */
class RowDigest {
  count = 0;
  #low = 0;
  #high = 0;

  add(rows: readonly Row[]): void {
    this.count += rows.length;
    for (const row of rows) {
      const text = JSON.stringify(row, plain);
      this.#low = (this.#low + hash(text, 0x01000193)) | 0;
      this.#high = (this.#high + hash(text, 0x5bd1e995)) | 0;
    }
  }

  get text(): string {
    return `${this.count}:${this.#low}:${this.#high}`;
  }
}

const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);

function hash(text: string, factor: number): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), factor);
  return Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
}
