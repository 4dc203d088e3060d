import { tableOf } from '../../catalog/index.js';
import {
  type Host,
  readDmi,
  readOr,
  type SmbiosStructure,
  smbiosByte,
  smbiosText,
  smbiosWord,
} from '../../host/index.js';
import { hex, smbiosOf } from './smbios.js';

/** The firmware: its structure, or what everybody may know where that is root's alone. */
interface Firmware {
  readonly host: Host;
  readonly structure: SmbiosStructure | null;
}

const { table, integer, text } = tableOf<Firmware>();

/** Where the table is root's alone, the kernel still tells these. */
const told = (description: string, offset: number, field: 'bios_vendor' | 'bios_version' | 'bios_date') =>
  text(description, ({ host, structure }) => (structure ? smbiosText(structure, offset) : readDmi(host, field)), {
    cost: 12,
    ...(field === 'bios_version' && { collation: 'version' }),
  });

export const platformInfo = table({
  name: 'platform_info',
  description: 'The firmware (BIOS or UEFI) of the machine',
  rows: 1,
  sources: ['/sys/class/dmi/id', '/sys/firmware/dmi/tables/DMI (SMBIOS type 0)', '/sys/firmware/efi'],
  privileges: 'root for size and address',
  examples: [
    'SELECT vendor, version, date, firmware_type FROM platform_info',
    'SELECT firmware_type FROM platform_info',
  ],
  columns: {
    vendor: told('Who made it', 4, 'bios_vendor'),
    version: told('Its version', 5, 'bios_version'),
    date: told('When it was released, as its maker writes dates', 8, 'bios_date'),
    revision: text('Major and minor release of the system firmware, null where it says none', revisionOf),
    extra: text('macOS: further information', () => null),
    firmware_type: text('uefi or bios', ({ host }) =>
      readOr(false, () => host.stat('/sys/firmware/efi').isDirectory()) ? 'uefi' : 'bios',
    ),
    address: text('Segment it is loaded at, hexadecimal', ({ structure }) => {
      const segment = structure && smbiosWord(structure, 6);
      return segment === null ? null : hex(segment, 4);
    }),
    size: text('Bytes of its ROM', ({ structure }) => structure && romBytes(structure)),
    volume_size: integer('macOS: size of the volume, 0 here', () => 0),
  },
  *scan({ host, shared }) {
    const structures = readOr(null, () => smbiosOf({ host, shared }));
    if (structures) {
      for (const structure of structures) if (structure.type === 0) yield { host, structure };
    } else if (readDmi(host, 'bios_vendor') !== null) yield { host, structure: null };
  },
});

function revisionOf({ host, structure }: Firmware): string | null {
  if (!structure) return readDmi(host, 'bios_release');
  const major = smbiosByte(structure, 0x14);
  const minor = smbiosByte(structure, 0x15);
  return major === null || minor === null || (major === 0xff && minor === 0xff) ? null : `${major}.${minor}`;
}

/** In units of 64 KiB; from 16 MiB on a later field has it, in MiB or GiB. */
function romBytes(structure: SmbiosStructure): string | null {
  const units = smbiosByte(structure, 9);
  const extended = smbiosWord(structure, 0x18);
  if (units === null) return null;
  if (units !== 0xff || extended === null || extended === 0) return String((units + 1) * 65536);
  return String((extended & 0x3fff) * (extended >> 14 === 1 ? 2 ** 30 : 2 ** 20));
}
