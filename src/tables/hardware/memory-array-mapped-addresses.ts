import { smbiosByte, smbiosQword } from '../../host/index.js';
import { addressAt, handleAt, handleColumn, smbiosColumns, structuresOf } from './smbios.js';

const { table, integer, text } = smbiosColumns;

export const memoryArrayMappedAddresses = table({
  name: 'memory_array_mapped_addresses',
  description: 'Physical addresses that memory arrays answer to; root alone may read them',
  rows: 2,
  sources: ['/sys/firmware/dmi/tables/DMI (SMBIOS type 19)'],
  privileges: "root: the firmware's tables are closed to others",
  examples: [
    'SELECT memory_array_handle, starting_address, ending_address FROM memory_array_mapped_addresses',
    'SELECT count(*) AS ranges FROM memory_array_mapped_addresses WHERE partition_width > 1',
  ],
  columns: {
    handle: handleColumn,
    memory_array_handle: text('Handle of the array', (range) => handleAt(range, 0x0c)),
    starting_address: text('First address in KiB, hexadecimal', (range) =>
      addressAt(range, 4, () => smbiosQword(range, 0x0f)),
    ),
    ending_address: text('Last address in KiB, hexadecimal', (range) =>
      addressAt(range, 8, () => smbiosQword(range, 0x17)),
    ),
    partition_width: integer('Modules that make up one row of memory', (range) => smbiosByte(range, 0x0e)),
  },
  *scan(request) {
    yield* structuresOf(request, 19);
  },
});
