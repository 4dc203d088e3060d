import { type ScanRequest, tableOf } from '../../catalog/index.js';
import { readOrWarn, readSmbios, type SmbiosStructure, smbiosDword, smbiosWord } from '../../host/index.js';

/** Tables of which each row is a structure of the firmware. */
export const smbiosColumns = tableOf<SmbiosStructure>();

type SmbiosRequest = Pick<ScanRequest, 'host' | 'shared' | 'warn'>;

/** All structures, read once for all tables of a statement. Throws as `readSmbios`. */
export const smbiosOf = ({ host, shared }: Pick<ScanRequest, 'host' | 'shared'>): readonly SmbiosStructure[] =>
  shared(host, readSmbios);

/** The structures of a type; none and one warning where we may not read them, which root alone may. */
export function* structuresOf(request: SmbiosRequest, type: number): Generator<SmbiosStructure> {
  for (const structure of readOrWarn([], request.warn, () => smbiosOf(request)))
    if (structure.type === type) yield structure;
}

/** `0x001f`. */
export const hex = (value: number | bigint, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;

/** Id of the row's own structure. */
export const handleColumn = smbiosColumns.text('Handle of the structure, hexadecimal', ({ handle }) => hex(handle, 4));

/** Id of another structure. */
export const handleAt = (structure: SmbiosStructure, offset: number): string | null => {
  const handle = smbiosWord(structure, offset);
  return handle === null || handle >= 0xfffe ? null : hex(handle, 4);
};

/** What a code means, null for one that has no meaning yet. */
export const meaning = (names: Readonly<Record<number, string>>, code: number | null): string | null =>
  code === null ? null : (names[code] ?? null);

/** A count of which some values mean "unknown". */
export const known = (value: number | null, ...unknown: readonly number[]): number | null =>
  value === null || unknown.includes(value) ? null : value;

/** An address in 32 bits, or hexadecimal digits of what `extended` gives where these do not suffice. */
export function addressAt(structure: SmbiosStructure, offset: number, extended: () => bigint | null): string | null {
  const short = smbiosDword(structure, offset);
  if (short === null) return null;
  if (smbiosDword(structure, 4) !== 0xffff_ffff) return hex(short, 8);
  const long = extended();
  return long === null ? null : hex(long / 1024n, 12);
}
