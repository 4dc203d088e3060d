import { COST, tableOf } from '../../catalog/index.js';
import { isEngineName, type Json, jsonEntries, jsonInteger, jsonText } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, ID_KEY, type OfEngine, runtimeColumn } from './columns.js';
import { listedContainers } from './listed-containers.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { filterValues, WantedIds } from './wanted-ids.js';

interface Endpoint extends OfEngine {
  readonly id: string;
  readonly name: string;
  readonly endpoint: Json;
}

const { table, integer, text } = tableOf<Endpoint>();

const field = (description: string, name: string, collation: 'nocase' | 'binary' = 'binary') =>
  text(description, ({ endpoint }) => jsonText(endpoint, name), { collation });
const length = (description: string, name: string) =>
  integer(description, ({ endpoint }) => jsonInteger(endpoint, name) ?? 0);

/** A row per container and network. */
export const dockerContainerNetworks = table({
  name: 'docker_container_networks',
  aliases: vendorless('docker_container_networks'),
  description: 'Networks that containers are in, and their addresses there',
  rows: 30,
  rowCost: COST.syscall,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT id, ip_address FROM docker_container_networks WHERE name = 'bridge'",
    'SELECT c.name, n.ip_address FROM docker_containers AS c JOIN docker_container_networks AS n USING (id)',
  ],
  isAsync: true,
  columns: {
    id: text('Id of the container', ({ id }) => id, ID_KEY),
    name: text('Name of the network', ({ name }) => name, { key: { exact: false, rowsPerValue: 10 } }),
    network_id: field('Id of the network', 'NetworkID', 'nocase'),
    endpoint_id: field("Id of the container's end in it", 'EndpointID', 'nocase'),
    gateway: field('IPv4 gateway', 'Gateway'),
    ip_address: field('IPv4 address', 'IPAddress'),
    ip_prefix_len: length('Bits of the IPv4 network', 'IPPrefixLen'),
    ipv6_gateway: field('IPv6 gateway', 'IPv6Gateway'),
    ipv6_address: field('IPv6 address', 'GlobalIPv6Address'),
    ipv6_prefix_len: length('Bits of the IPv6 network', 'GlobalIPv6PrefixLen'),
    mac_address: field('Hardware address', 'MacAddress', 'nocase'),
    ...runtimeColumn<Endpoint>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const { lookup } = request;
      const filters = { network: filterValues(lookup.name, isEngineName) };
      for await (const { container, id, runtime } of listedContainers(questions, new WantedIds(lookup.id), filters))
        for (const [name, endpoint] of jsonEntries(container, 'NetworkSettings', 'Networks'))
          yield { id, name, endpoint, runtime };
    }),
});
