import type { Report } from './report.js';
import { checkShape, type Field, type Shape } from './shape.js';
import type { Node } from './text/index.js';

const TEXT: Shape = { kind: 'text' };
const TRUTH: Shape = { kind: 'truth' };
const SIZE: Shape = { kind: 'size', least: 0 };
const ANYTHING: Shape = { kind: 'anything' };
const TEXTS: Shape = { kind: 'list', item: TEXT };
const LISTS: Shape = { kind: 'map', value: TEXTS };
const TEXT_OR_TEXTS: Shape = { kind: 'either', of: [TEXT, TEXTS] };
const record = (fields: Readonly<Record<string, Field>>, ...required: readonly string[]): Shape => ({
  kind: 'record',
  fields,
  required,
});

const WHERE: Readonly<Record<string, Field>> = {
  platform: { shape: TEXT, help: 'Systems it is for: linux, posix, any, …' },
  version: { shape: TEXT, help: 'Least version of the program it is for' },
  shard: { shape: { kind: 'size', least: 0, most: 100 }, help: 'Percent of all hosts it is for' },
};

const QUERY = record(
  {
    query: { shape: TEXT, help: 'SQL' },
    interval: { shape: { kind: 'size', least: 1, most: 604_800 }, help: 'Seconds between runs' },
    snapshot: { shape: TRUTH, help: 'Log the whole result each time instead of what changed' },
    removed: { shape: TRUTH, help: 'Log rows that are gone' },
    denylist: { shape: TRUTH, help: 'Whether it may be denylisted after it brought the daemon down' },
    startup_priority: { shape: SIZE, help: 'Given: it also runs at the start, the lowest first' },
    ...WHERE,
    description: { shape: TEXT, help: 'What it is for' },
    value: { shape: TEXT, help: 'What its results are good for; not read' },
    // A wrong value of the following is told, and disables the query, when it is read.
    cron: { shape: ANYTHING, help: 'ours: local time in cron’s five fields, instead of interval' },
    at: { shape: ANYTHING, help: 'ours: local times of day, HH:MM or HH:MM:SS, instead of interval' },
    timeout: { shape: ANYTHING, help: 'ours: seconds a run may take' },
    budget: { shape: ANYTHING, help: 'ours: what a run may take: cpu_ms, rows, bytes of memory' },
    emit: { shape: ANYTHING, help: 'ours: when a snapshot is logged: always, on_change, non_empty' },
    key: { shape: ANYTHING, help: 'ours: columns that tell rows apart, so that changes are logged as such' },
    decorations: { shape: ANYTHING, help: 'ours: pairs added to each of its records' },
  },
  'query',
);

const QUERIES: Shape = { kind: 'map', value: QUERY };

const SECTIONS: Readonly<Record<string, Field>> = {
  options: { shape: { kind: 'map', value: ANYTHING }, help: 'Flags, over those of the command line' },
  decorators: {
    shape: record({
      load: { shape: TEXTS, help: 'Queries that run when the configuration is read' },
      always: { shape: TEXTS, help: 'Queries that run before each scheduled query' },
      interval: { shape: LISTS, help: 'Seconds, in whole minutes, to queries' },
    }),
    help: 'Queries whose first row is added to all records',
  },
  file_paths: { shape: LISTS, help: 'Categories to patterns of files to watch' },
  file_paths_query: { shape: LISTS, help: 'Categories to queries for such patterns' },
  file_accesses: { shape: TEXTS, help: 'Categories to watch for reads, too' },
  exclude_paths: { shape: LISTS, help: 'Categories to patterns not to watch' },
  events: {
    shape: record({
      enable_subscribers: { shape: TEXTS, help: 'Tables of events to fill' },
      disable_subscribers: { shape: TEXTS, help: 'Tables of events to leave empty' },
    }),
    help: 'Which tables of events are filled',
  },
  views: { shape: { kind: 'map', value: TEXT }, help: 'Names to SELECT statements' },
  yara: {
    shape: record({
      signatures: { shape: LISTS, help: 'Groups to files of rules' },
      file_paths: { shape: LISTS, help: 'Categories of files to groups of rules' },
      signature_urls: { shape: TEXTS, help: 'Addresses that rules may come from' },
    }),
    help: 'YARA rules',
  },
  prometheus_targets: {
    shape: record({
      urls: { shape: TEXTS, help: 'Addresses of metrics' },
      timeout: { shape: SIZE, help: 'Seconds to wait for an answer' },
    }),
    help: 'Where the table of Prometheus metrics reads',
  },
  auto_table_construction: {
    shape: {
      kind: 'map',
      value: record(
        {
          query: { shape: TEXT, help: 'SQL on the file' },
          path: { shape: TEXT, help: 'SQLite files, % for any text' },
          columns: { shape: TEXTS, help: 'Names of the columns' },
          platform: { shape: TEXT, help: 'System it is for' },
        },
        'query',
        'path',
        'columns',
      ),
    },
    help: 'Tables over SQLite files',
  },
  feature_vectors: { shape: ANYTHING, help: 'Kept, not read on Linux' },
  logger: { shape: ANYTHING, help: 'Settings of log plugins' },
  kafka_topics: { shape: LISTS, help: 'Topics to names of queries' },
};

const PACK: Shape = record({
  queries: { shape: QUERIES, help: 'Names to queries' },
  ...WHERE,
  discovery: { shape: TEXTS, help: 'Queries that must each give a row for the pack to be active' },
  oncall: { shape: TEXT, help: 'Who looks after the pack' },
  description: { shape: TEXT, help: 'What it is for' },
  ...SECTIONS,
});

/** A whole configuration. */
export const CONFIG: Shape = record({
  schedule: { shape: QUERIES, help: 'Names to queries' },
  packs: {
    shape: { kind: 'map', value: { kind: 'either', of: [TEXT, PACK] } },
    help: 'Names to packs, or to paths of files with one; the key * to a pattern of paths',
  },
  $schema: { shape: TEXT, help: 'For editors' },
  ...SECTIONS,
});

/** What an editor may say of the keys that the check leaves to their readers. */
export const OWN_KEYS: Readonly<Record<string, Shape>> = {
  cron: TEXT,
  at: TEXT_OR_TEXTS,
  timeout: { kind: 'number', least: 0, most: 604_800, whole: false },
  budget: record({
    cpu_ms: { shape: SIZE, help: 'Milliseconds of CPU' },
    rows: { shape: SIZE, help: 'Rows of the result' },
    bytes: { shape: SIZE, help: 'Bytes of memory for sorting, grouping and joining' },
  }),
  emit: { kind: 'text', oneOf: ['always', 'on_change', 'non_empty'] },
  key: TEXT_OR_TEXTS,
  decorations: { kind: 'map', value: TEXT },
};

/** Tells how a source differs from what a configuration is. Packs are told of where they are read. */
export const checkConfigShape = (node: Node, report: Report): void => checkShape(node, TOP, '', report);

/** The same for a pack. */
export const checkPack = (node: Node, path: string, report: Report): void => checkShape(node, PACK, path, report);

const TOP: Shape = record({
  schedule: { shape: QUERIES, help: '' },
  packs: { shape: { kind: 'map', value: { kind: 'either', of: [TEXT, { kind: 'map', value: ANYTHING }] } }, help: '' },
  $schema: { shape: TEXT, help: '' },
  ...SECTIONS,
});
