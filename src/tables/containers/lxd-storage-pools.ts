import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonCount, jsonText } from '../../host/index.js';
import { LXD_PRIVILEGES, LXD_SOURCES } from './columns.js';
import { asking } from './questions.js';

interface Pool {
  readonly pool: Json;
  /** Null where no column needs it, and where the server has none. */
  readonly resources: Json | null;
}

const { table, bigint, text } = tableOf<Pool>();

const inResources = { cost: COST.process, group: 'resources' } as const;
const resource = (description: string, ...names: readonly string[]) =>
  bigint(description, ({ resources }) => jsonCount(resources ?? undefined, ...names), inResources);

const columns = {
  name: text('Name', ({ pool }) => jsonText(pool, 'name')),
  driver: text('Driver, such as dir, btrfs or zfs', ({ pool }) => jsonText(pool, 'driver')),
  source: text('Folder, device or dataset that it is in', ({ pool }) => jsonText(pool, 'config', 'source')),
  size: text('Size as it was asked for, such as 15GB', ({ pool }) => jsonText(pool, 'config', 'size')),
  space_used: resource('Bytes in use', 'space', 'used'),
  space_total: resource('Bytes in all', 'space', 'total'),
  inodes_used: resource('Inodes in use', 'inodes', 'used'),
  inodes_total: resource('Inodes in all', 'inodes', 'total'),
};

const OF_RESOURCES = Object.entries(columns).flatMap(([name, { options }]) =>
  options.group === 'resources' ? [name] : [],
);

/** A row per pool. */
export const lxdStoragePools = table({
  name: 'lxd_storage_pools',
  description: 'Storage pools of LXD and Incus',
  rows: 3,
  rowCost: COST.file,
  sources: LXD_SOURCES,
  privileges: LXD_PRIVILEGES,
  examples: [
    'SELECT name, driver, 100 * space_used / space_total AS percent FROM lxd_storage_pools',
    "SELECT name, source FROM lxd_storage_pools WHERE driver = 'dir'",
  ],
  isAsync: true,
  columns,
  scan: (request) =>
    asking(request, async function* (questions) {
      const needsResources = OF_RESOURCES.some((name) => request.columns.has(name));
      for await (const { server, answer } of questions.servers((server) => server.storagePools()))
        yield* questions.each(answer, async (pool) => {
          const name = jsonText(pool, 'name') ?? '';
          return { pool, resources: needsResources ? await questions.orNull(server.storageResources(name)) : null };
        });
    }),
});
