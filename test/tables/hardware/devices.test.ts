import t from 'tap';
import { HardwareIds, Host } from '../../../src/host/index.js';
import { blockDevices } from '../../../src/tables/hardware/block-devices.js';
import { diskEncryption } from '../../../src/tables/hardware/disk-encryption.js';
import { pciDevices } from '../../../src/tables/hardware/pci-devices.js';
import { usbDevices } from '../../../src/tables/hardware/usb-devices.js';
import { scanColumn, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');

const values = (rows: readonly Record<string, unknown>[]): unknown[][] => rows.map((row) => Object.values(row));

t.test('pci_devices', async (t) => {
  const redHat = 'Red Hat, Inc.';
  t.same(values(scanTable(pciDevices, debian)), [
    [
      ...['0000:00:00.0', 'Bridge', null, 'Intel Corporation', '0x8086', '440FX - 82441FX PMC [Natoma]', '0x1237'],
      ...['0x06', '0x00', 'Host bridge', '0x1af4', redHat, '0x1100', null],
    ],
    [
      ...['0000:00:02.0', 'Network controller', 'virtio-pci', redHat, '0x1af4', 'Virtio 1.0 network device', '0x1041'],
      ...['0x02', '0x00', 'Ethernet controller', '0x1af4', redHat, '0x1100', 'QEMU network card'],
    ],
    [
      ...['0000:00:03.0', 'Mass storage controller', 'virtio-pci', redHat, '0x1af4', 'Virtio 1.0 block device'],
      ...['0x1042', '0x01', '0x80', 'Mass storage controller', '0x0000', null, '0x0000', null],
    ],
    ['0000:00:04.0', ...Array(13).fill(null)],
  ]);
  t.same(scanColumn(pciDevices, debian, 'driver', { lookup: { pci_slot: ['0000:00:02.0', '../../usb'] } }), [
    'virtio-pci',
  ]);
  const before = debian.counters.filesOpened;
  scanTable(pciDevices, debian, { columns: ['pci_slot', 'driver'] });
  t.equal(debian.counters.filesOpened - before, 5, 'names are not looked up where nobody asks');
});

t.test('ids of hardware', async (t) => {
  const ids = new HardwareIds(
    '# x\r\n0001  One\n\t0002  Two\n\t\t0003 0004  Sub # of\n\n\t0005  Five\n0006  Six\n\t0002  Other\n',
  );
  t.equal(ids.vendor('0001'), 'One');
  t.equal(ids.device('0001', '0002'), 'Two');
  t.equal(ids.device('0001', '0005'), 'Five');
  t.equal(ids.device('0006', '0002'), 'Other');
  t.equal(ids.device('0006', '0005'), null, "another maker's");
  t.equal(ids.subsystem('0001', '0002', '0003', '0004'), 'Sub');
  t.equal(ids.subsystem('0001', '0005', '0003', '0004'), null);
  for (const odd of ['', '0002', '\n', '.']) t.equal(ids.vendor(odd), null, odd);
  t.equal(new HardwareIds('').vendor('0001'), null);
});

t.test('usb_devices', async (t) => {
  t.same(values(scanTable(usbDevices, debian)), [
    [1, 12, 'Adomax Technology Co., Ltd', '0627', null, 'Tablet of udev', '0001', null, '0', '0', '0', 1],
    [1, 8, 'Acme', 'abcd', null, 'Stick', null, null, null, null, null, 0],
    [1, 1, 'Linux Foundation', '1d6b', '0601', '2.0 root hub', '0002', '0000:00:01.2', '9', '0', '0', -1],
  ]);
});

t.test('block_devices', async (t) => {
  const disk = ['0x1af4', 'Disk of QEMU', 'SER-1'];
  t.same(values(scanTable(blockDevices, debian)), [
    ['/dev/cciss/c0d0', null, null, null, null, null, null, null, null, null],
    ['/dev/dm-0', '/dev/vda2', null, null, null, null, 4096, null, null, null],
    ['/dev/dm-1', '/dev/dm-0', null, null, null, null, null, null, null, null],
    ['/dev/loop0', null, null, null, null, 0, null, null, null, null],
    ['/dev/vda', null, ...disk, 41943040, 512, null, null, null],
    ['/dev/vda1', '/dev/vda', ...disk, 20969472, null, '7d2a9f3e-0c11-4c8e-9a67-52c1e0b4f8aa', 'ext4', 'the root'],
    ['/dev/vda2', '/dev/vda', ...disk, 20969472, null, null, 'crypto_LUKS', null],
  ]);
  const before = debian.counters.filesOpened;
  t.same(scanColumn(blockDevices, debian, 'name', { lookup: { name: ['/dev/vda1', 'vda'] } }), ['/dev/vda1']);
  t.equal(debian.counters.filesOpened - before, 1);
});

t.test('disk_encryption', async (t) => {
  t.same(values(scanTable(diskEncryption, debian)), [
    ['/dev/cciss/c0d0', null, 0, null, 'not encrypted'],
    ['/dev/dm-0', null, 1, 'LUKS2', 'encrypted'],
    ['/dev/dm-1', null, 1, 'LUKS2', 'encrypted'],
    ['/dev/loop0', null, 0, null, 'not encrypted'],
    ['/dev/vda', null, 0, null, 'not encrypted'],
    ['/dev/vda1', '7d2a9f3e-0c11-4c8e-9a67-52c1e0b4f8aa', 0, null, 'not encrypted'],
    ['/dev/vda2', null, 0, null, 'not encrypted'],
  ]);
});

t.test('a device built on itself ends', async (t) => {
  const loop = { slaves: { 'dm-0': '' }, dev: '253:0\n' };
  const host = new Host(t.testdir({ sys: { class: { block: { 'dm-0': loop } } } }));
  t.match(scanTable(diskEncryption, host), [{ name: '/dev/dm-0', encrypted: 0 }]);
});
