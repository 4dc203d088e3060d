import { COST, tableOf } from '../../catalog/index.js';
import { readOrWarn, readServices, type ServiceEntry } from '../../host/index.js';

const { table, integer, text } = tableOf<ServiceEntry>();

/** A row per line that names a port. */
export const etcServices = table({
  name: 'etc_services',
  description: 'Names of ports, as /etc/services has them',
  rows: 360,
  rowCost: COST.syscall,
  sources: ['/etc/services'],
  examples: [
    "SELECT name, port FROM etc_services WHERE protocol = 'tcp' AND port < 1024",
    "SELECT l.port, s.name FROM listening_ports AS l JOIN etc_services AS s ON s.port = l.port AND s.protocol = 'tcp'",
  ],
  columns: {
    name: text('Name of the service', (entry) => entry.name),
    port: integer('Number of the port', (entry) => entry.port),
    protocol: text('Protocol, such as tcp', (entry) => entry.protocol),
    aliases: text('Other names, separated by blanks', ({ aliases }) => aliases.join(' ') || null),
    comment: text('What stands behind the # of its line', (entry) => entry.comment),
  },
  *scan({ host, warn }) {
    yield* readOrWarn<Iterable<ServiceEntry>>([], warn, () => readServices(host));
  },
});
