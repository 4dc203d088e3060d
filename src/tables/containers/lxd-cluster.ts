import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonFlag, jsonObjects, jsonText } from '../../host/index.js';
import { LXD_PRIVILEGES, LXD_SOURCES } from './columns.js';
import { asking } from './questions.js';

interface Member {
  readonly cluster: Json;
  /** A setting that a server which joins must make of its own; undefined where there is none. */
  readonly setting: Json | undefined;
}

const { table, integer, text } = tableOf<Member>();

const ofSetting = (description: string, name: string) => text(description, ({ setting }) => jsonText(setting, name));

/** A row per setting that members make of their own; one row where there is none. */
export const lxdCluster = table({
  name: 'lxd_cluster',
  description: 'The cluster that LXD or Incus is in, and what its members set each for itself',
  rows: 1,
  rowCost: COST.file,
  sources: LXD_SOURCES,
  privileges: LXD_PRIVILEGES,
  examples: [
    'SELECT server_name FROM lxd_cluster WHERE enabled = 1',
    "SELECT member_config_name, member_config_key FROM lxd_cluster WHERE member_config_entity = 'storage-pool'",
  ],
  isAsync: true,
  columns: {
    server_name: text('Name of this server in it', ({ cluster }) => jsonText(cluster, 'server_name')),
    enabled: integer('1 where it is in a cluster, else 0', ({ cluster }) => jsonFlag(cluster, 'enabled') ?? 0),
    member_config_entity: ofSetting('Kind of thing that is set: storage-pool or network', 'entity'),
    member_config_name: ofSetting('Its name', 'name'),
    member_config_key: ofSetting('Name of the setting', 'key'),
    member_config_value: ofSetting('Its value', 'value'),
    member_config_description: ofSetting('What it is', 'description'),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      for await (const { answer: cluster } of questions.servers((server) => server.cluster())) {
        const settings = jsonObjects(cluster, 'member_config');
        if (settings.length === 0) yield { cluster, setting: undefined };
        for (const setting of settings) yield { cluster, setting };
      }
    }),
});
