import t from 'tap';
import { Catalog, type KnownColumn, type KnownTable, knownTable, knownTables } from '../../src/catalog/index.js';
import { findCollation } from '../../src/core/index.js';
import { linuxTables } from '../../src/tables/index.js';

t.test('tables of all systems are known by name', async (t) => {
  t.equal(knownTables().length, 284);
  t.same(
    knownTables().map(({ name }) => name),
    [...new Set(knownTables().map(({ name }) => name))].sort(),
  );
  t.same(knownTable('registry')?.platforms, ['windows']);
  t.same(knownTable('USERS')?.platforms, ['linux', 'darwin', 'windows']);
  t.equal(knownTable('hosts')?.name, 'etc_hosts', 'by an alias');
  for (const name of ['no_such_table', '', 'users:', '.*', 'user', 'etc_hosts|hosts', 'uid'])
    t.equal(knownTable(name), undefined, name);
  for (const table of knownTables()) t.same(knownTable(table.name), table, table.name);
  t.same(knownTable('file')?.columns[0], {
    name: 'path',
    type: 'text',
    aliases: [],
    options: new Set(['index', 'required', 'optimized']),
    collation: 'binary',
    platforms: ['linux', 'darwin', 'windows'],
  });
  t.same(knownTable('file')?.columns.find(({ name }) => name === 'bsd_flags')?.platforms, ['darwin']);
  t.same(knownTable('time')?.columns.find(({ name }) => name === 'datetime')?.aliases, ['date_time']);
  t.ok(knownTable('deb_packages')?.attributes.has('cacheable'));
});

t.test('what the list says is well formed', async (t) => {
  const isName = (name: string): boolean => /^[a-z][a-z0-9_]*$/i.test(name);
  const isSound = (column: KnownColumn, table: KnownTable): boolean =>
    isName(column.name) &&
    findCollation(column.collation) !== undefined &&
    column.platforms.every((platform) => table.platforms.includes(platform));
  for (const table of knownTables()) {
    const wrong = table.columns.filter((column) => !isSound(column, table));
    t.same(wrong, [], table.name);
    t.ok(isName(table.name) && table.platforms.length > 0 && table.columns.length > 0, `${table.name} is complete`);
  }
});

t.test('a catalog says where a table exists', async (t) => {
  const catalog = new Catalog(linuxTables, [], knownTable);
  t.same(catalog.foreign('Registry')?.platforms, ['windows']);
  t.equal(new Catalog(linuxTables).foreign('registry'), undefined);
  t.equal(new Catalog([], [], knownTables()).foreign('REGISTRY')?.name, 'registry');
});

/** What Linux shows of a column, in a line. */
function declared(column: KnownColumn): string {
  const isHidden = column.options.has('hidden') || !column.platforms.includes('linux');
  const isKey = ['index', 'required', 'additional'].some((option) => column.options.has(option as 'index')); // of KnownOption
  return line(column, isHidden, isKey, column.options.has('required'));
}

const line = (
  column: { name: string; type: string; collation: string },
  isHidden: boolean,
  isKey: boolean,
  isRequired: boolean,
): string =>
  [column.name, column.type, column.collation, isHidden && 'hidden', isKey && 'key', isRequired && 'required']
    .filter(Boolean)
    .join(' ');

/** Older names follow all columns, hidden, in the order of the names they stand for. */
function columnsOnLinux({ columns }: KnownTable): string[] {
  const renamed = columns.filter(({ aliases }) => aliases.length > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
  const older = renamed.flatMap((column) =>
    column.aliases.map((name) => ({ ...column, name, options: new Set([...column.options, 'hidden'] as const) })),
  );
  return [...columns, ...older].map(declared);
}

/** Hidden columns that osquery does not have. */
const FURTHER = new Set([
  'container_id',
  'container_runtime',
  'pod_uid',
  'thread_group',
  'include_threads',
  'max_depth',
  'one_file_system',
  'purl',
  // Of every table of events.
  'event_time',
  'source',
  'gap',
  'lost',
  'eid',
  // Of process_events and user_events.
  'comm',
  'tty',
  'ses',
  'signal',
  'target_pid',
  'target_auid',
  'target_ses',
  'target_comm',
  'op',
  'acct',
  'hostname',
  'res',
  // Of osquery_events.
  'state',
  'reason',
  'received',
  'stored',
  'dropped',
  'gaps',
  'expired',
  'kept',
]);

/** Tables that osquery does not have on Linux. */
const OURS = new Set([
  'battery',
  // osquery had these two until 5.23.1.
  'bpf_process_events',
  'bpf_socket_events',
  'flatpak_packages',
  'go_binaries',
  'graphics_adapters',
  'java_archives',
  'rust_binaries',
  'snap_packages',
  'systemd_timers',
  'wifi_networks',
]);

t.test('our tables have the columns that are known of them', async (t) => {
  for (const table of linuxTables) {
    const known = knownTable(table.name);
    if (!known) {
      t.ok(table.name.startsWith('hostql_') || OURS.has(table.name), `${table.name} is in no list`);
      continue;
    }
    if (OURS.has(table.name)) {
      t.notOk(known.platforms.includes('linux'), table.name);
      continue;
    }
    const expected = columnsOnLinux(known);
    const keys = new Set(known.columns.filter((column) => declared(column).includes(' key')).map(({ name }) => name));
    // We may take more keys than osquery does; a hidden column's key shows in its older names too.
    const named = new Set(known.columns.map(({ name }) => name));
    const further = table.columns.filter(({ name }) => FURTHER.has(name) && !named.has(name));
    t.ok(
      further.every(({ hidden }) => hidden),
      `further columns of ${table.name} are hidden`,
    );
    const columns = table.columns.filter((column) => !further.includes(column));
    const actual = columns.map((column, at) =>
      line(
        column,
        column.hidden,
        column.key !== undefined && (keys.has(column.name) || / key/.test(expected[at] ?? '')),
        column.key?.required ?? false,
      ),
    );
    t.same(actual, expected, table.name);
    // Names without a vendor are ours (test/tables/containers/names.test.ts).
    const others = table.aliases.filter((alias) => !alias.startsWith('container_'));
    t.same(others, known.aliases, `other names of ${table.name}`);
    t.ok(known.platforms.includes('linux'), `${table.name} exists on Linux`);
  }
});

t.test('what is still to come', async (t) => {
  const ours = new Set(linuxTables.map(({ name }) => name).filter((name) => knownTable(name) && !OURS.has(name)));
  const missing = knownTables().filter(({ name, platforms }) => platforms.includes('linux') && !ours.has(name));
  t.comment(
    `${ours.size} tables of Linux are read, ${missing.length} are not: ${missing.map(({ name }) => name).join(' ')}`,
  );
  t.equal(missing.length + ours.size, knownTables().filter(({ platforms }) => platforms.includes('linux')).length);
});
