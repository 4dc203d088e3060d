import type { Catalog, ColumnSpec, TableSpec } from '../catalog/index.js';

/** Namespaces that are looked into, at most: each takes the files of another system. */
const MAX_NAMESPACES = 16;

/** SQL that a recording is made by, and the table it is about. */
export interface Question {
  readonly table: string;
  readonly sql: string;
  /** The first column holds paths, and they alone are recorded: not what was walked to find them. */
  readonly isOfPaths?: boolean;
}

/**
 * What is asked of the machine: every table as a whole, with hidden columns; of tables that must be told where to look,
 * the files of processes and of packages' programs; and the tables of each container's files.
 */
export function questions(catalog: Catalog): Question[] {
  const tables = catalog.tables();
  const whole = tables.filter((table) => !isKeyed(table)).map((table) => WALKS[table.name] ?? ask(table));
  const keyed = tables.flatMap((table) => (PLACES[table.name] ?? []).map((where) => ask(table, where)));
  const contained = tables.filter((table) => !isKeyed(table) && !WALKS[table.name] && has(table, 'pid_with_namespace'));
  const inside = contained.map((table) => ask(table, `pid_with_namespace IN (${ONE_OF_EACH_NAMESPACE})`));
  return [...whole, ...keyed, ...inside];
}

/** Tables that walk the machine for the few files that they are about. */
const WALKS: Readonly<Record<string, Question>> = {
  suid_bin: { table: 'suid_bin', sql: 'SELECT path FROM suid_bin', isOfPaths: true },
};

const ONE_OF_EACH_NAMESPACE = `
  SELECT min(pid) FROM process_namespaces
  WHERE mnt_namespace <> (SELECT mnt_namespace FROM process_namespaces WHERE pid = (SELECT pid FROM osquery_info))
  GROUP BY mnt_namespace LIMIT ${MAX_NAMESPACES}`;

/** Of tables that need a key: what most questions are about, and no content. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  file: [
    "path IN ('/', '/etc/passwd', '/etc/shadow', '/etc/sudoers', '/tmp', '/root')",
    'path IN (SELECT path FROM processes)',
    "directory IN ('/', '/etc', '/etc/cron.d', '/etc/ssh', '/boot')",
  ],
  extended_attributes: ['path IN (SELECT path FROM processes)'],
  docker_container_fs_changes: ['id IN (SELECT id FROM docker_containers)'],
  docker_container_processes: ["id IN (SELECT id FROM docker_containers WHERE state = 'running')"],
  docker_container_stats: ["id IN (SELECT id FROM docker_containers WHERE state = 'running')"],
  lxd_instance_config: ['name IN (SELECT name FROM lxd_instances)'],
  lxd_instance_devices: ['name IN (SELECT name FROM lxd_instances)'],
};

const isKeyed = (table: TableSpec): boolean => table.columns.some(({ key }) => key?.required);
const has = (table: TableSpec, column: string): boolean => table.columns.some(({ name }) => name === column);

const ask = (table: TableSpec, where?: string): Question => ({
  table: table.name,
  sql: `SELECT ${table.columns.map(quoted).join(', ')} FROM ${table.name}${where ? ` WHERE ${where}` : ''}`,
});

const quoted = ({ name }: ColumnSpec): string => `"${name}"`;
