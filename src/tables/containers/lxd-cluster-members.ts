import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonFlag, jsonText } from '../../host/index.js';
import { LXD_PRIVILEGES, LXD_SOURCES } from './columns.js';
import { asking } from './questions.js';

const { table, integer, text } = tableOf<Json>();

/** A row per server; none where there is no cluster. */
export const lxdClusterMembers = table({
  name: 'lxd_cluster_members',
  description: 'Servers of the cluster that LXD or Incus is in',
  rows: 3,
  rowCost: COST.file,
  sources: LXD_SOURCES,
  privileges: LXD_PRIVILEGES,
  examples: [
    "SELECT server_name, message FROM lxd_cluster_members WHERE status <> 'Online'",
    'SELECT server_name, url FROM lxd_cluster_members WHERE database = 1',
  ],
  isAsync: true,
  columns: {
    server_name: text('Name', (member) => jsonText(member, 'server_name')),
    url: text('Address of its API', (member) => jsonText(member, 'url')),
    database: integer('1 where it holds the database, else 0', (member) => jsonFlag(member, 'database') ?? 0),
    status: text('Online, Offline, Evacuated, …', (member) => jsonText(member, 'status')),
    message: text('The status in words', (member) => jsonText(member, 'message')),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      for await (const { server, answer } of questions.servers((server) => server.cluster())) {
        // Asked without a cluster, the server calls the question wrong.
        if (jsonFlag(answer, 'enabled') === 1) yield* (await questions.orNull(server.clusterMembers())) ?? [];
      }
    }),
});
