import * as fs from 'node:fs';
import * as path from 'node:path';
import t from 'tap';
import { Host, parseEdid } from '../../../src/host/index.js';
import { battery } from '../../../src/tables/hardware/battery.js';
import { graphicsAdapters } from '../../../src/tables/hardware/graphics-adapters.js';
import { scanTable } from '../scan.js';

const live = new Host();
const supplies = (power_supply: Record<string, Record<string, string>>): Host =>
  new Host(t.testdir({ sys: { class: { power_supply } } }));
const shown = (host: Host): unknown[][] => scanTable(battery, host).map(Object.values);

t.test('a battery that counts charge', async (t) => {
  const host = supplies({
    AC: { type: 'Mains\n', online: '0\n' },
    mouse: { type: 'Battery', scope: 'Device', capacity: '50' },
    BAT1: { type: 'Battery', present: '0' },
    BAT0: {
      type: 'Battery\n',
      status: 'Discharging\n',
      manufacturer: 'SANYO\n',
      model_name: '45N1 \n',
      serial_number: ' 3701\n',
      technology: 'Li-poly\n',
      cycle_count: '0\n',
      charge_full_design: '4000000\n',
      charge_full: '3600000\n',
      charge_now: '1800000\n',
      current_now: '-900000\n',
      voltage_now: '11400000\n',
      capacity: '50\n',
      manufacture_year: '2020',
      manufacture_month: '2',
      manufacture_day: '29',
    },
  });
  t.same(shown(host), [
    [
      ...['SANYO', '45N1', '3701', null, 'Battery Power', 0, 0],
      ...[4000, 3600, 1800, 50, -900, 11400, 120, null, 'Li-poly', null, 1582934400],
    ],
  ]);
});

t.test('a battery that counts energy, and one that tells little', async (t) => {
  const energy = {
    type: 'Battery',
    status: 'Charging',
    cycle_count: '31',
    energy_full_design: '50000000',
    energy_full: '40000000',
    energy_now: '30000000',
    power_now: '20000000',
    voltage_min_design: '10000000',
    voltage_now: '12500000',
  };
  t.same(shown(supplies({ BAT0: energy })), [
    [null, null, null, 31, 'AC Power', 1, 0, 5000, 4000, 3000, 75, 1600, 12500, null, 38, null, null, null],
  ]);
  const timed = { type: 'Battery', status: 'Discharging', time_to_empty_now: '600', charge_full: 'junk' };
  t.same(shown(supplies({ BAT0: timed }))[0]?.slice(4, 15), [
    'Battery Power',
    0,
    0,
    ...Array<null>(6).fill(null),
    10,
    null,
  ]);
  t.same(shown(supplies({ BAT0: { type: 'Battery', status: 'Full' } }))[0]?.slice(4, 7), ['AC Power', 0, 1]);
  t.same(shown(supplies({ BAT0: { type: 'Battery' } }))[0]?.slice(4, 7), [null, 0, 0]);
  t.same(shown(new Host(t.testdir({}))), []);
  for (const row of scanTable(battery, live))
    t.ok(row.percent_remaining === null || Number(row.percent_remaining) <= 100);
});

/** An EDID of a display that calls itself by these words. */
function edid(model: string | null, serial: string | null, number: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write('00ffffffffffff00', 'hex');
  bytes.writeUInt16BE((4 << 10) | (5 << 5) | 12, 8); // DEL
  bytes.writeUInt32LE(number, 12);
  bytes[17] = 31;
  bytes[21] = 60;
  bytes[22] = 34;
  // 2560 x 1440 pixels, 597 x 336 mm
  Buffer.from('565e00a0a0a029503020350055502100001a', 'hex').copy(bytes, 54);
  const describe = (at: number, kind: number, text: string | null): void => {
    if (text !== null)
      Buffer.from(`\0\0\0${String.fromCharCode(kind)}\0${text}`.padEnd(18, ' '), 'latin1').copy(bytes, at);
    else bytes[at + 3] = 0x10;
  };
  describe(72, 0xff, serial);
  describe(90, 0xfc, model);
  bytes[111] = 0x10;
  return bytes;
}

t.test('what displays tell', async (t) => {
  const full = { vendor: 'DEL', year: 2021, width: 2560, height: 1440, widthMm: 597, heightMm: 336 };
  t.same(parseEdid(edid('DELL U2720\n', 'ABC123\n', 7)), { ...full, model: 'DELL U2720', serial: 'ABC123' });
  t.same(parseEdid(edid(null, null, 7)), { ...full, model: null, serial: '7' });
  t.same(parseEdid(edid(null, null, 0)), { ...full, model: null, serial: null });
  t.same(parseEdid(Buffer.alloc(128)), null);
  t.same(parseEdid(edid('x', null, 0).subarray(0, 127)), null);
  const blank = Buffer.alloc(128);
  blank.write('00ffffffffffff00', 'hex');
  t.match(parseEdid(blank), { width: null, height: null, widthMm: null, year: null });
  for (let at = 0; at < 128; at++) {
    const forged = edid('x', 'y', 1);
    forged[at] = 0xff;
    parseEdid(forged);
  }
});

t.test('graphics_adapters', async (t) => {
  const pci = (id: string, slot: string, driver = ''): string =>
    `${driver}PCI_CLASS=30000\nPCI_ID=${id}\nPCI_SLOT_NAME=${slot}\n`;
  const root = t.testdir({
    usr: { share: { misc: { 'pci.ids': '1002  AMD\n\t67df  Polaris\n8086  Intel\n\t0412  HD Graphics\n' } } },
    sys: {
      bus: {
        pci: {
          devices: {
            '0000:00:02.0': { class: '0x030000\n', uevent: pci('8086:0412', '0000:00:02.0') },
            '0000:01:00.0': { class: '0x030000\n', uevent: pci('1002:67DF', '0000:01:00.0', 'DRIVER=amdgpu\n') },
            '0000:00:1f.0': { class: '0x060100\n' },
          },
        },
      },
      class: {
        drm: {
          version: 'drm 1.1.0',
          renderD128: {},
          card1: {
            device: {
              uevent: pci('1002:67DF', '0000:01:00.0', 'DRIVER=amdgpu\n'),
              mem_info_vram_total: '8589934592\n',
            },
          },
          'card1-DP-1': { status: 'disconnected\n', enabled: 'disabled\n' },
          'card1-HDMI-A-1': { status: 'connected\n', enabled: 'enabled\n' },
          'card1-DP-2': { status: 'connected\n', enabled: 'disabled\n', edid: '' },
          card10: { device: { uevent: 'DRIVER=vkms\n' } },
        },
      },
    },
  });
  fs.writeFileSync(path.join(root, 'sys/class/drm/card1-HDMI-A-1/edid'), edid('DELL U2720\n', null, 0));
  const amd = ['card1', '0000:01:00.0', 'AMD', '0x1002', 'Polaris', '0x67df', 'amdgpu', 8589934592];
  const none = Array<null>(8).fill(null);
  t.same(scanTable(graphicsAdapters, new Host(root)).map(Object.values), [
    [...amd, 'DP-2', 0, ...none],
    [...amd, 'HDMI-A-1', 1, 'DEL', 'DELL U2720', null, 2021, 2560, 1440, 597, 336],
    ['card10', null, null, null, null, null, 'vkms', null, null, null, ...none],
    [null, '0000:00:02.0', 'Intel', '0x8086', 'HD Graphics', '0x0412', null, null, null, null, ...none],
  ]);
  t.same(scanTable(graphicsAdapters, new Host(t.testdir({}))), []);
  scanTable(graphicsAdapters, live);
});
