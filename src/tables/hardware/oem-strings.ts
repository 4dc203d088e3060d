import { tableOf } from '../../catalog/index.js';
import { type SmbiosStructure, smbiosByte, smbiosString } from '../../host/index.js';
import { hex, structuresOf } from './smbios.js';

interface OemString {
  readonly structure: SmbiosStructure;
  readonly number: number;
}

const { table, integer, text } = tableOf<OemString>();

export const oemStrings = table({
  name: 'oem_strings',
  description: 'Free texts that the maker of the machine left in its firmware (SMBIOS type 11)',
  rows: 4,
  sources: ['/sys/firmware/dmi/tables/DMI (SMBIOS type 11)'],
  privileges: "root: the firmware's tables are closed to others",
  examples: [
    'SELECT number, value FROM oem_strings',
    "SELECT value FROM oem_strings WHERE value LIKE 'io.systemd.credential:%'",
  ],
  columns: {
    handle: text('Handle of the structure, hexadecimal', ({ structure }) => hex(structure.handle, 4)),
    number: integer('Place of the text in it, from 1', (row) => row.number),
    value: text('The text', ({ structure, number }) => smbiosString(structure, number)),
  },
  *scan(request) {
    for (const structure of structuresOf(request, 11)) {
      const count = smbiosByte(structure, 4) ?? 0;
      for (let number = 1; number <= count; number++) yield { structure, number };
    }
  },
});
