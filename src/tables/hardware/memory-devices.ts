import { type SmbiosStructure, smbiosByte, smbiosDword, smbiosText, smbiosWord } from '../../host/index.js';
import { FORM_FACTORS, MEMORY_TYPES, TYPE_DETAILS } from './memory-codes.js';
import { handleAt, handleColumn, known, meaning, smbiosColumns, structuresOf } from './smbios.js';

const { table, integer, text } = smbiosColumns;

const millivolts = (description: string, offset: number) =>
  integer(`${description}, in millivolts`, (device) => known(smbiosWord(device, offset), 0));

/** A row per slot, filled or not. */
export const memoryDevices = table({
  name: 'memory_devices',
  description: 'Memory modules and the slots for them, as the firmware lists them; root alone may read it',
  rows: 8,
  sources: ['/sys/firmware/dmi/tables/DMI (SMBIOS type 17)'],
  privileges: "root: the firmware's tables are closed to others",
  examples: [
    'SELECT device_locator, size, memory_type, configured_clock_speed FROM memory_devices WHERE size > 0',
    'SELECT manufacturer, part_number, serial_number FROM memory_devices',
  ],
  columns: {
    handle: handleColumn,
    array_handle: text('Handle of the memory array it is in', (device) => handleAt(device, 4)),
    form_factor: text('Shape of the module, such as DIMM', (device) => meaning(FORM_FACTORS, smbiosByte(device, 0x0e))),
    total_width: integer('Bits with those for error correction', (device) => known(smbiosWord(device, 8), 0xffff)),
    data_width: integer('Bits of data', (device) => known(smbiosWord(device, 0x0a), 0xffff)),
    size: integer('Size in MiB, 0 for an empty slot, null where unknown', sizeMebibytes),
    set: integer('Set that it is to be fitted with, 0 for none', (device) => known(smbiosByte(device, 0x0f), 0xff)),
    device_locator: text('Name of the slot on the board', (device) => smbiosText(device, 0x10)),
    bank_locator: text('Name of the bank', (device) => smbiosText(device, 0x11)),
    memory_type: text('Kind of memory, such as DDR4', (device) => meaning(MEMORY_TYPES, smbiosByte(device, 0x12))),
    memory_type_details: text('Further traits, separated by blanks', detailsOf),
    max_speed: integer('Fastest it can be, in MT/s', (device) => speedAt(device, 0x15, 0x54)),
    configured_clock_speed: integer('What it is set to, in MT/s', (device) => speedAt(device, 0x20, 0x58)),
    manufacturer: text('Who made it', (device) => smbiosText(device, 0x17)),
    serial_number: text('Serial number', (device) => smbiosText(device, 0x18)),
    asset_tag: text('Tag of its owner', (device) => smbiosText(device, 0x19)),
    part_number: text("Maker's name for the part", (device) => smbiosText(device, 0x1a)),
    min_voltage: millivolts('Least voltage it works with', 0x22),
    max_voltage: millivolts('Most voltage it takes', 0x24),
    configured_voltage: millivolts('Voltage it gets', 0x26),
  },
  *scan(request) {
    yield* structuresOf(request, 17);
  },
});

/** 0x7FFF: see the longer field. Bit 15: in KiB. */
function sizeMebibytes(device: SmbiosStructure): number | null {
  const size = known(smbiosWord(device, 0x0c), 0xffff);
  if (size === null) return null;
  if (size === 0x7fff) return (smbiosDword(device, 0x1c) ?? size) & 0x7fff_ffff;
  return size & 0x8000 ? Math.floor((size & 0x7fff) / 1024) : size;
}

/** 0xFFFF: see the longer field, which came with SMBIOS 3.3. */
function speedAt(device: SmbiosStructure, offset: number, longOffset: number): number | null {
  const speed = known(smbiosWord(device, offset), 0);
  return speed === 0xffff ? known(smbiosDword(device, longOffset), 0) : speed;
}

function detailsOf(device: SmbiosStructure): string | null {
  const bits = smbiosWord(device, 0x13) ?? 0;
  return TYPE_DETAILS.filter((_, bit) => bits & (1 << bit)).join(' ') || null;
}
