import * as fs from 'node:fs';
import t from 'tap';
import { Host, parseSmbios, smbiosString } from '../../../src/host/index.js';
import { cpuInfo } from '../../../src/tables/hardware/cpu-info.js';
import { memoryArrayMappedAddresses } from '../../../src/tables/hardware/memory-array-mapped-addresses.js';
import { memoryArrays } from '../../../src/tables/hardware/memory-arrays.js';
import { memoryDeviceMappedAddresses } from '../../../src/tables/hardware/memory-device-mapped-addresses.js';
import { memoryDevices } from '../../../src/tables/hardware/memory-devices.js';
import { memoryErrorInfo } from '../../../src/tables/hardware/memory-error-info.js';
import { oemStrings } from '../../../src/tables/hardware/oem-strings.js';
import { platformInfo } from '../../../src/tables/hardware/platform-info.js';
import { smbiosTables } from '../../../src/tables/hardware/smbios-tables.js';
import { scanTable } from '../scan.js';
import { b, DEBIAN_SMALL, structure } from './smbios-image.js';

const ROOT = 'test/hosts/debian-small';
const debian = new Host(ROOT);

const values = (rows: readonly Record<string, unknown>[]): unknown[][] => rows.map((row) => Object.values(row));

t.test('the recorded machine has the image that is spelled out beside this test', async (t) => {
  t.same(fs.readFileSync(`${ROOT}/sys/firmware/dmi/tables/DMI`), DEBIAN_SMALL);
});

t.test('smbios_tables', async (t) => {
  const rows = values(scanTable(smbiosTables, debian));
  t.equal(rows.length, 15);
  t.same(rows[3], [3, 11, 'OEM Strings', 0xb00, 5, 22, 'c5a96d860a2ea51adf26d0cb278cdce6']);
  t.same(rows[13]?.slice(0, 6), [13, 221, 'Unknown', 0x2000, 8, 10]);
  t.same(rows[14]?.slice(0, 6), [14, 127, 'End-of-Table', 0x7f00, 4, 6]);
});

t.test('platform_info', async (t) => {
  const common = { extra: null, firmware_type: 'uefi', volume_size: 0 };
  t.same(scanTable(platformInfo, debian), [
    {
      vendor: 'SeaBIOS',
      version: '1.16.2',
      date: '04/01/2014',
      revision: '1.2',
      ...common,
      address: '0xe800',
      size: String(32 * 2 ** 30),
    },
  ]);
  const id = { bios_vendor: 'Acme\n', bios_version: '2\n', bios_date: '01/02/2020\n', bios_release: '5.19\n' };
  const open = new Host(t.testdir({ sys: { class: { dmi: { id } }, firmware: {} } }));
  t.match(scanTable(platformInfo, open), [
    {
      vendor: 'Acme',
      version: '2',
      date: '01/02/2020',
      revision: '5.19',
      firmware_type: 'bios',
      address: null,
      size: null,
    },
  ]);
});

t.test('cpu_info', async (t) => {
  t.same(values(scanTable(cpuInfo, debian)), [
    ['CPU0', 'pc-q35-7.2', 'QEMU', '3', 0x41, '300', 600, '64', 2100, 4000, 'CPU 1'],
    ['DSP1', 'pc-q35-7.2', 'QEMU', '5', 0, null, null, '64', 2100, 4000, 'CPU 0'],
  ]);
});

t.test('oem_strings', async (t) => {
  t.same(values(scanTable(oemStrings, debian)), [
    ['0x0b00', 1, 'first'],
    ['0x0b00', 2, '$secret=x'],
  ]);
});

t.test('memory', async (t) => {
  t.same(values(scanTable(memoryArrays, debian)), [
    ['0x1000', 'System board or motherboard', 'System memory', 'Multi-bit ECC', 64, null, 3],
  ]);
  const module = ['DIMM 0', 'BANK 0', 'DDR5', 'Synchronous Registered (Buffered)'];
  const made = ['Example Memory', '00C0FFEE', null, 'PART-32G', 1100, null, 1100];
  t.same(values(scanTable(memoryDevices, debian)), [
    ['0x1100', '0x1000', 'DIMM', 72, 64, 131072, 0, ...module, 0x12345, 4800, ...made],
    ['0x1101', '0x1000', 'DIMM', 72, 64, 16384, 0, ...module, 4800, 4800, ...made],
    ['0x1102', '0x1000', ...Array(18).fill(null)],
    ['0x1103', '0x1000', 'DIMM', null, null, 1, null, 'OLD', null, 'SDRAM', ...Array(10).fill(null)],
  ]);
  t.same(values(scanTable(memoryErrorInfo, debian)), [
    ['0x1300', 'Multi-bit error', 'Device level', 'Read', null, null, '0x00001000', '0x00000040'],
  ]);
  t.same(values(scanTable(memoryArrayMappedAddresses, debian)), [
    ['0x1200', '0x1000', '0x00000000', '0x001fffff', 2],
    ['0x1201', '0x1000', '0x000100000000', '0x00013fffffff', 2],
  ]);
  t.same(values(scanTable(memoryDeviceMappedAddresses, debian)), [
    ['0x1400', '0x1100', '0x1200', '0x00000000', '0x000fffff', 1, 0, null],
  ]);
});

t.test('broken firmware', async (t) => {
  t.same(parseSmbios(Buffer.alloc(100)), [], 'zeros');
  t.same(parseSmbios(Buffer.from([4, 3, 0, 0, 0, 0])), [], 'a length that is none');
  t.same(parseSmbios(Buffer.from([4, 200, 0, 0])), [], 'a length past the end');
  t.equal(parseSmbios(Buffer.alloc(1 << 20, 4)).length, 1, 'texts without an end');
  const [strange] = parseSmbios(structure(11, 1, [b(255)], ['only', '\xff', '']));
  t.ok(strange);
  if (!strange) return;
  t.equal(smbiosString(strange, 1), 'only');
  for (const number of [0, -1, 4, 200]) t.equal(smbiosString(strange, number), null, `text ${number}`);
  for (let cut = 0; cut < DEBIAN_SMALL.length; cut++) parseSmbios(DEBIAN_SMALL.subarray(0, cut));
});

t.test('root alone may read it', async (t) => {
  const dir = t.testdir({
    sys: { firmware: { dmi: { tables: { DMI: '' } } } },
    '.host.json': JSON.stringify({ refused: ['/sys/firmware/dmi/tables/DMI'] }),
  });
  const warnings: string[] = [];
  t.same(scanTable(memoryDevices, new Host(dir), { warnings }), []);
  t.same(warnings, ['cannot read /sys/firmware/dmi/tables/DMI: permission denied']);
  t.same(scanTable(platformInfo, new Host(dir)), []);
});
