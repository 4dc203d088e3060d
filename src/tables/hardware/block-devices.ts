import { COST, tableOf } from '../../catalog/index.js';
import { parseCount, readOrWarn } from '../../host/index.js';
import { type BlockDevice, listBlockDevices } from './block-device.js';

const { table, bigint, integer, text } = tableOf<BlockDevice>();

const attribute = { cost: COST.file } as const;
const udev = { cost: 2 * COST.file, group: 'udev' } as const;

/** A partition has its disk's maker, model and serial. */
const ofDisk = (description: string, ...paths: readonly string[]) =>
  text(
    description,
    (device) => {
      const disk = device.parent ?? device;
      for (const path of paths) {
        const value = disk.attribute(path);
        if (value !== null) return value;
      }
      return null;
    },
    { cost: 2 * COST.file },
  );

/** What file systems are on them comes from udev's records, where there are none from the devices themselves. */
export const blockDevices = table({
  name: 'block_devices',
  description: 'Disks, partitions and what is built on them',
  rows: 15,
  rowCost: COST.syscall,
  sources: ['/sys/class/block', '/run/udev/data', 'the first blocks of the devices'],
  examples: [
    "SELECT name, size * 512 AS bytes, type FROM block_devices WHERE parent = '/dev/sda'",
    'SELECT name, vendor, model, serial FROM block_devices WHERE parent IS NULL',
  ],
  columns: {
    name: text('Device file', (device) => device.name, { key: { unique: true } }),
    parent: text(
      'Disk of a partition, or the first device it is built on; null for a disk',
      ({ parent }) => parent?.name,
      {
        cost: COST.file,
      },
    ),
    vendor: ofDisk('Who made the disk', 'device/vendor', 'device/device/vendor'),
    model: ofDisk('Name of the disk', 'device/model'),
    serial: ofDisk('Serial number or world-wide id of the disk', 'device/wwid', 'device/serial', 'serial'),
    size: bigint('Size in sectors of 512 bytes', (device) => parseCount(device.attribute('size') ?? ''), attribute),
    block_size: integer(
      'Bytes of its logical blocks, null for a partition',
      (device) => smallCount(device.attribute('queue/logical_block_size')),
      attribute,
    ),
    uuid: text(
      'Id of the file system on it',
      (device) => unescaped(device.udev('ID_FS_UUID_ENC')) ?? device.volume?.uuid,
      {
        ...udev,
        collation: 'nocase',
      },
    ),
    type: text(
      'Kind of file system on it, such as ext4 or crypto_LUKS',
      (device) => device.udev('ID_FS_TYPE') ?? device.volume?.type,
      udev,
    ),
    label: text(
      'Label of the file system on it',
      (device) => unescaped(device.udev('ID_FS_LABEL_ENC')) ?? device.volume?.label,
      udev,
    ),
  },
  *scan({ host, lookup, warn }) {
    yield* readOrWarn([], warn, () => [...listBlockDevices(host, lookup.name?.values)]);
  },
});

const smallCount = (text: string | null): number | null => (text === null ? null : Number(parseCount(text)) || null);

/** udev writes what is no plain character as `\x20`. */
const unescaped = (text: string | null): string | null =>
  text && decodeURIComponentOr(text, text.replaceAll('%', '%25').replace(/\\x([0-9a-f]{2})/gi, '%$1'));

function decodeURIComponentOr(otherwise: string, escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return otherwise; // bytes that are no UTF-8
  }
}
