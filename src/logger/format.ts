import { calendarTime } from './calendar.js';
import { jsonPairs, jsonRow, jsonRows, jsonText, Members } from './json.js';
import type { DifferentialRecord, Origin, ResultRecord, ResultRow, SnapshotRecord } from './record.js';

export interface FormatOptions {
  readonly hostIdentifier: string;
  /** A line per row instead of one for all (`logger_event_type`). */
  readonly eventType: boolean;
  /** The same for snapshots (`logger_snapshot_event_type`). */
  readonly snapshotEventType: boolean;
  /** Numbers as JSON numbers (`logger_numerics`). */
  readonly numerics: boolean;
  readonly topLevelDecorations: boolean;
}

/** The lines of a record, without line ends. */
export function formatResult(record: ResultRecord, options: FormatOptions): string[] {
  if (record.kind === 'snapshot') return formatSnapshot(record, options);
  return options.eventType ? formatEvents(record, options) : [formatBatch(record, options)];
}

/** All removed rows, then (ours) all changed ones, then all added ones. */
function formatEvents(record: DifferentialRecord, options: FormatOptions): string[] {
  const line = lineOf(record, options);
  const row = (row: ResultRow): string => jsonRow(row, options.numerics);
  return [
    ...record.removed.map((removed) => line(row(removed), 'removed')),
    ...(record.changed ?? []).map(({ before, after }) => line(row(after), 'changed', row(before))),
    ...record.added.map((added) => line(row(added), 'added')),
  ];
}

function formatBatch(record: DifferentialRecord, options: FormatOptions): string {
  const rows = (rows: readonly ResultRow[]): string => jsonRows(rows, options.numerics);
  const changed = (record.changed ?? []).map(
    ({ before, after }) =>
      `{"before":${jsonRow(before, options.numerics)},"after":${jsonRow(after, options.numerics)}}`,
  );
  const ours = changed.length > 0 ? `,"changed":[${changed.join(',')}]` : '';
  const results = `{"removed":${rows(record.removed)},"added":${rows(record.added)}${ours}}`;
  return addOrigin(new Members().set('diffResults', results), record, options).toString();
}

function formatSnapshot(record: SnapshotRecord, options: FormatOptions): string[] {
  if (options.snapshotEventType) {
    const line = lineOf(record, options);
    return record.rows.map((row) => line(jsonRow(row, options.numerics), 'snapshot'));
  }
  const members = new Members().set('snapshot', jsonRows(record.rows, options.numerics)).set('action', '"snapshot"');
  return [addOrigin(members, record, options).toString()];
}

/** Writes the lines of one record: what they share is put together once. */
function lineOf(origin: Origin, options: FormatOptions): (columns: string, action: string, before?: string) => string {
  const shared = addOrigin(new Members(), origin, options);
  return (columns, action, before) => {
    const members = new Members(shared).set('columns', columns);
    if (before !== undefined) members.set('before', before);
    return members.set('action', `"${action}"`).toString();
  };
}

function addOrigin(members: Members, origin: Origin, options: FormatOptions): Members {
  members
    .set('name', jsonText(origin.name))
    .set('hostIdentifier', jsonText(options.hostIdentifier))
    .set('calendarTime', jsonText(calendarTime(origin.unixTime)))
    .set('unixTime', String(origin.unixTime))
    .set('epoch', String(origin.epoch))
    .set('counter', String(origin.counter))
    .set('numerics', String(options.numerics));
  return addDecorations(members, origin.decorations, options.topLevelDecorations);
}

/** Nested, or at top level, where they overwrite members of the same name. */
export function addDecorations(members: Members, pairs: ReadonlyMap<string, string>, topLevel: boolean): Members {
  if (topLevel) for (const [name, value] of pairs) members.set(name, jsonText(value));
  else if (pairs.size > 0) members.set('decorations', jsonPairs(pairs));
  return members;
}
