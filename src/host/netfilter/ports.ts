import type { IptablesMatch } from './iptables.js';

/** What a rule says of ports: `22:80`, `!5:5`, `80,443`, `1000:2000,8080`; null for nothing. */
export interface IptablesPorts {
  readonly source: string | null;
  readonly destination: string | null;
}

/** xt_tcp and xt_udp: first and last port of either side, then what is negated. DCCP has the same ports. */
const INVERTED_AT: Readonly<Record<string, number>> = { tcp: 11, udp: 8 };

/** Of the matches that look at ports. Pure. */
export function portsOf(matches: readonly IptablesMatch[]): IptablesPorts {
  const source: string[] = [];
  const destination: string[] = [];
  for (const match of matches) {
    const found = match.name === 'multiport' ? multiport(match.data) : ranges(match);
    if (found.source !== null) source.push(found.source);
    if (found.destination !== null) destination.push(found.destination);
  }
  return { source: source.join(' ') || null, destination: destination.join(' ') || null };
}

const NONE: IptablesPorts = { source: null, destination: null };

function ranges({ name, data }: IptablesMatch): IptablesPorts {
  const invertedAt = INVERTED_AT[name];
  if (invertedAt === undefined || data.length <= invertedAt) return NONE;
  const inverted = data.readUInt8(invertedAt);
  const range = (at: number, isInverted: number): string =>
    `${isInverted ? '!' : ''}${data.readUInt16LE(at)}:${data.readUInt16LE(at + 2)}`;
  return { source: range(0, inverted & 1), destination: range(4, inverted & 2) };
}

const MULTIPORT_MAX = 15;
/** Revision 1 alone tells ranges and negation; it is as long as this. */
const MULTIPORT_BYTES = 48;

/** struct xt_multiport_v1: which side, how many ports, the ports, which of them begin a range, whether all is negated. */
function multiport(data: Buffer): IptablesPorts {
  if (data.length < MULTIPORT_BYTES) return NONE;
  const [side = 0, count = 0] = data;
  const parts: string[] = [];
  for (let index = 0; index < Math.min(count, MULTIPORT_MAX); index++) {
    const port = data.readUInt16LE(2 + 2 * index);
    const isRange = data.readUInt8(32 + index) !== 0 && index + 1 < MULTIPORT_MAX;
    parts.push(isRange ? `${port}:${data.readUInt16LE(2 + 2 * ++index)}` : String(port));
  }
  const ports = (data.readUInt8(47) ? '!' : '') + parts.join(',');
  // 0: source, 1: destination, 2: either.
  return { source: side === 1 ? null : ports, destination: side === 0 ? null : ports };
}
