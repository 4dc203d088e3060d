import { COST, tableOf } from '../../catalog/index.js';
import { type Host, readIpv6Setting, readLinks } from '../../host/index.js';
import { admitting } from '../users/ids.js';

/** An interface's IPv6 settings, each read when it is asked for. */
class Ipv6Settings {
  constructor(
    readonly host: Host,
    readonly name: string,
  ) {}

  of(setting: string, name = this.name): number | null {
    return readIpv6Setting(this.host, name, setting);
  }

  get forwards(): number | null {
    return this.of('forwarding');
  }

  /** A router heeds a redirect where both the interface and the whole host do, a host where either does. */
  get acceptsRedirects(): number | null {
    const forwards = this.forwards;
    const [whole, own] = [this.of('accept_redirects', 'all'), this.of('accept_redirects')];
    if (forwards === null || whole === null || own === null) return null;
    return Number(forwards ? whole && own : whole || own) === 0 ? 0 : 1;
  }

  /** A router heeds advertisements only with `accept_ra` at 2. */
  get acceptsAdvertisements(): number | null {
    const accepts = this.of('accept_ra');
    if (accepts === 2) return 1;
    const forwards = this.forwards;
    return accepts === null || forwards === null ? null : Number(accepts !== 0 && forwards === 0);
  }
}

const { table, integer, text } = tableOf<Ipv6Settings>();
const files = (count: number) => ({ cost: COST.file * count });

/** A row per interface, as in interface_details. */
export const interfaceIpv6 = table({
  name: 'interface_ipv6',
  description: 'IPv6 settings of the network interfaces; null where an interface has no IPv6',
  rows: 6,
  rowCost: COST.syscall,
  sources: ['/proc/sys/net/ipv6/conf'],
  examples: [
    'SELECT interface FROM interface_ipv6 WHERE forwarding_enabled = 1',
    "SELECT * FROM interface_ipv6 WHERE interface = 'lo'",
  ],
  columns: {
    interface: text('Name of the interface', (settings) => settings.name, { key: { unique: true } }),
    hop_limit: integer('Hops that a packet may make', (settings) => settings.of('hop_limit'), files(1)),
    forwarding_enabled: integer('1 where it passes on packets, as a router', (settings) => settings.forwards, files(1)),
    redirect_accept: integer('1 where it heeds redirects', (settings) => settings.acceptsRedirects, files(3)),
    rtadv_accept: integer(
      '1 where it heeds advertisements of routers',
      (settings) => settings.acceptsAdvertisements,
      files(2),
    ),
  },
  *scan({ host, lookup, shared }) {
    const admits = admitting(lookup.interface);
    for (const { name } of shared(host, readLinks)) if (admits(name)) yield new Ipv6Settings(host, name);
  },
});
