import { tableOf } from '../../catalog/index.js';
import {
  countNftablesRules,
  type Host,
  type IptablesChain,
  type IptablesRule,
  parseIptables,
  portsOf,
  readIptablesImage,
  readOrWarn,
} from '../../host/index.js';
import { admitting } from '../users/ids.js';

/** A rule, or where that is null its chain. */
interface Row {
  readonly filter: string;
  readonly chain: IptablesChain;
  readonly rule: IptablesRule | null;
}

const { table, integer, text } = tableOf<Row>();

/** A row per rule, after them one for their chain. The kernel is asked by the call that iptables(8) makes itself. */
export const iptables = table({
  name: 'iptables',
  description: 'Rules and chains of iptables for IPv4, in our own network namespace; rules of nftables are not in it',
  rows: 50,
  sources: ['getsockopt(2): IPT_SO_GET_INFO, IPT_SO_GET_ENTRIES', '/proc/net/ip_tables_names'],
  privileges: 'root (CAP_NET_ADMIN)',
  examples: [
    "SELECT chain, target, protocol, src_ip, dst_port FROM iptables WHERE filter_name = 'filter'",
    "SELECT chain, policy FROM iptables WHERE policy = 'ACCEPT' AND target IS NULL",
  ],
  columns: {
    filter_name: text('Table: filter, nat, mangle, raw or security', (row) => row.filter, {
      key: { rowsPerValue: 20 },
    }),
    chain: text('Chain', (row) => row.chain.name, { key: { rowsPerValue: 5 } }),
    policy: text('What becomes of packets that no rule decides; null in chains of users', (row) => row.chain.policy),
    target: text('What packets go to: ACCEPT, DROP, REJECT, a chain, …', ({ rule }) => rule?.target),
    protocol: integer(
      'Number of the protocol, 0 for all, null where all but one are meant',
      ({ rule }) => rule && (rule.isProtocolNegated ? null : rule.protocol),
    ),
    src_port: text('Ports of the source, such as 1024:65535; null where none are named', ({ rule }) =>
      ports(rule, 'source'),
    ),
    dst_port: text('Ports of the destination, likewise', ({ rule }) => ports(rule, 'destination')),
    src_ip: text('Address of the source; ! in front: all others', ({ rule }) => rule?.source.address),
    src_mask: text('Its mask', ({ rule }) => rule?.source.mask),
    iniface: text('Interface packets came in by; ! in front: all others', ({ rule }) => rule?.input.name),
    iniface_mask: text('Bytes of its name that count, hexadecimal', ({ rule }) => rule?.input.mask),
    dst_ip: text('Address of the destination, likewise', ({ rule }) => rule?.destination.address),
    dst_mask: text('Its mask', ({ rule }) => rule?.destination.mask),
    outiface: text('Interface packets go out by, likewise', ({ rule }) => rule?.output.name),
    outiface_mask: text('Bytes of its name that count, hexadecimal', ({ rule }) => rule?.output.mask),
    match: text('Names of further conditions, such as conntrack', ({ rule }) =>
      rule ? rule.matches.map(({ name }) => name).join(' ') || null : null,
    ),
    packets: integer('Packets that came to the rule, or for a chain to its policy', ({ rule, chain }) =>
      Number((rule ?? chain).packets),
    ),
    bytes: integer('Bytes of them', ({ rule, chain }) => Number((rule ?? chain).bytes)),
  },
  *scan({ host, lookup, warn }) {
    const admitsTable = admitting(lookup.filter_name);
    const admitsChain = admitting(lookup.chain);
    for (const filter of tableNames(host, warn).filter(admitsTable)) {
      const image = readOrWarn(undefined, warn, () => readIptablesImage(host, filter));
      for (const chain of image ? parseIptables(image) : []) {
        if (!admitsChain(chain.name)) continue;
        for (const rule of chain.rules) yield { filter, chain, rule };
        yield { filter, chain, rule: null };
      }
    }
    const others = countNftablesRules(host) ?? 0;
    if (others > 0) warn(`nftables has ${others === 1 ? 'a rule' : `${others} rules`}, which iptables does not show`);
  },
});

/** Tables in use here; to ask for others would load them. */
const tableNames = (host: Host, warn: (message: string) => void): string[] =>
  readOrWarn('', warn, () => host.readText('/proc/net/ip_tables_names'))
    .split('\n')
    .filter(Boolean)
    .sort();

const ports = (rule: IptablesRule | null, side: 'source' | 'destination'): string | null =>
  rule && portsOf(rule.matches)[side];
