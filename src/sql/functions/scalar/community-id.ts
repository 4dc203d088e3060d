import { createHash } from 'node:crypto';
import { SqlError, storageClass, type Value } from '../../../core/index.js';
import { compareIps, type IpBytes, parseIp } from '../ip-address.js';

/**
 * The Community ID of a flow, version 1 (github.com/corelight/community-id-spec), ICMP types not mapped: arguments
 * are two addresses, two ports, a protocol and, possibly, a seed.
 * @throws SqlError what is wrong with the first argument that is
 */
export function communityId(values: readonly Value[]): string {
  const [source, target, sourcePort, targetPort, protocol, seed = 0] = values;
  const seedNumber = numberIn(seed, -32768, 32767, 'seed', '2 bytes');
  if (typeof source !== 'string' || typeof target !== 'string') throw refusal('IPs must be strings');
  const [from, to] = [addressOf(source, 'saddr'), addressOf(target, 'daddr')];
  const ports = numbersIn([sourcePort, targetPort]);
  const protocolNumber = numberIn(protocol, 0, 255, 'protocol', '1 byte');
  const order = compareIps(from, to) || ports[0] - ports[1];
  const [first, second] = order < 0 ? ([0, 1] as const) : ([1, 0] as const);
  const addresses = [from, to] as const;
  const bytes = [
    ...pair(seedNumber),
    ...addresses[first],
    ...addresses[second],
    protocolNumber,
    0,
    ...pair(ports[first]),
    ...pair(ports[second]),
  ];
  return `1:${createHash('sha1').update(Uint8Array.from(bytes)).digest('base64')}`;
}

const refusal = (message: string): SqlError => new SqlError('runtime', `Community ID ${message}`);

const pair = (value: number): [number, number] => [(value >> 8) & 0xff, value & 0xff];

function addressOf(text: string, name: string): IpBytes {
  const address = parseIp(text);
  if (!address) throw refusal(`${name} cannot be parsed as IP`);
  return address;
}

function numberIn(value: Value | undefined, least: number, most: number, name: string, size: string): number {
  if (typeof value !== 'number' && typeof value !== 'bigint') throw refusal(`${name} must be an integer`);
  if (storageClass(value) !== 'integer') throw refusal(`${name} must be an integer`);
  if (value < least || value > most) throw refusal(`${name} must fit in ${size}`);
  return Number(value);
}

/** Both ports are looked at for their type first, then for their size. */
function numbersIn(ports: readonly [Value | undefined, Value | undefined]): [number, number] {
  const isInteger = (port: Value | undefined): boolean => port !== undefined && storageClass(port) === 'integer';
  if (!ports.every(isInteger)) throw refusal('ports must be integers');
  const [first, second] = [Number(ports[0]), Number(ports[1])];
  if ([first, second].some((port) => port < 0 || port > 65535)) throw refusal('ports must fit in 2 bytes');
  return [first, second];
}
