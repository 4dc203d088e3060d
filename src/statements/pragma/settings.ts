import { columnsOf, type PragmaSpec } from './spec.js';

const ON = /^(on|yes|true)$/i;

export const caseSensitiveLike: PragmaSpec = {
  name: 'case_sensitive_like',
  columns: [],
  rows(session, { arg }) {
    if (arg !== undefined) session.caseSensitiveLike = ON.test(arg) || (/^[+-]?\d+$/.test(arg) && Number(arg) !== 0);
    return [];
  },
};

/** Shows a value that nothing can change here: there is no file, no page, no other process. Setting it is no error. */
const fixed = (name: string, value: number | string, column = name): PragmaSpec => ({
  name,
  columns: columnsOf(`${column} ${typeof value === 'number' ? 'INTEGER' : 'TEXT'}`),
  quietWithArg: true,
  rows: (_, { arg }) => (arg === undefined ? [[value]] : []),
});

/** Shows its value even where one is set. */
const shown = (name: string, value: number | string, column = name): PragmaSpec => ({
  ...fixed(name, value, column),
  quietWithArg: false,
  rows: () => [[value]],
});

/** A number that is kept for whoever asks, and means nothing to us. */
const kept = (name: string): PragmaSpec => ({
  name,
  columns: columnsOf(`${name} INTEGER`),
  quietWithArg: true,
  rows({ numbers }, { arg }) {
    if (arg === undefined) return [[numbers.get(name) ?? 0]];
    numbers.set(name, /^[+-]?\d+$/.test(arg) ? Number(arg) | 0 : 0);
    return [];
  },
});

const schemaVersion: PragmaSpec = {
  name: 'schema_version',
  columns: columnsOf('schema_version INTEGER'),
  quietWithArg: true,
  rows: ({ database }, { arg }) => (arg === undefined ? [[database.schemaVersion]] : []),
};

const journalMode: PragmaSpec = {
  name: 'journal_mode',
  columns: columnsOf('journal_mode TEXT'),
  rows: ({ policy }) => [[policy?.journalMode ?? 'memory']],
};

/** What SQLite says of a sound database in memory. */
export const SETTINGS: readonly PragmaSpec[] = [
  caseSensitiveLike,
  journalMode,
  schemaVersion,
  kept('application_id'),
  kept('user_version'),
  fixed('analysis_limit', 0),
  fixed('auto_vacuum', 0),
  fixed('automatic_index', 1),
  shown('busy_timeout', 0, 'timeout'),
  fixed('cache_size', -2000),
  fixed('cache_spill', 0),
  fixed('cell_size_check', 0),
  fixed('checkpoint_fullfsync', 0),
  fixed('count_changes', 0),
  shown('data_version', 1),
  fixed('defer_foreign_keys', 0),
  fixed('empty_result_callbacks', 0),
  fixed('encoding', 'UTF-8'),
  fixed('foreign_keys', 0),
  shown('freelist_count', 0),
  fixed('full_column_names', 0),
  fixed('fullfsync', 0),
  shown('hard_heap_limit', 0),
  fixed('ignore_check_constraints', 0),
  shown('integrity_check', 'ok'),
  shown('journal_size_limit', -1),
  fixed('legacy_alter_table', 0),
  shown('locking_mode', 'normal'),
  shown('max_page_count', 1073741823),
  shown('page_count', 0),
  fixed('page_size', 4096),
  fixed('query_only', 0),
  shown('quick_check', 'ok'),
  fixed('read_uncommitted', 0),
  fixed('recursive_triggers', 0),
  fixed('reverse_unordered_selects', 0),
  shown('secure_delete', 0),
  fixed('short_column_names', 1),
  shown('soft_heap_limit', 0),
  fixed('synchronous', 0),
  fixed('temp_store', 2),
  shown('threads', 0),
  fixed('trusted_schema', 1),
  shown('wal_autocheckpoint', 0),
  fixed('writable_schema', 0),
];
