import { decodeText } from '../../../core/index.js';
import { formatIpv4, formatIpv6 } from '../../../host/index.js';
import { decodeHex, isHex } from './hex.js';

export const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;

/** A socket's address of a family that has rows. */
export type SocketAddress =
  | { readonly family: typeof AF_INET | typeof AF_INET6; readonly address: string; readonly port: number }
  /** `path` is null for a socket without a name; an abstract name begins with `@`, as in /proc/net/unix. */
  | { readonly family: typeof AF_UNIX; readonly path: string | null };

/**
 * Of the hexadecimal digits of a struct sockaddr, as the field `saddr` holds it: IPv4, IPv6 and UNIX; undefined for other
 * families (netlink, packet, …) and for one that is cut. Pure.
 */
export function parseSocketAddress(hex: Buffer): SocketAddress | undefined {
  if (hex.length < 4 || !isHex(hex, 0, hex.length)) return undefined;
  const bytes = decodeHex(hex, 0, hex.length);
  const family = bytes.readUInt16LE(0);
  if (family === AF_INET && bytes.length >= 8) {
    return { family, address: formatIpv4(bytes.readUInt32BE(4)), port: bytes.readUInt16BE(2) };
  }
  if (family === AF_INET6 && bytes.length >= 24) {
    const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(8 + 2 * index));
    return { family, address: formatIpv6(groups), port: bytes.readUInt16BE(2) };
  }
  return family === AF_UNIX ? { family, path: unixPath(bytes.subarray(2)) } : undefined;
}

/** A path ends at its NUL. The length of an abstract name is the address's, and trailing NULs are mostly not meant (unix(7)). */
function unixPath(name: Buffer): string | null {
  if (name.length === 0) return null;
  const end = name.indexOf(0, 1);
  if (name[0] !== 0) return decodeText(name, 0, end < 0 ? name.length : end);
  let last = name.length;
  while (last > 1 && name[last - 1] === 0) last--;
  return last === 1 ? null : `@${decodeText(name, 1, last)}`;
}
