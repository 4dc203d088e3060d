import { smbiosByte, smbiosQword } from '../../host/index.js';
import { addressAt, handleAt, handleColumn, known, smbiosColumns, structuresOf } from './smbios.js';

const { table, integer, text } = smbiosColumns;

const place = (description: string, offset: number) =>
  integer(`${description}, null where unknown`, (range) => known(smbiosByte(range, offset), 0xff));

export const memoryDeviceMappedAddresses = table({
  name: 'memory_device_mapped_addresses',
  description: 'Physical addresses that memory modules answer to; root alone may read them',
  rows: 4,
  sources: ['/sys/firmware/dmi/tables/DMI (SMBIOS type 20)'],
  privileges: "root: the firmware's tables are closed to others",
  examples: [
    'SELECT d.device_locator, a.starting_address, a.ending_address FROM memory_device_mapped_addresses AS a JOIN memory_devices AS d ON d.handle = a.memory_device_handle',
    'SELECT memory_device_handle FROM memory_device_mapped_addresses WHERE interleave_position > 0',
  ],
  columns: {
    handle: handleColumn,
    memory_device_handle: text('Handle of the module', (range) => handleAt(range, 0x0c)),
    memory_array_mapped_address_handle: text('Handle of the range of its array', (range) => handleAt(range, 0x0e)),
    starting_address: text('First address in KiB, hexadecimal', (range) =>
      addressAt(range, 4, () => smbiosQword(range, 0x13)),
    ),
    ending_address: text('Last address in KiB, hexadecimal', (range) =>
      addressAt(range, 8, () => smbiosQword(range, 0x1b)),
    ),
    partition_row_position: place('Place in a row of the partition, from 1', 0x10),
    interleave_position: place('Place among interleaved modules, 0 where there are none', 0x11),
    interleave_data_depth: place('Rows read from it before the next module', 0x12),
  },
  *scan(request) {
    yield* structuresOf(request, 20);
  },
});
