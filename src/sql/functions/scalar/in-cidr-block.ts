import { SqlError, type Value } from '../../../core/index.js';
import { compareIps, type IpBytes, parseIp } from '../ip-address.js';
import { scalar } from '../spec.js';

/** Of an IPv4 block only hosts count: its network and broadcast addresses are outside, as in osquery; a /32 holds its one. */
export const inCidrBlock = scalar({
  name: 'in_cidr_block',
  description: 'Whether the second argument, an IP address, is a host of the CIDR block that is the first.',
  args: ['any', 'any'],
  returns: 'integer',
  nulls: 'seen',
  examples: [
    ["in_cidr_block('10.0.0.0/26', '10.0.0.24')", 1],
    ["in_cidr_block('10.0.0.0/26', '10.0.0.0')", 0],
    ["in_cidr_block('10.0.0.0/26', '10.0.0.63')", 0],
    ["in_cidr_block('10.0.0.5/32', '10.0.0.5')", 1],
    ["in_cidr_block('10.0.0.4/31', '10.0.0.4')", 0],
    ["in_cidr_block('10.0.0.77/026', '10.0.0.66')", 1],
    ["in_cidr_block('2001:db8::/48', '2001:db8:0:ffff:ffff:ffff:ffff:ffff')", 1],
    ["in_cidr_block('2001:db8::/48', '2001:db8:1::')", 0],
    ["in_cidr_block('ffff::/16', 'ffff::1')", 1],
  ],
  call(cidr: Value, ip: Value) {
    if (typeof cidr !== 'string') throw refusal('CIDR must be a string');
    if (typeof ip !== 'string') throw refusal('IP address must be a string');
    const address = parseIp(ip);
    if (!address) throw refusal('IP address cannot be parsed');
    return Number(holds(parseBlock(cidr, address.length), address));
  },
});

const refusal = (message: string): SqlError => new SqlError('runtime', message);

interface Block {
  readonly address: IpBytes;
  readonly prefix: number;
}

function parseBlock(cidr: string, size: number): Block {
  const slash = cidr.indexOf('/');
  const address = slash < 0 ? undefined : parseIp(cidr.slice(0, slash));
  const digits = cidr.slice(slash + 1);
  const prefix = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.POSITIVE_INFINITY;
  if (address?.length !== size || prefix > size * 8)
    throw refusal(`CIDR for IP address v${size === 4 ? 4 : 6} cannot be parsed`);
  return { address, prefix };
}

function holds({ address, prefix }: Block, ip: IpBytes): boolean {
  const first = address.map((byte, index) => byte & maskAt(prefix, index));
  const last = address.map((byte, index) => byte | (~maskAt(prefix, index) & 0xff));
  if (address.length === 4 && prefix < 32) return compareIps(ip, first) > 0 && compareIps(ip, last) < 0;
  return compareIps(ip, first) >= 0 && compareIps(ip, last) <= 0;
}

/** Byte `index` of the mask with so many leading ones. */
const maskAt = (prefix: number, index: number): number =>
  (0xff << (8 - Math.min(8, Math.max(0, prefix - index * 8)))) & 0xff;
