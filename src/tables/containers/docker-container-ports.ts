import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonInteger, jsonObjects, jsonText } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, ID_KEY, type OfEngine, runtimeColumn } from './columns.js';
import { listedContainers } from './listed-containers.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

interface Port extends OfEngine {
  readonly id: string;
  readonly port: Json;
}

const { table, integer, text } = tableOf<Port>();

/** A row per port, and per address of the machine that leads to it. */
export const dockerContainerPorts = table({
  name: 'docker_container_ports',
  aliases: vendorless('docker_container_ports'),
  description: 'Ports of containers, and those of the machine that lead to them',
  rows: 50,
  rowCost: COST.syscall,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT id, port, host_port FROM docker_container_ports WHERE host_ip IN ('0.0.0.0', '::')",
    'SELECT c.name, p.port FROM docker_containers AS c JOIN docker_container_ports AS p USING (id) WHERE p.host_port <> 0',
  ],
  isAsync: true,
  columns: {
    id: text('Id of the container', ({ id }) => id, ID_KEY),
    type: text('tcp, udp or sctp', ({ port }) => jsonText(port, 'Type')),
    port: integer('Port in the container', ({ port }) => jsonInteger(port, 'PrivatePort') ?? 0),
    host_ip: text('Address of the machine that leads to it', ({ port }) => jsonText(port, 'IP')),
    host_port: integer('Port of the machine, 0 for none', ({ port }) => jsonInteger(port, 'PublicPort') ?? 0),
    ...runtimeColumn<Port>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      for await (const { container, id, runtime } of listedContainers(questions, new WantedIds(request.lookup.id)))
        for (const port of jsonObjects(container, 'Ports')) yield { id, port, runtime };
    }),
});
