import type { DiskPart } from './disk.js';
import type { Stretch } from './volumes.js';

const SECTOR_BYTES = 512;
const ENTRIES_AT = 446;
const MAX_LOGICAL = 256;
const EXTENDED = new Set([0x05, 0x0f, 0x85]);

const KINDS: Readonly<Record<number, string>> = {
  1: 'DOS FAT12',
  4: 'DOS FAT16',
  5: 'DOS Extended',
  6: 'DOS FAT16',
  7: 'NTFS / exFAT',
  11: 'Win95 FAT32',
  12: 'Win95 FAT32',
  14: 'Win95 FAT16',
  15: 'Win95 Extended',
  39: 'Windows recovery',
  130: 'Linux Swap / Solaris x86',
  131: 'Linux',
  133: 'Linux Extended',
  142: 'Linux Logical Volume Manager',
  165: 'FreeBSD',
  166: 'OpenBSD',
  238: 'GPT Safety Partition',
  239: 'EFI File System',
  253: 'Linux RAID',
};

interface Entry {
  readonly type: number;
  readonly start: number;
  readonly sectors: number;
}

/** Partitions of a master boot record, logical ones included; undefined where there is none. Throws as `DiskPart.read`. */
export function readMbr(disk: DiskPart): Stretch[] | undefined {
  const primary = entriesOf(disk.read(0, SECTOR_BYTES));
  if (!primary || primary.length === 0) return undefined;
  const stretches: Stretch[] = [{ kind: 'meta', label: 'Primary Table (#0)', start: 0, sectors: 1 }];
  for (const entry of primary) {
    stretches.push(stretchOf(entry));
    if (EXTENDED.has(entry.type)) stretches.push(...logical(disk, entry.start));
  }
  return stretches;
}

/** A chain of tables: each has a partition, and where the next table is. */
function* logical(disk: DiskPart, extended: number): Generator<Stretch> {
  const seen = new Set<number>();
  for (let at: number | undefined = extended; at !== undefined && !seen.has(at) && seen.size < MAX_LOGICAL; ) {
    seen.add(at);
    yield { kind: 'meta', label: `Extended Table (#${seen.size})`, start: at, sectors: 1 };
    const here: number = at;
    at = undefined;
    for (const entry of entriesOf(disk.read(here * SECTOR_BYTES, SECTOR_BYTES)) ?? []) {
      if (EXTENDED.has(entry.type)) at = extended + entry.start;
      else yield stretchOf({ ...entry, start: here + entry.start });
    }
  }
}

const stretchOf = ({ type, start, sectors }: Entry): Stretch => ({
  kind: EXTENDED.has(type) ? 'meta' : 'normal',
  label: `${KINDS[type] ?? 'Unknown Type'} (0x${type.toString(16).padStart(2, '0')})`,
  start,
  sectors,
});

/** Undefined for a sector that is no table: the boot sector of a file system has the same signature. */
function entriesOf(sector: Buffer): Entry[] | undefined {
  if (sector.readUInt16LE(510) !== 0xaa55) return undefined;
  const entries: Entry[] = [];
  for (let at = ENTRIES_AT; at < 510; at += 16) {
    const status = sector.readUInt8(at);
    if (status !== 0 && status !== 0x80) return undefined;
    const entry = {
      type: sector.readUInt8(at + 4),
      start: sector.readUInt32LE(at + 8),
      sectors: sector.readUInt32LE(at + 12),
    };
    if (entry.type !== 0 && entry.sectors > 0) entries.push(entry);
  }
  return entries;
}
