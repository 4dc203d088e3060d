import { tableOf } from '../../catalog/index.js';
import { type SmbiosStructure, smbiosByte, smbiosText, smbiosWord } from '../../host/index.js';
import { structuresOf } from './smbios.js';

interface Processor {
  readonly structure: SmbiosStructure;
  /** Among all processors, from 0. */
  readonly at: number;
}

const { table, integer, text } = tableOf<Processor>();

const none = (): null => null;
const foreign = { hidden: true };

const KINDS: Readonly<Record<number, string>> = { 3: 'CPU', 4: 'MATH', 5: 'DSP', 6: 'GPU' };
const PROCESSOR_TYPE = 5;
const SUPPORTS_64_BITS = 1 << 2;

/** A row per socket, filled or not. */
export const cpuInfo = table({
  name: 'cpu_info',
  description: 'Processors as the firmware lists them, one row for each socket; root alone may read it',
  rows: 2,
  sources: ['/sys/firmware/dmi/tables/DMI (SMBIOS type 4)', '/proc/cpuinfo'],
  privileges: "root: the firmware's tables are closed to others",
  examples: [
    'SELECT device_id, model, number_of_cores, max_clock_speed FROM cpu_info',
    'SELECT count(*) AS empty_sockets FROM cpu_info WHERE cpu_status & 64 = 0',
  ],
  columns: {
    device_id: text('CPU, MATH, DSP or GPU, and a number from 0', ({ structure, at }) => {
      const kind = KINDS[smbiosByte(structure, PROCESSOR_TYPE) ?? 0];
      return kind === undefined ? null : `${kind}${at}`;
    }),
    model: text('Version of the processor, which is its name', ({ structure }) => smbiosText(structure, 0x10)),
    manufacturer: text('Who made it', ({ structure }) => smbiosText(structure, 7)),
    processor_type: text('3 central, 4 math, 5 DSP, 6 video', ({ structure }) =>
      toText(smbiosByte(structure, PROCESSOR_TYPE)),
    ),
    cpu_status: integer('Bit 6: the socket is filled; lower three bits: 1 enabled, 2 and 3 disabled, 4 idle', (row) =>
      smbiosByte(row.structure, 0x18),
    ),
    number_of_cores: text('Cores of the processor', ({ structure }) => toText(countAt(structure, 0x23, 0x2a))),
    logical_processors: integer('Threads of the processor', ({ structure }) => countAt(structure, 0x25, 0x2e)),
    address_width: text('64 or 32 bits', ({ structure }) => {
      const traits = smbiosWord(structure, 0x26);
      return traits === null ? null : traits & SUPPORTS_64_BITS ? '64' : '32';
    }),
    current_clock_speed: integer('MHz it was started with', ({ structure }) => smbiosWord(structure, 0x16)),
    max_clock_speed: integer('MHz the board can give it', ({ structure }) => smbiosWord(structure, 0x14)),
    socket_designation: text('Name of the socket on the board', ({ structure }) => smbiosText(structure, 4)),
    availability: text('Windows: whether it works', none, foreign),
    load_percentage: integer('Windows: load', none, foreign),
    number_of_efficiency_cores: integer('macOS: cores that save energy', none, foreign),
    number_of_performance_cores: integer('macOS: cores that are fast', none, foreign),
  },
  *scan(request) {
    let at = 0;
    for (const structure of structuresOf(request, 4)) yield { structure, at: at++ };
  },
});

const toText = (value: number | null): string | null => (value === null ? null : String(value));

/** A byte, or the word at `wideOffset` for 255 and more; 0 is unknown. */
function countAt(structure: SmbiosStructure, offset: number, wideOffset: number): number | null {
  const count = smbiosByte(structure, offset);
  return (count === 0xff ? (smbiosWord(structure, wideOffset) ?? count) : count) || null;
}
