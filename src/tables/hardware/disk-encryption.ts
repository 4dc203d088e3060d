import { COST, tableOf } from '../../catalog/index.js';
import { readOrWarn } from '../../host/index.js';
import { type BlockDevice, listBlockDevices } from './block-device.js';

const { table, integer, text } = tableOf<BlockDevice>();

const none = (): null => null;
const dm = { cost: 2 * COST.file, group: 'dm' } as const;

/** How dm-crypt encrypts what goes through the device or one below it, null where nothing does. */
function encryptionOf(device: BlockDevice): string | null {
  for (let at: BlockDevice | null = device; at; at = at.parent) {
    const format = /^CRYPT-([A-Z0-9]+)-/.exec(at.attribute('dm/uuid') ?? '')?.[1];
    if (format !== undefined) return format;
  }
  return null;
}

/** The device that shows the plain data is encrypted, and what is built on it; what it is stored on is not. */
export const diskEncryption = table({
  name: 'disk_encryption',
  description: 'Whether what is written to block devices is encrypted by dm-crypt (LUKS, plain, …)',
  rows: 15,
  rowCost: COST.syscall,
  sources: ['/sys/class/block', '/run/udev/data'],
  examples: [
    "SELECT m.path, e.encrypted FROM mounts AS m JOIN disk_encryption AS e ON e.name = m.device_alias WHERE m.path = '/'",
    'SELECT name, type FROM disk_encryption WHERE encrypted = 1',
  ],
  columns: {
    name: text('Device file', (device) => device.name, { key: { unique: true } }),
    uuid: text('Id of the file system on it', (device) => device.udev('ID_FS_UUID') ?? device.volume?.uuid, {
      cost: 2 * COST.file,
      collation: 'nocase',
    }),
    encrypted: integer('1 where it is, else 0', (device) => (encryptionOf(device) === null ? 0 : 1), dm),
    type: text('Format, such as LUKS2 or PLAIN', encryptionOf, dm),
    encryption_status: text(
      'encrypted or not encrypted',
      (device) => (encryptionOf(device) === null ? 'not encrypted' : 'encrypted'),
      dm,
    ),
    uid: text('macOS: user who can unlock it', none, { hidden: true }),
    user_uuid: text('macOS: UUID of that user', none, { hidden: true, collation: 'nocase' }),
    filevault_status: text('macOS: state of FileVault', none, { hidden: true }),
  },
  *scan({ host, lookup, warn }) {
    yield* readOrWarn([], warn, () => [...listBlockDevices(host, lookup.name?.values)]);
  },
});
