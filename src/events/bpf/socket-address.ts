import { decodeText } from '../../core/index.js';
import { formatIpv4, formatIpv6 } from '../../host/index.js';

export interface SocketAddress {
  readonly family: number;
  readonly address: string;
  /** 0 where the family has none; of netlink the port. */
  readonly port: number;
}

export const [AF_UNIX, AF_INET, AF_INET6, AF_NETLINK] = [1, 2, 10, 16] as const;

/** A struct sockaddr; undefined for one that is cut short, or of another family. Pure. */
export function parseSocketAddress(bytes: Buffer): SocketAddress | undefined {
  if (bytes.length < 2) return undefined;
  const family = bytes.readUInt16LE(0);
  if (family === AF_UNIX) return { family, address: unixName(bytes.subarray(2)), port: 0 };
  if (family === AF_INET && bytes.length >= 8) {
    return { family, address: formatIpv4(bytes.readUInt32BE(4)), port: bytes.readUInt16BE(2) };
  }
  if (family === AF_INET6 && bytes.length >= 24) {
    const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(8 + index * 2));
    return { family, address: formatIpv6(groups), port: bytes.readUInt16BE(2) };
  }
  if (family === AF_NETLINK && bytes.length >= 12) {
    return { family, address: String(bytes.readUInt32LE(8)), port: bytes.readUInt32LE(4) };
  }
  return undefined;
}

/** A path ends in a NUL or with the address; an abstract name begins with one and is written with `@` for each. */
function unixName(bytes: Buffer): string {
  if (bytes[0] === 0) return decodeText(bytes).replaceAll('\0', '@');
  const end = bytes.indexOf(0);
  return decodeText(bytes, 0, end < 0 ? bytes.length : end);
}
