import type { Host } from '../host.js';
import { linesOf } from '../words.js';

/** A range of physical addresses and what it is for. */
export interface MemoryRange {
  readonly name: string;
  /** First address, with `0x`. Zeros for whoever lacks CAP_SYS_ADMIN. */
  readonly start: string;
  /** Last address, inclusive. */
  readonly end: string;
}

/** Throws as `Host.readBytes`. */
export const readMemoryRanges = (host: Host): MemoryRange[] => parseMemoryRanges(host.readText('/proc/iomem'));

/** `/proc/iomem` (proc_iomem(5)): ranges within ranges are indented, which is not told here. Pure. */
export function parseMemoryRanges(text: string): MemoryRange[] {
  const ranges: MemoryRange[] = [];
  for (const line of linesOf(text)) {
    const [, start, end, name] = /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) : (.*)$/.exec(line) ?? [];
    if (start !== undefined && end !== undefined && name !== undefined)
      ranges.push({ name, start: `0x${start}`, end: `0x${end}` });
  }
  return ranges;
}
