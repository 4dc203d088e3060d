import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import type { EventFeed } from '../../catalog/index.js';
import { decodeText, messageOf, type Row, SqlError, type Value } from '../../core/index.js';
import type { Engine } from '../../engine.js';
import type { Host } from '../../host/index.js';
import type { CpuBucket } from './cpu-bucket.js';
import type { LaneFailure, LaneRequest, LaneStats } from './protocol.js';
import { threadCpu } from './thread-cpu.js';
import { restrain } from './throttle.js';

/** Cells handed over at once: few enough that whoever takes them is not held up. */
const BATCH_CELLS = 20_000;

/** What a lane runs its queries with. */
export interface Machine {
  readonly engine: Engine;
  readonly host: Host;
  /** Absent: it may take all the CPU there is. */
  readonly bucket?: CpuBucket | undefined;
  /** Absent: nobody gathers events. */
  readonly events?: EventFeed;
}

/** What sorting, grouping and joining may keep of a lane's memory: past it a query fails, not the lane. */
const KEPT_PART = 0.5;

/** What the daemon keeps of one result until it is logged. */
const MOST_BYTES = 64_000_000;

/** A lane that owes CPU lets a query wait at most so long. */
const LONGEST_WAIT_MS = 2000;

/** Hears what a run gives, as it comes. */
export interface Receiver {
  statement(columns: readonly string[]): void;
  cells(cells: Value[]): void;
  warn(message: string): void;
}

/** A run was stopped for what it used. */
export class Overspent extends Error {}

/**
 * Runs every statement of a text.
 * @throws SqlError of the first statement that fails
 * @throws Overspent where it took more CPU than it may, or gives more than anybody wants to log
 */
export async function execute(
  { engine, host, bucket, events }: Machine,
  request: LaneRequest,
  stop: AbortController,
  receiver: Receiver,
): Promise<LaneStats> {
  const debtMs = bucket?.debtMs() ?? 0;
  if (debtMs > 0) await sleep(Math.min(debtMs, LONGEST_WAIT_MS), undefined, { signal: stop.signal }).catch(() => {});
  const measured = measure(host);
  const { cpuMs } = request.budget ?? {};
  let isSpent = false;
  const release = restrain({
    bucket,
    budgetMs: cpuMs,
    onSpent() {
      isSpent = true;
      stop.abort();
    },
  });
  try {
    const output = await runAll({ engine, ...(events && { events }) }, request, stop.signal, receiver);
    return measured(output);
  } catch (error) {
    if (isSpent) throw new Overspent(`took more than ${cpuMs} ms of CPU`);
    // The engine knows of the time that was left for one of several statements.
    if (error instanceof SqlError && error.code === 'timeout')
      throw new SqlError('timeout', `query took longer than ${(request.timeoutMs ?? 0) / 1000} s`);
    throw error;
  } finally {
    release();
  }
}

interface Produced {
  rows: number;
  outputSize: number;
}

async function runAll(
  { engine, events }: Pick<Machine, 'engine' | 'events'>,
  { sql, timeoutMs, budget, nullvalue }: LaneRequest,
  signal: AbortSignal,
  receiver: Receiver,
): Promise<Produced> {
  const produced: Produced = { rows: 0, outputSize: 0 };
  const endsAtMs = performance.now() + (timeoutMs ?? Number.POSITIVE_INFINITY);
  for (const prepared of engine.prepareEach(sql)) {
    for (const warning of prepared.warnings) receiver.warn(warning);
    const names = prepared.columns.map((column) => column.name);
    receiver.statement(names);
    const nameBytes = names.reduce((sum, name) => sum + Buffer.byteLength(name), 0);
    const batches = prepared.run({
      signal,
      nullText: nullvalue === undefined ? 'null' : 'empty',
      onWarning: receiver.warn,
      ...(events && { events }),
      ...(timeoutMs !== undefined && { timeoutMs: Math.max(0, endsAtMs - performance.now()) }),
      ...(budget?.rows !== undefined && { maxRows: Math.max(0, budget.rows - produced.rows) }),
      memoryBytes: budget?.bytes ?? getHeapStatistics().heap_size_limit * KEPT_PART,
    });
    let cells: Value[] = [];
    for await (const batch of batches) {
      for (const row of batch) {
        produced.rows++;
        produced.outputSize += nameBytes + addCells(cells, row, nullvalue);
        if (produced.outputSize > MOST_BYTES) throw new Overspent(`gave more than ${MOST_BYTES / 1e6} MB`);
        if (cells.length < BATCH_CELLS) continue;
        receiver.cells(cells);
        cells = [];
      }
    }
    if (cells.length > 0) receiver.cells(cells);
  }
  return produced;
}

/** @returns the bytes that the row's values count for */
function addCells(cells: Value[], row: Row, nullvalue: string | undefined): number {
  let bytes = 0;
  for (const value of row) {
    const kept = nullvalue === undefined ? value : keptValue(value, nullvalue);
    cells.push(kept);
    bytes += typeof kept === 'string' ? Buffer.byteLength(kept) : 8;
  }
  return bytes;
}

/** As results keep it: NULL is the null text, texts and blobs are texts that end at the first NUL. */
function keptValue(value: Value, nullvalue: string): Value {
  if (value === null) return nullvalue;
  const kept = value instanceof Uint8Array ? decodeText(value) : value;
  if (typeof kept !== 'string') return kept;
  const end = kept.indexOf('\0');
  return end < 0 ? kept : kept.slice(0, end);
}

/** What is used from now on. */
function measure(host: Host): (produced: Produced) => LaneStats {
  const startMs = performance.now();
  const cpu = threadCpu();
  const heap = heapBytes();
  const { filesOpened, syscalls, bytesRead } = host.counters;
  return ({ rows, outputSize }) => {
    const cpuNow = threadCpu();
    return {
      wallMs: performance.now() - startMs,
      userMs: cpuNow.user - cpu.user,
      systemMs: cpuNow.system - cpu.system,
      memoryBytes: heapBytes() - heap,
      rows,
      outputSize,
      files: host.counters.filesOpened - filesOpened,
      syscalls: host.counters.syscalls - syscalls,
      bytesRead: host.counters.bytesRead - bytesRead,
    };
  };
}

function heapBytes(): number {
  const { used_heap_size, malloced_memory, external_memory } = getHeapStatistics();
  return used_heap_size + malloced_memory + external_memory;
}

/** What became of a run that did not end well. */
export function failureOf(error: unknown): LaneFailure {
  if (error instanceof Overspent) return { kind: 'budget', message: error.message };
  if (!(error instanceof SqlError)) {
    return { kind: 'sql', message: `internal error: ${messageOf(error)}` };
  }
  const { code, message, hint, span } = error;
  const sql = { code, ...(hint !== undefined && { hint }), ...(span && { span }) };
  if (code === 'timeout' || code === 'cancelled' || code === 'budget') return { kind: code, message, sql };
  return { kind: code === 'limit' ? 'budget' : 'sql', message, sql };
}
