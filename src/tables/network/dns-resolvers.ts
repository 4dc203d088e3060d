import { isIPv4 } from 'node:net';
import { COST, tableOf } from '../../catalog/index.js';
import { type Host, type ResolverConfig, readOrWarn, readResolverConfig } from '../../host/index.js';
import { type InNamespace, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';

interface ResolverRow extends InNamespace {
  readonly id: number;
  readonly type: 'nameserver' | 'sortlist' | 'search';
  readonly address: string;
  readonly netmask: string | null;
  readonly options: number;
}

const { table, integer, bigint, text } = tableOf<ResolverRow>();

/** Name servers, then networks that sort first, then domains that are searched. */
export const dnsResolvers = table({
  name: 'dns_resolvers',
  description: 'Name servers, sort list and search list of the resolver, as /etc/resolv.conf has them',
  rows: 4,
  rowCost: COST.syscall,
  sources: ['/etc/resolv.conf'],
  examples: [
    "SELECT address FROM dns_resolvers WHERE type = 'nameserver'",
    "SELECT group_concat(address, ' ') AS domains FROM dns_resolvers WHERE type = 'search'",
  ],
  columns: {
    id: integer('Position among those of its type, from 0', (row) => row.id),
    type: text('nameserver, sortlist or search', (row) => row.type),
    address: text('Address, or the domain that is searched', (row) => row.address),
    netmask: text('Mask of the sort list; of a name server the bits of its address', (row) => row.netmask),
    options: bigint('Flags of the resolver (RES_… of resolv.h), the same in each row', (row) => row.options),
    pid_with_namespace: pidWithNamespace(4),
  },
  *scan({ host, lookup, warn }) {
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      const config = readOrWarn(undefined, warn, () => resolverOf(namespace.host));
      if (config) for (const row of rowsOf(config)) yield { ...row, namespace };
    }
  },
});

const resolverOf = (host: Host): ResolverConfig => readResolverConfig(host, host.facts.hostname);

function* rowsOf({
  nameservers,
  sortList,
  search,
  options,
}: ResolverConfig): Generator<Omit<ResolverRow, 'namespace'>> {
  for (const [id, address] of nameservers.entries())
    yield { id, type: 'nameserver', address, netmask: isIPv4(address) ? '32' : '128', options };
  for (const [id, { address, mask }] of sortList.entries())
    yield { id, type: 'sortlist', address, netmask: mask, options };
  for (const [id, domain] of search.entries()) yield { id, type: 'search', address: domain, netmask: null, options };
}
