import type { ColumnSpec, ScanRequest } from '../../catalog/index.js';
import { Bug, Gone, type Row } from '../../core/index.js';
import type { Scan } from '../../sql/planner/index.js';
import type { NodeStats } from '../context.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { rowLimit } from '../row-limit.js';
import type { Run } from '../run.js';
import { converterOf, rowReader } from '../scan/cells.js';
import { type Check, compileLookups, type ScanCall } from '../scan/lookups.js';
import { stagedReader } from '../scan/staged.js';
import { type AsyncSubjects, subjectsOf, tableError } from '../scan/subjects.js';
import { BATCH_ROWS, type Operator, type Stream, settled } from '../stream.js';

/** Rows in a scan's first batch; later ones grow, so that a query that needs few rows reads few. */
const FIRST_SYNC_ROWS = 4;
const FIRST_ASYNC_ROWS = 1;
const GROWTH = 4;
/** A batch that took longer does not grow: slow rows are handed on soon, and few are read in vain. */
const BATCH_MS = 5;

/** A row of the subject; undefined where it vanished or is not wanted. */
type Read = (subject: unknown) => Row | undefined;
interface Quota {
  left: number;
}

/** Rows of a table: as few calls of its scan as its keys allow, stopped as soon as nobody pulls on. */
export function scan(plan: Scan, scope: ExprScope, stats: NodeStats | undefined): Operator {
  const columns = plan.sources.map((name) => columnOf(plan, name));
  const reading: Reading = {
    plan,
    run: scope.run,
    read: plan.checks ? stagedReader(plan, columns, scope) : rowReader(columns, scope.run.emptyText),
    lookups: compileLookups(plan, scope),
    limit: plan.limit && scope.value(plan.limit),
    stats,
    isFirst: true,
  };
  return { columns: plan.columns, open: () => scanned(reading) };
}

interface Reading {
  readonly plan: Scan;
  readonly run: Run;
  readonly read: Read;
  readonly lookups: ReturnType<typeof compileLookups>;
  readonly limit: Evaluate | undefined;
  readonly stats: NodeStats | undefined;
  isFirst: boolean;
}

function* scanned(reading: Reading): Stream {
  const { plan, run, read, lookups, limit, stats } = reading;
  const quota: Quota = { left: limit ? rowLimit(yield* settled(() => limit([]))) : Number.POSITIVE_INFINITY };
  if (quota.left <= 0) return;
  for (const call of yield* lookups()) {
    if (stats) stats.scans++;
    const request = requestOf(plan, call, quota, run);
    if (reading.isFirst) warnAbout(plan, request, run);
    reading.isFirst = false;
    yield* rowsOf(plan, request, wantedRows(plan, read, call.checks, run), quota, run);
    if (quota.left <= 0) return;
  }
}

function columnOf(plan: Scan, name: string): ColumnSpec {
  const column = plan.table.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Bug(`${plan.table.name} has no column ${name}`);
  return column;
}

function requestOf(plan: Scan, call: ScanCall, quota: Quota, run: Run): ScanRequest {
  const isLimited = Number.isFinite(quota.left) && call.checks.length === 0 && !plan.checks;
  return {
    host: run.host,
    lookup: call.lookup as ScanRequest['lookup'], // values have the columns' types; the contract erases them
    columns: new Set(plan.sources),
    ...(isLimited && { limit: quota.left }),
    signal: run.signal,
    checkpoint: run.checkpoint,
    shared: run.shared,
    ...(run.self && { self: run.self }),
    ...(run.events && { events: run.events }),
    warn: run.warn,
  };
}

function warnAbout(plan: Scan, request: ScanRequest, run: Run): void {
  const warning = plan.table.warn?.(request);
  if (warning !== undefined) run.warn(warning);
}

function wantedRows(plan: Scan, read: Read, checks: readonly Check[], run: Run): Read {
  const passes = checks.map(({ column, test }) => {
    const convert = converterOf(column.type, run.emptyText);
    return (subject: unknown) => test(convert(column.read(subject as never) as Parameters<typeof convert>[0])); // specs erase the subject's type
  });
  return (subject) => {
    try {
      for (const pass of passes) if (!pass(subject)) return undefined;
      return read(subject);
    } catch (error) {
      if (error instanceof Gone) return undefined;
      throw tableError(error, plan.table, run);
    }
  };
}

function* rowsOf(plan: Scan, request: ScanRequest, read: Read, quota: Quota, run: Run): Stream {
  const subjects = subjectsOf(plan.table, () => plan.table.scan(request), run);
  try {
    yield* 'next' in subjects ? syncRows(subjects.next, read, quota, run) : asyncRows(subjects, read, quota, run);
  } finally {
    subjects.close();
  }
}

function* syncRows(next: () => IteratorResult<unknown, unknown>, read: Read, quota: Quota, run: Run): Stream {
  const ticker = run.ticker();
  let size = FIRST_SYNC_ROWS;
  let startMs = performance.now();
  let batch: Row[] = [];
  for (let step = next(); !step.done; step = next()) {
    if (ticker.due()) {
      if (batch.length > 0) yield batch;
      batch = [];
      yield run.pause();
    }
    const row = read(step.value);
    if (!row) continue;
    batch.push(row);
    if (--quota.left <= 0) break;
    if (batch.length < size) continue;
    const nowMs = performance.now();
    if (nowMs - startMs < BATCH_MS) size = Math.min(size * GROWTH, BATCH_ROWS);
    yield batch;
    batch = [];
    startMs = performance.now();
  }
  if (batch.length > 0) yield batch;
}

function* asyncRows(subjects: AsyncSubjects, read: Read, quota: Quota, run: Run): Stream {
  for (let size = FIRST_ASYNC_ROWS; quota.left > 0; size = Math.min(size * GROWTH, BATCH_ROWS)) {
    const taken = yield* subjects.take(Math.min(size, quota.left));
    if (!taken) return;
    run.checkpoint();
    const batch: Row[] = [];
    for (const subject of taken) {
      const row = read(subject);
      if (row) batch.push(row);
    }
    quota.left -= batch.length;
    if (batch.length > 0) yield batch;
  }
}
