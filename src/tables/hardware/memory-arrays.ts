import { type SmbiosStructure, smbiosByte, smbiosDword, smbiosQword, smbiosWord } from '../../host/index.js';
import { ARRAY_LOCATIONS, ARRAY_USES, ERROR_CORRECTIONS } from './memory-codes.js';
import { handleAt, handleColumn, meaning, smbiosColumns, structuresOf } from './smbios.js';

const { table, integer, text } = smbiosColumns;

const KIBIBYTES_PER_GIBIBYTE = 2 ** 20;
/** The capacity is in the longer field. */
const SEE_EXTENDED = 0x8000_0000;

export const memoryArrays = table({
  name: 'memory_arrays',
  description: 'Groups of memory slots that work together, as the firmware lists them; root alone may read it',
  rows: 1,
  sources: ['/sys/firmware/dmi/tables/DMI (SMBIOS type 16)'],
  privileges: "root: the firmware's tables are closed to others",
  examples: [
    'SELECT a.max_capacity, a.memory_error_correction, count(*) AS slots FROM memory_arrays AS a JOIN memory_devices AS d ON d.array_handle = a.handle GROUP BY a.handle',
    'SELECT location, use, max_capacity FROM memory_arrays',
  ],
  columns: {
    handle: handleColumn,
    location: text('Where it is, such as System board or motherboard', (array) =>
      meaning(ARRAY_LOCATIONS, smbiosByte(array, 4)),
    ),
    use: text('What it is for, such as System memory', (array) => meaning(ARRAY_USES, smbiosByte(array, 5))),
    memory_error_correction: text('How it corrects errors: none, Parity, Single-bit ECC, …', (array) =>
      meaning(ERROR_CORRECTIONS, smbiosByte(array, 6)),
    ),
    max_capacity: integer('Most memory it takes, in whole GiB', capacityGibibytes),
    memory_error_info_handle: text('Handle of the last error it had, null for none', (array) => handleAt(array, 0x0b)),
    number_memory_devices: integer('Slots it has', (array) => smbiosWord(array, 0x0d)),
  },
  *scan(request) {
    yield* structuresOf(request, 16);
  },
});

function capacityGibibytes(array: SmbiosStructure): number | null {
  const kibibytes = smbiosDword(array, 7);
  if (kibibytes === null) return null;
  if (kibibytes !== SEE_EXTENDED) return Math.floor(kibibytes / KIBIBYTES_PER_GIBIBYTE);
  const bytes = smbiosQword(array, 0x0f);
  return bytes === null ? null : Number(bytes >> 30n);
}
