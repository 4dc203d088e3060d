import type { Host } from '../host.js';
import { dumpRecordable, hasNetlink } from '../net/netlink.js';

const NETLINK_NETFILTER = 12;
/** NFNL_SUBSYS_NFTABLES, then NFT_MSG_GETRULE. */
const GET_RULES = (10 << 8) | 7;
/** struct nfgenmsg: all families. */
const ALL_FAMILIES = Buffer.alloc(4);

/** How many rules nftables has in our network namespace; null where we may not ask, or the kernel has no nftables. */
export function countNftablesRules(host: Host): number | null {
  try {
    if (!host.isFixture && !hasNetlink()) return null;
    let count = 0;
    const isAnswered = dumpRecordable(host, NETLINK_NETFILTER, GET_RULES, ALL_FAMILIES, () => void count++);
    return isAnswered ? count : null;
  } catch {
    return null;
  }
}
