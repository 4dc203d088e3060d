import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonFlag, jsonObjects, jsonText, parseInstant } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, ID_KEY, type OfEngine, runtimeColumn } from './columns.js';
import { listedNetworks } from './listed-networks.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

interface Network extends OfEngine {
  readonly id: string;
  readonly network: Json;
}

const { table, bigint, integer, text } = tableOf<Network>();

/** A row per network. */
export const dockerNetworks = table({
  name: 'docker_networks',
  aliases: vendorless('docker_networks'),
  description: 'Networks of container engines',
  rows: 10,
  rowCost: COST.file,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    'SELECT name, driver, subnet FROM docker_networks',
    'SELECT n.name, count(*) AS containers FROM docker_networks AS n JOIN docker_container_networks AS c ON c.network_id = n.id GROUP BY n.id',
  ],
  isAsync: true,
  columns: {
    id: text('Id', ({ id }) => id, ID_KEY),
    name: text('Name', ({ network }) => jsonText(network, 'Name')),
    driver: text('Driver, such as bridge', ({ network }) => jsonText(network, 'Driver')),
    created: bigint('When it was made, in seconds since the epoch', ({ network }) => createdAt(network)),
    enable_ipv6: integer('1 where it has IPv6, else 0', ({ network }) => jsonFlag(network, 'EnableIPv6') ?? 0),
    subnet: text('Its first range of addresses', ({ network }) => jsonText(firstRange(network), 'Subnet')),
    gateway: text('The gateway of that', ({ network }) => jsonText(firstRange(network), 'Gateway')),
    ...runtimeColumn<Network>(),
  },
  scan: (request) => asking(request, (questions) => listedNetworks(questions, new WantedIds(request.lookup.id))),
});

const firstRange = (network: Json): Json | undefined => jsonObjects(network, 'IPAM', 'Config')[0];

function createdAt(network: Json): number | null {
  const ns = parseInstant(jsonText(network, 'Created') ?? '');
  return ns === null ? null : Number(ns / 1_000_000_000n);
}
