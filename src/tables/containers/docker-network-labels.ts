import { COST, tableOf } from '../../catalog/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, ID_KEY, runtimeColumn } from './columns.js';
import { type Label, labelsOf } from './labels.js';
import { listedNetworks } from './listed-networks.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

const { table, text } = tableOf<Label>();

/** A row per label. */
export const dockerNetworkLabels = table({
  name: 'docker_network_labels',
  aliases: vendorless('docker_network_labels'),
  description: 'Labels of networks',
  rows: 20,
  rowCost: COST.syscall,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT id, value FROM docker_network_labels WHERE key = 'com.docker.compose.project'",
    'SELECT n.name, l.key, l.value FROM docker_networks AS n JOIN docker_network_labels AS l USING (id)',
  ],
  isAsync: true,
  columns: {
    id: text('Id of the network', ({ of }) => of, ID_KEY),
    key: text('Name of the label', ({ key }) => key),
    value: text('Its value', ({ value }) => value),
    ...runtimeColumn<Label>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      for await (const { network, id, runtime } of listedNetworks(questions, new WantedIds(request.lookup.id)))
        yield* labelsOf(network, id, runtime);
    }),
});
