import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { parsePosixZone, posixAbbreviation } from './posix-zone.js';

const ZONE_FILE_MAX_BYTES = 1024 * 1024;

/** The local time zone's abbreviation at a moment (seconds since the epoch), such as `CEST`; `UTC` where there is none (tzset(3)). */
export function readZoneAbbreviation(host: Host, unixSeconds: number): string {
  const zone = host.facts.timeZone?.replace(/^:/, '') ?? '/etc/localtime';
  if (zone === '') return 'UTC';
  const path = zone.startsWith('/') ? zone : `/usr/share/zoneinfo/${zone}`;
  const file = readOr(null, () => zoneFileAbbreviation(host.readBytes(path, ZONE_FILE_MAX_BYTES), unixSeconds));
  return file ?? ruleAbbreviation(zone, unixSeconds) ?? 'UTC';
}

function ruleAbbreviation(rule: string, unixSeconds: number): string | null {
  const zone = parsePosixZone(rule);
  return zone && posixAbbreviation(zone, unixSeconds);
}

/** Counts in a TZif header (RFC 9636), and where its data starts. */
interface Header {
  readonly version: number;
  readonly changes: number;
  readonly types: number;
  readonly nameBytes: number;
  readonly leaps: number;
  readonly standards: number;
  readonly universals: number;
  readonly dataAt: number;
}

/** A zone file's abbreviation at a moment, null for what is no such file. Pure. */
export function zoneFileAbbreviation(bytes: Buffer, unixSeconds: number): string | null {
  const first = parseHeader(bytes, 0);
  if (!first) return null;
  if (first.version < 2) return abbreviationIn(bytes, first, 4, unixSeconds);
  const second = parseHeader(bytes, first.dataAt + dataBytes(first, 4)); // the first block is for readers of 32 bits
  if (!second) return null;
  const end = second.dataAt + dataBytes(second, 8);
  if (end > bytes.length) return null;
  const footer = /^\n([^\n]*)\n/.exec(bytes.subarray(end, end + 256).toString('latin1'))?.[1] ?? '';
  const lastAt = second.dataAt + (second.changes - 1) * 8;
  const isAfterLast = second.changes === 0 || unixSeconds >= Number(bytes.readBigInt64BE(lastAt));
  return (isAfterLast ? ruleAbbreviation(footer, unixSeconds) : null) ?? abbreviationIn(bytes, second, 8, unixSeconds);
}

function parseHeader(bytes: Buffer, at: number): Header | null {
  if (at + 44 > bytes.length || bytes.toString('latin1', at, at + 4) !== 'TZif') return null;
  const count = (i: number): number => bytes.readUInt32BE(at + 20 + i * 4);
  return {
    version: Number.parseInt(bytes.toString('latin1', at + 4, at + 5), 10) || 1,
    universals: count(0),
    standards: count(1),
    leaps: count(2),
    changes: count(3),
    types: count(4),
    nameBytes: count(5),
    dataAt: at + 44,
  };
}

const dataBytes = (header: Header, timeBytes: number): number =>
  header.changes * (timeBytes + 1) +
  header.types * 6 +
  header.nameBytes +
  header.leaps * (timeBytes + 4) +
  header.standards +
  header.universals;

function abbreviationIn(bytes: Buffer, header: Header, timeBytes: 4 | 8, unixSeconds: number): string | null {
  if (header.types === 0 || header.dataAt + dataBytes(header, timeBytes) > bytes.length) return null;
  const timeAt = (i: number): number => {
    const at = header.dataAt + i * timeBytes;
    return timeBytes === 4 ? bytes.readInt32BE(at) : Number(bytes.readBigInt64BE(at));
  };
  let change = 0; // the first change after the moment
  while (change < header.changes && timeAt(change) <= unixSeconds) change++;
  const typesAt = header.dataAt + header.changes * timeBytes;
  const type = change === 0 ? 0 : (bytes[typesAt + change - 1] ?? 0);
  if (type >= header.types) return null;
  const namesAt = typesAt + header.changes + header.types * 6;
  const nameAt = bytes[typesAt + header.changes + type * 6 + 5] ?? 0;
  const name = bytes.toString('latin1', namesAt + nameAt, namesAt + header.nameBytes);
  return name.split('\0', 1)[0] || null;
}
