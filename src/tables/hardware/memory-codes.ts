type Names = Readonly<Record<number, string>>;

/** Names by number, from 1. */
const numbered = (...names: readonly string[]): Names => Object.fromEntries(names.map((name, at) => [at + 1, name]));

/** Codes of memory devices and arrays (DMTF DSP0134, 7.17 to 7.19). */
export const FORM_FACTORS = numbered(
  ...['Other', 'Unknown', 'SIMM', 'SIP', 'Chip', 'DIP', 'ZIP', 'Proprietary Card', 'DIMM', 'TSOP', 'Row of chips'],
  ...['RIMM', 'SODIMM', 'SRIMM', 'FB-DIMM', 'Die'],
);

export const MEMORY_TYPES = numbered(
  ...['Other', 'Unknown', 'DRAM', 'EDRAM', 'VRAM', 'SRAM', 'RAM', 'ROM', 'FLASH', 'EEPROM', 'FEPROM', 'EPROM', 'CDRAM'],
  ...['3DRAM', 'SDRAM', 'SGRAM', 'RDRAM', 'DDR', 'DDR2', 'DDR2 FB-DIMM', 'RESERVED', 'RESERVED', 'RESERVED', 'DDR3'],
  ...['FBD2', 'DDR4', 'LPDDR', 'LPDDR2', 'LPDDR3', 'LPDDR4', 'Logical non-volatile device', 'HBM', 'HBM2', 'DDR5'],
  ...['LPDDR5', 'HBM3'],
);

/** By bit. */
export const TYPE_DETAILS: readonly string[] = [
  ...['Reserved', 'Other', 'Unknown', 'Fast-paged', 'Static column', 'Pseudo-static', 'RAMBUS', 'Synchronous', 'CMOS'],
  ...[
    'EDO',
    'Window DRAM',
    'Cache DRAM',
    'Non-volatile',
    'Registered (Buffered)',
    'Unbuffered (Unregistered)',
    'LRDIMM',
  ],
];

export const ARRAY_LOCATIONS: Names = {
  ...numbered(
    ...['Other', 'Unknown', 'System board or motherboard', 'ISA add-on card', 'EISA add-on card', 'PCI add-on card'],
    ...['MCA add-on card', 'PCMCIA add-on card', 'Proprietary add-on card', 'NuBus'],
  ),
  160: 'PC-98/C20 add-on card',
  161: 'PC-98/C24 add-on card',
  162: 'PC-98/E add-on card',
  163: 'PC-98/Local bus add-on card',
  164: 'CXL add-on card',
};

export const ARRAY_USES = numbered(
  ...['Other', 'Unknown', 'System memory', 'Video memory', 'Flash memory', 'Non-volatile RAM', 'Cache memory'],
);

export const ERROR_CORRECTIONS = numbered(
  ...['Other', 'Unknown', 'none', 'Parity', 'Single-bit ECC', 'Multi-bit ECC', 'CRC'],
);

export const ERROR_TYPES = numbered(
  ...['Other', 'Unknown', 'OK', 'Bad read', 'Parity error', 'Single-bit error', 'Double-bit error', 'Multi-bit error'],
  ...['Nibble error', 'Checksum error', 'CRC error', 'Corrected single-bit error', 'Corrected error'],
  'Uncorrectable error',
);

export const ERROR_GRANULARITIES = numbered('Other', 'Unknown', 'Device level', 'Memory partition level');

export const ERROR_OPERATIONS = numbered('Other', 'Unknown', 'Read', 'Write', 'Partial write');
