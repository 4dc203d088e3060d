import { type FormatOptions, formatResult } from './format.js';
import type { LogSink, ResultRecord, Severity, StatusRecord } from './record.js';
import { glogLine, severityNumber } from './status.js';

export type Stream = 'results' | 'snapshots' | 'status';

export interface LoggerOptions {
  readonly sinks: readonly LogSink[];
  /** Asked for every record: a new configuration may have changed them. */
  readonly format: () => FormatOptions;
  /** osquery's rule: a record counts as written when the last sink took it. Else all must. */
  readonly onlyLastCounts: boolean;
  /** Sinks that take status lines one by one also get those from before the start, which osquery keeps from them. */
  readonly tellsEarly?: boolean;
  /** Status lines below it are dropped (`logger_min_status`). */
  readonly minSeverity: () => Severity;
  /** A copy of status lines: all before the start, then those that `wantsCopy` wants. */
  readonly stderr?: { write(line: string): void; wantsCopy(severity: Severity): boolean };
  /** `disable_logging`: nothing is written. */
  readonly isDisabled?: () => boolean;
  /** Sequence numbers to go on from. */
  readonly sequences?: Partial<Record<Stream, number>>;
}

/** Lines that did not reach a sink. */
export interface Loss {
  readonly stream: Stream;
  readonly sink: string;
  readonly reason: string;
  readonly lines: number;
}

/** Status lines kept for sinks that take them in groups. */
const MAX_WAITING = 10_000;

/** Fans records and status lines out to sinks, in order, and keeps account of what got lost. */
export class Logger {
  readonly #options: LoggerOptions;
  readonly #sequences: Record<Stream, number>;
  readonly #losses = new Map<string, Loss>();
  #waiting: StatusRecord[] = [];
  #hasStarted = false;
  /** Writes follow each other: two records never mix. */
  #tail: Promise<void> = Promise.resolve();

  constructor(options: LoggerOptions) {
    this.#options = options;
    this.#sequences = { results: 0, snapshots: 0, status: 0, ...options.sequences };
  }

  /** Writes a record's lines. @throws Error where they are not written: the query's state must not be committed then */
  record(record: ResultRecord): Promise<void> {
    const stream = record.kind === 'snapshot' ? 'snapshots' : 'results';
    const lines = formatResult(record, this.#options.format());
    if (lines.length === 0 || this.#options.isDisabled?.()) return Promise.resolve();
    return this.#inTurn(() => this.#fanOut(stream, lines));
  }

  /** Takes a status line. Never throws: it is how failures are told. */
  status(record: StatusRecord): void {
    if (severityNumber(record.severity) < severityNumber(this.#options.minSeverity())) return;
    this.#copyToStderr(record);
    if (this.#options.isDisabled?.()) return;
    this.#sequences.status++;
    this.#keep(record);
    if (!this.#hasStarted) return;
    for (const sink of this.#options.sinks) if (sink.takesStatusesAtOnce) void this.#hand(sink, [record]);
  }

  /** The sinks take over: those that take groups get the lines from before. */
  async start(): Promise<void> {
    this.#hasStarted = true;
    const { sinks, tellsEarly } = this.#options;
    const early = [...this.#waiting];
    if (tellsEarly && early.length > 0) {
      await Promise.all(sinks.filter((sink) => sink.takesStatusesAtOnce).map((sink) => this.#hand(sink, early)));
    }
    await this.flush();
  }

  /** Hands the kept status lines over. Never rejects. */
  async flush(): Promise<void> {
    const records = this.#waiting;
    if (records.length === 0 || !this.#hasStarted) return;
    this.#waiting = [];
    await Promise.all(
      this.#options.sinks.filter((sink) => !sink.takesStatusesAtOnce).map((sink) => this.#hand(sink, records)),
    );
  }

  async reopen(): Promise<void> {
    await this.#inTurn(async () => {
      for (const sink of this.#options.sinks) await sink.reopen();
    });
  }

  async close(): Promise<void> {
    await this.flush();
    await this.#inTurn(async () => {
      for (const sink of this.#options.sinks) await sink.close();
    });
  }

  /** Lines written by now, per stream. */
  sequences(): Readonly<Record<Stream, number>> {
    return { ...this.#sequences };
  }

  losses(): readonly Loss[] {
    return [...this.#losses.values()];
  }

  /** Adds to {@link losses}. */
  countLoss(stream: Stream, sink: string, reason: string, lines: number): void {
    const key = `${stream} ${sink} ${reason}`;
    const before = this.#losses.get(key)?.lines ?? 0;
    this.#losses.set(key, { stream, sink, reason, lines: before + lines });
  }

  async #fanOut(stream: 'results' | 'snapshots', lines: readonly string[]): Promise<void> {
    const failures = new Map<LogSink, unknown>();
    let last: unknown;
    for (const sink of this.#options.sinks) {
      last = await failureOf(() => sink[stream](lines));
      if (last !== undefined) failures.set(sink, last);
    }
    const [first] = failures.values();
    const failure = this.#options.onlyLastCounts ? last : first;
    // A difference that is refused comes again at the next run; a snapshot does not.
    if (failure === undefined || stream === 'snapshots') {
      for (const [sink, why] of failures) this.countLoss(stream, sink.name, reasonOf(why), lines.length);
    }
    if (failure !== undefined) throw failure;
    this.#sequences[stream] += lines.length;
  }

  async #hand(sink: LogSink, records: readonly StatusRecord[]): Promise<void> {
    const failure = await this.#inTurn(() => failureOf(() => sink.statuses(records)));
    if (failure !== undefined) this.countLoss('status', sink.name, reasonOf(failure), records.length);
  }

  #keep(record: StatusRecord): void {
    if (this.#hasStarted && this.#options.sinks.every((sink) => sink.takesStatusesAtOnce)) return;
    this.#waiting.push(record);
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#waiting.shift();
    this.countLoss('status', 'memory', 'too many lines wait', 1);
  }

  #copyToStderr(record: StatusRecord): void {
    const { stderr } = this.#options;
    if (!stderr || (this.#hasStarted && !stderr.wantsCopy(record.severity))) return;
    try {
      stderr.write(`${glogLine(record, process.pid)}\n`);
    } catch {
      this.countLoss('status', 'stderr', 'failed', 1);
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work);
    this.#tail = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }
}

async function failureOf(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error('unknown failure');
  }
}

/** The system's word where there is one, so that reasons stay few. */
function reasonOf(failure: unknown): string {
  let at = failure;
  for (let depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return 'failed';
}
