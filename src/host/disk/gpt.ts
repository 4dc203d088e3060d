import type { DiskPart } from './disk.js';
import type { Stretch } from './volumes.js';

const SIGNATURE = 'EFI PART';
const ENTRY_BYTES = 128;
const MAX_ENTRIES = 4096;
const MAX_ENTRY_BYTES = 4096;

/** A GUID partition table (UEFI, chapter 5); undefined where there is none. Throws as `DiskPart.read`. */
export function parseGpt(disk: DiskPart, sectorBytes: number): Stretch[] | undefined {
  const header = disk.read(sectorBytes, 512);
  if (header.toString('latin1', 0, SIGNATURE.length) !== SIGNATURE) return undefined;
  const tableAt = Number(header.readBigUInt64LE(72));
  const count = Math.min(header.readUInt32LE(80), MAX_ENTRIES);
  const entryBytes = header.readUInt32LE(84);
  if (entryBytes < ENTRY_BYTES || entryBytes > MAX_ENTRY_BYTES) return undefined;
  const stretches: Stretch[] = [
    { kind: 'meta', label: 'Safety Table', start: 0, sectors: 1 },
    { kind: 'meta', label: 'GPT Header', start: 1, sectors: 1 },
    {
      kind: 'meta',
      label: 'Partition Table',
      start: tableAt,
      sectors: Math.ceil((count * entryBytes) / sectorBytes),
    },
  ];
  const table = disk.read(tableAt * sectorBytes, count * entryBytes);
  for (let at = 0; at < table.length; at += entryBytes) {
    const entry = table.subarray(at, at + entryBytes);
    const [first, last] = [Number(entry.readBigUInt64LE(32)), Number(entry.readBigUInt64LE(40))];
    const isUsed = entry.subarray(0, 16).some((byte) => byte !== 0);
    if (isUsed && last >= first && Number.isSafeInteger(last * sectorBytes))
      stretches.push({ kind: 'normal', label: nameOf(entry), start: first, sectors: last - first + 1 });
  }
  return stretches;
}

const nameOf = (entry: Buffer): string => entry.toString('utf16le', 56, ENTRY_BYTES).split('\0', 1)[0] ?? '';
