import { COST, tableOf } from '../../catalog/index.js';
import { type ProtocolEntry, readOrWarn, readProtocols } from '../../host/index.js';

const { table, integer, text } = tableOf<ProtocolEntry>();

/** A row per line that numbers a protocol. */
export const etcProtocols = table({
  name: 'etc_protocols',
  description: 'Names of the protocols over IP, as /etc/protocols has them',
  rows: 60,
  rowCost: COST.syscall,
  sources: ['/etc/protocols'],
  examples: ["SELECT number FROM etc_protocols WHERE name = 'icmp'", 'SELECT name, comment FROM etc_protocols LIMIT 5'],
  columns: {
    name: text('Name', (entry) => entry.name),
    number: integer('Number in the header of IP', (entry) => entry.number),
    alias: text('Other names, separated by blanks', ({ aliases }) => aliases.join(' ') || null),
    comment: text('What stands behind the # of its line', (entry) => entry.comment),
  },
  *scan({ host, warn }) {
    yield* readOrWarn<Iterable<ProtocolEntry>>([], warn, () => readProtocols(host));
  },
});
