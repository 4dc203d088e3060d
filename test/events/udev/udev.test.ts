import { writeFileSync } from 'node:fs';
import t from 'tap';
import { HardwareRows, openUdev } from '../../../src/events/udev/source.js';
import { Observer } from '../observer.js';
import { until } from '../reader/stage.js';

const kernel = (...lines: string[]): Buffer => Buffer.from(`${lines.join('\0')}\0`);
const sent = (bytes: Buffer, more: object = {}) => ({ bytes, senderPort: 0, senderUid: 0, isCut: false, ...more });

const USB = kernel(
  ...['add@/devices/pci0000:00/usb1', 'ACTION=add', 'DEVPATH=/devices/pci0000:00/usb1', 'SUBSYSTEM=usb'],
  ...['DEVNAME=bus/usb/001/001', 'DEVTYPE=usb_device', 'DRIVER=usb', 'PRODUCT=1d6b/2/606', 'MAJOR=189', 'MINOR=0'],
);

function udevd(...properties: string[]): Buffer {
  const body = kernel(...properties);
  const header = Buffer.alloc(40);
  header.write('libudev\0', 'latin1');
  header.writeUInt32BE(0xfeedcafe, 8);
  for (const [at, value] of [
    [12, 40],
    [16, 40],
    [20, body.length],
  ] as const)
    header.writeUInt32LE(value, at);
  return Buffer.concat([header, body]);
}

t.test("the kernel's messages, with names from the lists of ids", async (t) => {
  const seen = new Observer('test/hosts/debian-small');
  const rows = new HardwareRows({ disabledTypes: ['partition'] }, seen.context);
  rows.take(sent(USB));
  t.match(seen.take(), [
    [
      'hardware_events',
      {
        action: 'add',
        path: '/dev/bus/usb/001/001',
        type: 'usb_device',
        driver: 'usb',
        vendor: 'Linux Foundation',
        vendor_id: '1d6b',
        model: '2.0 root hub',
        model_id: '0002',
        revision: '0606',
      },
    ],
  ]);
  rows.take(sent(kernel('add@/x', 'ACTION=add', 'DEVPATH=/x', 'DEVTYPE=partition', 'DEVNAME=sda1')));
  rows.take(sent(kernel('add@/x', 'ACTION=add', 'DEVPATH=/x', 'DEVNAME=tty1')));
  rows.take(sent(udevd('ACTION=add', 'DEVPATH=/x', 'DEVTYPE=disk', 'DEVNAME=/dev/sda'), { senderPort: 7 }));
  t.same(seen.take(), [], 'switched off, of no kind, of udevd that does not run');
});

t.test('what is forged, torn and too long', async (t) => {
  const seen = new Observer('test/hosts/debian-small');
  const rows = new HardwareRows({ disabledTypes: [] }, seen.context);
  rows.take(sent(USB, { senderUid: 1000 }));
  rows.take(sent(USB, { senderUid: null }));
  rows.take(sent(USB, { senderPort: 4711 }));
  t.same(seen.take(), []);
  t.equal(seen.said.length, 3);
  rows.take(sent(USB.subarray(0, -1)));
  rows.take(sent(udevd('ACTION=add', 'DEVPATH=/x').subarray(0, 50), { senderPort: 7 }));
  rows.take(sent(USB, { isCut: true }));
  t.same(seen.take(), [
    ['gap', 'a message about a device was malformed', 1],
    ['gap', 'a message about a device was malformed', 1],
    ['gap', 'a message about a device was too long', 1],
  ]);
});

const LOOP = '/sys/block/loop0/uevent';
const skip = process.getuid?.() === 0 ? false : 'needs root';

t.test('a device of this machine', { skip }, async (t) => {
  const seen = new Observer('', true);
  const source = openUdev({ disabledTypes: ['partition'] }, seen.context);
  t.teardown(() => source.close());
  try {
    writeFileSync(LOOP, 'change');
  } catch {
    return t.pass('no loop device here');
  }
  await until(() => {
    source.read();
    return seen.rows('hardware_events').some(({ path, action }) => path === '/dev/loop0' && action === 'change');
  });
  return t.pass();
});
