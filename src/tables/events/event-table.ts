import {
  type Cell,
  type ColumnDef,
  type EventBatch,
  type EventRange,
  type Lookup,
  Many,
  type ScanRequest,
  type TableSpec,
  tableOf,
} from '../../catalog/index.js';

/** One event: its place in a batch. */
interface Event {
  readonly batch: EventBatch;
  readonly index: number;
}

const { table, ...kinds } = tableOf<Event>();

type Kind = keyof typeof kinds;
type Described = readonly [
  kind: Kind,
  description: string,
  options?: { readonly hidden?: boolean; readonly collation?: 'nocase' },
];

/** Stand where the schema has these two columns. A table whose schema has no `eid` gets it at the end. */
export const TIME = 'time';
export const HIDDEN_TIME = 'hidden time';
export const EID = 'eid';
/** The BPF tables have a number. */
export const NUMERIC_EID = 'numeric eid';
type Own = typeof TIME | typeof HIDDEN_TIME | typeof EID | typeof NUMERIC_EID;

export interface EventTableDef {
  readonly name: string;
  readonly description: string;
  readonly columns: Readonly<Record<string, Described | Own>>;
  readonly columnAliases?: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
  readonly examples: readonly string[];
  readonly sources: readonly string[];
  readonly privileges?: string;
}

const ROWS = 20_000;

/**
 * A table of events that a daemon has kept, or that a program gathers while it runs. A scheduled query sees those since its
 * last run, unless it says something of `time`.
 */
export function eventTable({ name, columns, columnAliases, ...rest }: EventTableDef): TableSpec {
  const all: EventTableDef['columns'] = { ...columns, ...(!('eid' in columns) && { eid: EID }), ...OF_ALL };
  return table({
    ...rest,
    name,
    rows: ROWS,
    columns: Object.fromEntries(
      Object.entries(all).map(([column, described]) => [column, columnOf(column, described)]),
    ),
    ...(columnAliases && { columnAliases }),
    warn: ({ events }) =>
      events ? undefined : `${name} is filled by a daemon: ask it (--connect), or see events live with hostql watch`,
    async *scan(request) {
      const { events, lookup, checkpoint } = request;
      if (!events) return;
      const range = rangeOf(lookup);
      for await (const batch of events.read(name, range, request as ScanRequest)) {
        checkpoint();
        yield new Many(Array.from({ length: batch.count }, (_, index): Event => ({ batch, index })));
      }
    },
  });
}

/** Hidden columns of every table of events. */
const OF_ALL: Readonly<Record<string, Described>> = {
  event_time: ['double', 'Unix time of the event as the kernel tells it; null where it does not', { hidden: true }],
  source: ['text', 'Source in the kernel that told of it', { hidden: true }],
  gap: ['text', 'Why events are missing here; in gap records alone', { hidden: true }],
  lost: ['bigint', 'How many are missing, where that is known; in gap records alone', { hidden: true }],
};

// Sources write values of the column's own type.
const valueOf =
  <V extends Cell>(column: string) =>
  ({ batch, index }: Event): V | undefined =>
    batch.column(column)?.[index] as V | undefined;

function columnOf(name: string, described: Described | Own): ColumnDef<Event, unknown> {
  switch (described) {
    case TIME:
    case HIDDEN_TIME:
      return kinds.bigint('Unix time at which it was stored, in seconds', ({ batch }) => batch.time, {
        key: { ops: ['=', 'range'], exact: ['range'], rowsPerValue: 20 },
        hidden: described === HIDDEN_TIME,
      });
    case EID:
      return kinds.text('Id of the event, one higher for each', ({ batch, index }) => eidText(batch.firstEid + index), {
        key: { exact: false, unique: true },
        hidden: true,
      });
    case NUMERIC_EID:
      return kinds.integer('Id of the event, one higher for each', ({ batch, index }) => batch.firstEid + index, {
        key: { unique: true },
        hidden: true,
      });
  }
  const [kind, description, options] = described;
  return kinds[kind](description, valueOf(name) as (event: Event) => never, options);
}

/** Decimal, with zeros to ten digits. */
const eidText = (eid: number): string => String(eid).padStart(10, '0');

/** Undefined where the query says nothing of `time` and `eid`. */
function rangeOf(lookup: { readonly [column: string]: Lookup | undefined }): EventRange | undefined {
  const { time, eid } = lookup;
  if (!time && !eid) return undefined;
  const eids = eid?.values?.map(Number).filter((value) => Number.isSafeInteger(value) && value >= 0);
  const { values, range } = time ?? {};
  // A set of seconds is a range with holes, which the engine sees to.
  const minTime = values ? values[0] : firstWithin(range);
  const maxTime = values ? values.at(-1) : lastWithin(range);
  return {
    ...(minTime !== undefined && { minTime: Number(minTime) }),
    ...(maxTime !== undefined && { maxTime: Number(maxTime) }),
    ...(eids && { eids }),
  };
}

type Range = Lookup['range'];

/** The first and the last whole second of a range. */
const firstWithin = (range: Range): number | undefined =>
  range?.min === undefined
    ? undefined
    : range.minInclusive
      ? Math.ceil(Number(range.min))
      : Math.floor(Number(range.min)) + 1;
const lastWithin = (range: Range): number | undefined =>
  range?.max === undefined
    ? undefined
    : range.maxInclusive
      ? Math.floor(Number(range.max))
      : Math.ceil(Number(range.max)) - 1;
