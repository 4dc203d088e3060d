import type { Disk } from './disk.js';
import { parseGpt } from './gpt.js';
import { readMbr } from './mbr.js';

/** A stretch of a disk: a partition, what describes partitions, or what no partition takes up. */
export interface Volume {
  /** Place among all, in the order of where they start. */
  readonly number: number;
  readonly kind: 'normal' | 'meta' | 'unallocated';
  readonly label: string;
  /** In bytes. */
  readonly offset: number;
  readonly sectorBytes: number;
  readonly sectors: number;
}

/** A stretch before it is numbered; in sectors. */
export interface Stretch {
  readonly kind: 'normal' | 'meta';
  readonly label: string;
  readonly start: number;
  readonly sectors: number;
}

export interface PartitionTable {
  readonly sectorBytes: number;
  readonly stretches: readonly Stretch[];
}

/**
 * Stretches of a disk as its GPT or MBR has them, with gaps; one for all of a disk without either.
 * @throws Refused where the disk cannot be read
 */
export function readVolumes(disk: Disk): Volume[] {
  const table = readTable(disk);
  if (!table) {
    const whole = { kind: 'normal', label: 'Whole device', offset: 0, sectorBytes: 512 } as const;
    return [{ number: 0, ...whole, sectors: Math.floor(disk.sizeBytes / 512) }];
  }
  const { sectorBytes } = table;
  const sorted = [...table.stretches].sort((a, b) => a.start - b.start);
  return withGaps(sorted, Math.floor(disk.sizeBytes / sectorBytes)).map(({ kind, label, start, sectors }, number) => ({
    number,
    kind,
    label,
    offset: start * sectorBytes,
    sectorBytes,
    sectors,
  }));
}

function readTable(disk: Disk): PartitionTable | undefined {
  for (const sectorBytes of [512, 4096]) {
    const gpt = disk.sizeBytes >= 3 * sectorBytes ? parseGpt(disk, sectorBytes) : undefined;
    if (gpt) return { sectorBytes, stretches: gpt };
  }
  const mbr = disk.sizeBytes >= 512 ? readMbr(disk) : undefined;
  return mbr && { sectorBytes: 512, stretches: mbr };
}

type Gap = Omit<Stretch, 'kind'> & { readonly kind: Volume['kind'] };

/** What describes partitions lies in gaps, too. */
function withGaps(sorted: readonly Stretch[], end: number): Gap[] {
  const all: Gap[] = [...sorted];
  let next = 0;
  const gapTo = (start: number): void => {
    if (start > next) all.push({ kind: 'unallocated', label: 'Unallocated', start: next, sectors: start - next });
  };
  for (const { kind, start, sectors } of sorted) {
    if (kind === 'meta') continue;
    gapTo(start);
    next = Math.max(next, start + sectors);
  }
  gapTo(end);
  return all.sort((a, b) => a.start - b.start);
}
