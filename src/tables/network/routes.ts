import { COST, tableOf } from '../../catalog/index.js';
import { type Route, readOrWarn, readRoutes } from '../../host/index.js';
import { admitting } from '../users/ids.js';

const { table, integer, text } = tableOf<Route>();

/** A row per route and gateway, of all routing tables, IPv4 first. */
export const routes = table({
  name: 'routes',
  description: 'Routes of all routing tables, IPv4 first',
  rows: 20,
  rowCost: COST.syscall,
  sources: ['netlink: RTM_GETROUTE, RTM_GETLINK'],
  examples: [
    "SELECT gateway, interface, metric FROM routes WHERE netmask = 0 AND type = 'gateway'",
    "SELECT destination, interface FROM routes WHERE type = 'local'",
  ],
  columns: {
    destination: text('Network or host it leads to; 0.0.0.0 or :: with netmask 0 is the default', (r) => r.destination),
    netmask: integer('Length of the prefix in bits: 32 or 128 for a single host', (route) => route.prefixLength),
    gateway: text('Router it leads over, null where the network is on the link', (route) => route.gateway),
    source: text('Source address that packets get, null where the kernel chooses', (route) => route.source),
    flags: integer('Flags of the next hop: 1 dead, 4 on link, 16 link down', (route) => route.flags),
    interface: text('Interface it leaves by', (route) => route.interface),
    mtu: integer('Largest packet in bytes, 0 for that of the interface', (route) => route.mtu),
    metric: integer('Priority: the lowest is taken', (route) => route.metric),
    type: text('gateway for all that is sent on, else local, broadcast, anycast or other', (route) => route.type, {
      key: { rowsPerValue: 7 },
    }),
    hopcount: integer('Hops that packets may make, 0 for the usual', (route) => route.hopLimit),
  },
  *scan({ host, lookup, warn }) {
    const admits = admitting<string>(lookup.type);
    for (const route of readOrWarn([], warn, () => readRoutes(host))) if (admits(route.type)) yield route;
  },
});
