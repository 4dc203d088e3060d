import { createHash } from 'node:crypto';
import { readOrWarn } from '../../host/index.js';
import { meaning, smbiosColumns, smbiosOf } from './smbios.js';

const { table, integer, text } = smbiosColumns;

/** DMTF DSP0134, 7. */
const TYPES: Readonly<Record<number, string>> = {
  0: 'BIOS Information',
  1: 'System Information',
  2: 'Base Board or Module Information',
  3: 'System Enclosure or Chassis',
  4: 'Processor Information',
  5: 'Memory Controller Information',
  6: 'Memory Module Information',
  7: 'Cache Information',
  8: 'Port Connector Information',
  9: 'System Slots',
  10: 'On Board Devices Information',
  11: 'OEM Strings',
  12: 'System Configuration Options',
  13: 'BIOS Language Information',
  14: 'Group Associations',
  15: 'System Event Log',
  16: 'Physical Memory Array',
  17: 'Memory Device',
  18: '32-bit Memory Error Information',
  19: 'Memory Array Mapped Address',
  20: 'Memory Device Mapped Address',
  21: 'Built-in Pointing Device',
  22: 'Portable Battery',
  23: 'System Reset',
  24: 'Hardware Security',
  25: 'System Power Controls',
  26: 'Voltage Probe',
  27: 'Cooling Device',
  28: 'Temperature Probe',
  29: 'Electrical Current Probe',
  30: 'Out-of-Band Remote Access',
  31: 'Boot Integrity Services',
  32: 'System Boot Information',
  33: '64-bit Memory Error Information',
  34: 'Management Device',
  35: 'Management Device Component',
  36: 'Management Device Threshold Data',
  37: 'Memory Channel',
  38: 'IPMI Device Information',
  39: 'System Power Supply',
  40: 'Additional Information',
  41: 'Onboard Devices Extended Info',
  42: 'Management Controller Host Interface',
  43: 'TPM Device',
  44: 'Processor Additional Information',
  45: 'Firmware Inventory Information',
  46: 'String Property',
  126: 'Inactive',
  127: 'End-of-Table',
  130: 'Memory SPD Data',
  131: 'OEM Processor Type',
  132: 'OEM Processor Bus Speed',
};

export const smbiosTables = table({
  name: 'smbios_tables',
  description: "Structures of the firmware's SMBIOS (DMI) tables; root alone may read them",
  rows: 60,
  sources: ['/sys/firmware/dmi/tables/DMI'],
  privileges: "root: the firmware's tables are closed to others",
  examples: [
    'SELECT type, description, count(*) AS n FROM smbios_tables GROUP BY type, description',
    'SELECT handle, size, md5 FROM smbios_tables WHERE type = 17',
  ],
  columns: {
    number: integer('Place in the table, from 0', (structure) => structure.number),
    type: integer('Number of its type', (structure) => structure.type),
    description: text('The type in words', ({ type }) => meaning(TYPES, type) ?? 'Unknown'),
    handle: integer('Handle that others refer to it by', (structure) => structure.handle),
    header_size: integer('Bytes of its fixed part', (structure) => structure.fixedBytes),
    size: integer('Bytes in all, with its texts', ({ bytes }) => bytes.length),
    md5: text('MD5 of these bytes', ({ bytes }) => createHash('md5').update(bytes).digest('hex'), {
      collation: 'nocase',
      cost: 3,
    }),
  },
  *scan(request) {
    yield* readOrWarn([], request.warn, () => smbiosOf(request));
  },
});
