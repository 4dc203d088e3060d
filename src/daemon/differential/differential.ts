import { integer } from '../../core/index.js';
import type { Change, Durable } from '../../durable/index.js';
import type { DifferentialRecord, ResultRow, Severity } from '../../logger/index.js';
import { differenceFrom } from './alignment.js';
import { pairByKey } from './keyed.js';
import { escapeText, type ResultSet, toResultRows } from './result-set.js';
import { rowTexts } from './row-text.js';
import { compareRows, parseRow } from './stored-row.js';

/** What is kept of a query, as it stands in the store. */
export interface QueryState {
  readonly rows?: string | undefined;
  readonly epoch?: string | undefined;
  readonly counter?: string | undefined;
  readonly sql?: string | undefined;
}

/** One run of a query that is no snapshot. */
export interface DifferentialRun {
  /** Full name. */
  readonly name: string;
  readonly sql: string;
  readonly epoch: number | bigint;
  /** Seconds since 1970, when the query ended. */
  readonly unixTime: number;
  readonly decorations: ReadonlyMap<string, string>;
  /** Whether removed rows are logged. */
  readonly removed: boolean;
  /** The rows are events since the last run (`events_optimize`): they are added, never compared. */
  readonly events?: boolean;
  readonly key?: readonly string[] | undefined;
  readonly nullText: string;
}

export interface Plan<R> {
  /** To be logged first; absent where there is nothing to say. */
  readonly record?: R;
  /** To be committed once the record is written, so that a crash repeats but never loses. */
  readonly changes: readonly Change[];
  readonly messages: readonly PlanMessage[];
}

export interface PlanMessage {
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export async function readQueryState(durable: Durable, name: string): Promise<QueryState> {
  const [rows, epoch, counter, sql] = await Promise.all(stateKeys(name).map((key) => durable.get('queries', key)));
  return { rows, epoch, counter, sql };
}

const stateKeys = (name: string): [rows: string, epoch: string, counter: string, sql: string] => [
  name,
  `${name}epoch`,
  `${name}counter`,
  `query.${name}`,
];

/** What a run says and what becomes of the state. @throws StateError where the stored rows cannot be read */
export function planDifferential(
  state: QueryState,
  run: DifferentialRun,
  sets: readonly ResultSet[],
): Plan<DifferentialRecord> {
  const start = startOf(state, run);
  const outcome = run.events ? planEvents(state, run, sets, start.isNew) : planRows(state, run, sets, start.isNew);
  const { added, removed, changed, counter } = withKey(outcome, run);
  const kept = run.removed ? removed : [];
  const isSilent = added.length + kept.length + changed.length === 0 && counter !== 0;
  const { name, unixTime, epoch, decorations } = run;
  const origin = { name, unixTime, epoch, counter, decorations };
  return {
    ...(isSilent
      ? {}
      : { record: { ...origin, kind: 'differential', added, removed: kept, ...(run.key && { changed }) } }),
    changes: [...start.changes, ...outcome.changes],
    messages: start.messages,
  };
}

interface Start {
  /** The rows are compared with nothing. */
  readonly isNew: boolean;
  readonly changes: readonly Change[];
  readonly messages: readonly PlanMessage[];
}

/** After a change of epoch the SQL is compared at the next run only. */
function startOf(state: QueryState, { name, sql, epoch }: DifferentialRun): Start {
  const saveSql: Change = { domain: 'queries', key: `query.${name}`, value: sql };
  if (state.rows === undefined) {
    return {
      isNew: true,
      changes: [saveSql],
      messages: say(`Storing initial results for new scheduled query: ${name}`),
    };
  }
  if (state.epoch !== String(epoch)) {
    return { isNew: true, changes: [], messages: say(`New Epoch ${epoch} for scheduled query ${name}`) };
  }
  if (state.sql === sql) return { isNew: false, changes: [], messages: [] };
  return { isNew: false, changes: [saveSql], messages: say(`Scheduled query has been updated: ${name}`) };
}

const say = (message: string): PlanMessage[] => [{ severity: 'info', file: 'query.cpp', line: 119, message }];

interface Outcome {
  readonly added: readonly ResultRow[];
  readonly removed: readonly ResultRow[];
  readonly counter: number | bigint;
  readonly changes: readonly Change[];
}

function planRows(state: QueryState, run: DifferentialRun, sets: readonly ResultSet[], isNew: boolean): Outcome {
  if (isNew) {
    const added = toResultRows(sets, run.nullText, escapeText);
    const rows = `[${rowTexts(sets, run.nullText).join(',')}]`;
    return { added, removed: [], counter: 0, changes: [...saveRows(run, rows), saveCounter(run.name, 0)] };
  }
  const difference = differenceFrom(state.rows ?? '[]', sets, run.nullText);
  const added = difference.added.map(parseRow);
  const removed = difference.removed.map(parseRow).sort(compareRows);
  if (added.length + removed.length === 0) return { added, removed, counter: 1, changes: [] };
  const counter = nextCounter(state.counter);
  const changes = [...saveRows(run, difference.rows()), saveCounter(run.name, counter)];
  return { added, removed, counter, changes };
}

/** The first run uses the start up, also where it has no rows: a first event then has counter 0, as osquery's has. */
function planEvents(state: QueryState, run: DifferentialRun, sets: readonly ResultSet[], isNew: boolean): Outcome {
  const added = toResultRows(sets, run.nullText, escapeText);
  const reset = isNew ? saveRows(run, '[]') : [];
  if (added.length === 0) return { added, removed: [], counter: 1, changes: reset };
  const counter = isNew ? 1 : nextCounter(state.counter);
  return { added, removed: [], counter, changes: [...reset, saveCounter(run.name, counter)] };
}

const saveRows = ({ name, epoch }: DifferentialRun, rows: string): Change[] => [
  { domain: 'queries', key: name, value: rows },
  { domain: 'queries', key: `${name}epoch`, value: String(epoch) },
];

const saveCounter = (name: string, counter: number | bigint): Change => ({
  domain: 'queries',
  key: `${name}counter`,
  value: String(counter),
});

function nextCounter(stored: string | undefined): number | bigint {
  return stored !== undefined && /^\d{1,20}$/.test(stored) ? integer(BigInt.asUintN(64, BigInt(stored) + 1n)) : 0;
}

function withKey(outcome: Outcome, { key }: DifferentialRun) {
  const { added, removed, counter } = outcome;
  return { ...(key ? pairByKey(added, removed, key) : { added, removed, changed: [] }), counter };
}
