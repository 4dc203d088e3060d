import { type SmbiosStructure, smbiosByte, smbiosDword } from '../../host/index.js';
import { ERROR_GRANULARITIES, ERROR_OPERATIONS, ERROR_TYPES } from './memory-codes.js';
import { handleColumn, hex, known, meaning, smbiosColumns, structuresOf } from './smbios.js';

const { table, text } = smbiosColumns;

const UNKNOWN = 0x8000_0000;

function hexAt(error: SmbiosStructure, offset: number, unknown: number): string | null {
  const value = known(smbiosDword(error, offset), unknown);
  return value === null ? null : hex(value, 8);
}

export const memoryErrorInfo = table({
  name: 'memory_error_info',
  description: 'Errors of memory that the firmware noted (SMBIOS type 18); root alone may read them',
  rows: 2,
  sources: ['/sys/firmware/dmi/tables/DMI (SMBIOS type 18)'],
  privileges: "root: the firmware's tables are closed to others",
  examples: [
    "SELECT * FROM memory_error_info WHERE error_type NOT IN ('OK', 'Unknown')",
    'SELECT d.device_locator, e.error_type FROM memory_error_info AS e JOIN memory_arrays AS a ON a.memory_error_info_handle = e.handle JOIN memory_devices AS d ON d.array_handle = a.handle',
  ],
  columns: {
    handle: handleColumn,
    error_type: text('What went wrong; OK for nothing', (error) => meaning(ERROR_TYPES, smbiosByte(error, 4))),
    error_granularity: text('Which part the error could be traced to', (error) =>
      meaning(ERROR_GRANULARITIES, smbiosByte(error, 5)),
    ),
    error_operation: text('What memory was doing then', (error) => meaning(ERROR_OPERATIONS, smbiosByte(error, 6))),
    vendor_syndrome: text("Maker's code for it, hexadecimal", (error) => hexAt(error, 7, 0)),
    memory_array_error_address: text('Address in the array, hexadecimal', (error) => hexAt(error, 0x0b, UNKNOWN)),
    device_error_address: text('Address in the module, hexadecimal', (error) => hexAt(error, 0x0f, UNKNOWN)),
    error_resolution: text('Range of bytes it was traced to, hexadecimal', (error) => hexAt(error, 0x13, UNKNOWN)),
  },
  *scan(request) {
    yield* structuresOf(request, 18);
  },
});
