import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonCount, jsonFlag, jsonInteger, jsonText, jsonTexts } from '../../host/index.js';
import { LXD_PRIVILEGES, LXD_SOURCES } from './columns.js';
import { asking } from './questions.js';

interface Network {
  readonly network: Json;
  /** Null where no column needs it, and where the server has none. */
  readonly state: Json | null;
}

const { table, bigint, integer, text } = tableOf<Network>();

const inState = { cost: COST.hashing, group: 'state' } as const;
const counter = (description: string, name: string) =>
  bigint(description, ({ state }) => jsonCount(state ?? undefined, 'counters', name), inState);

const columns = {
  name: text('Name', ({ network }) => jsonText(network, 'name')),
  type: text('bridge, physical, loopback, …', ({ network }) => jsonText(network, 'type')),
  managed: integer('1 where LXD made it, else 0', ({ network }) => jsonFlag(network, 'managed') ?? 0),
  ipv4_address: text('IPv4 address with its length', ({ network }) => jsonText(network, 'config', 'ipv4.address')),
  ipv6_address: text('IPv6 address with its length', ({ network }) => jsonText(network, 'config', 'ipv6.address')),
  used_by: text('Instances and profiles that use it, with commas between', ({ network }) => usersOf(network)),
  bytes_received: counter('Bytes received', 'bytes_received'),
  bytes_sent: counter('Bytes sent', 'bytes_sent'),
  packets_received: counter('Packets received', 'packets_received'),
  packets_sent: counter('Packets sent', 'packets_sent'),
  hwaddr: text('Hardware address', ({ state }) => jsonText(state ?? undefined, 'hwaddr'), inState),
  state: text('up or down', ({ state }) => jsonText(state ?? undefined, 'state'), inState),
  mtu: integer('Most bytes of a packet', ({ state }) => jsonInteger(state ?? undefined, 'mtu'), inState),
};

const OF_STATE = Object.entries(columns).flatMap(([name, { options }]) => (options.group === 'state' ? [name] : []));

/** A row per network. */
export const lxdNetworks = table({
  name: 'lxd_networks',
  description: 'Networks as LXD and Incus see them',
  rows: 10,
  rowCost: COST.file,
  sources: LXD_SOURCES,
  privileges: LXD_PRIVILEGES,
  examples: [
    'SELECT name, ipv4_address, used_by FROM lxd_networks WHERE managed = 1',
    "SELECT name, bytes_received, bytes_sent FROM lxd_networks WHERE state = 'up'",
  ],
  isAsync: true,
  columns,
  scan: (request) =>
    asking(request, async function* (questions) {
      const needsState = OF_STATE.some((name) => request.columns.has(name));
      for await (const { server, answer } of questions.servers((server) => server.networks()))
        yield* questions.each(answer, async (network) => {
          const name = jsonText(network, 'name') ?? '';
          return { network, state: needsState ? await questions.orNull(server.networkState(name)) : null };
        });
    }),
});

const usersOf = (network: Json): string =>
  jsonTexts(network, 'used_by')
    .map((url) => url.replace(/^\/1\.0\/(?:containers|instances)\//, ''))
    .join(',');
