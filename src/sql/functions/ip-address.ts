import { isIPv4, isIPv6 } from 'node:net';

/** The bytes of an address, 4 or 16, most significant first. */
export type IpBytes = readonly number[];

/** An address in its strict text form, no zone, no leading zeros in IPv4; undefined: it is none. */
export function parseIp(text: string): IpBytes | undefined {
  if (isIPv4(text)) return text.split('.').map(Number);
  return isIPv6(text) && !text.includes('%') ? parseIpv6(text) : undefined;
}

function parseIpv6(text: string): IpBytes {
  const [head = '', tail] = text.split('::');
  const before = groupBytes(head);
  if (tail === undefined) return before;
  const after = groupBytes(tail);
  return [...before, ...new Array<number>(16 - before.length - after.length).fill(0), ...after];
}

/** `fe80:1` as bytes; the last group may be an IPv4 address. */
function groupBytes(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/** IPv4 before IPv6, then by bytes. */
export function compareIps(left: IpBytes, right: IpBytes): number {
  if (left.length !== right.length) return left.length - right.length;
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
