import { COST, tableOf } from '../../catalog/index.js';
import {
  type DeviceProperties,
  type HardwareIds,
  type Host,
  leadingNumber,
  readAttribute,
  readOrWarn,
  readUdev,
  readUevent,
  readUsbIds,
} from '../../host/index.js';

const FOLDER = '/sys/bus/usb/devices';

class UsbDevice {
  #udev: DeviceProperties | undefined;
  constructor(
    readonly host: Host,
    readonly folder: string,
    readonly uevent: DeviceProperties,
    readonly ids: () => HardwareIds,
  ) {}

  attribute(name: string): string | null {
    return readAttribute(this.host, `${this.folder}/${name}`);
  }

  udev(name: string): string | null {
    this.#udev ??= readUdev(this.host, `c${this.uevent.get('MAJOR')}:${this.uevent.get('MINOR')}`);
    return this.#udev.get(name) || null;
  }

  /** Class, subclass and protocol are decimal numbers with slashes between. */
  kind(at: number): string | null {
    return this.uevent.get('TYPE')?.split('/')[at] || null;
  }
}

const { table, integer, text } = tableOf<UsbDevice>();

const attribute = { cost: COST.file } as const;
const nocase = { ...attribute, collation: 'nocase' } as const;
const named = { cost: 2 * COST.file } as const;

/** Whole devices, root hubs included; not their interfaces. */
export const usbDevices = table({
  name: 'usb_devices',
  description: 'Devices on USB buses',
  rows: 10,
  rowCost: COST.file,
  sources: ['/sys/bus/usb/devices', '/run/udev/data', 'usb.ids'],
  examples: [
    'SELECT vendor, model, serial FROM usb_devices WHERE removable = 1',
    "SELECT * FROM usb_devices WHERE class = '9'",
  ],
  columns: {
    usb_address: integer('Number of the bus', ({ uevent }) => leadingNumber(uevent.get('BUSNUM'))),
    usb_port: integer('Number of the device on it', ({ uevent }) => leadingNumber(uevent.get('DEVNUM'))),
    vendor: text('Who made it', vendorOf, named),
    vendor_id: text('Id of the maker, four hexadecimal digits', (device) => device.attribute('idVendor'), nocase),
    version: text('Release of the device, four digits', (device) => device.attribute('bcdDevice'), {
      ...attribute,
      collation: 'version',
    }),
    model: text('Name of the device', modelOf, named),
    model_id: text('Id of the device, four hexadecimal digits', (device) => device.attribute('idProduct'), nocase),
    serial: text('Serial number', (device) => device.attribute('serial'), attribute),
    class: text('Number of its class, 0 where its interfaces have their own', (device) => device.kind(0)),
    subclass: text('Number of its subclass', (device) => device.kind(1)),
    protocol: text('Number of its protocol', (device) => device.kind(2)),
    removable: integer(
      '1 where it can be taken off, 0 where it is fixed, -1 where nobody knows',
      removableOf,
      attribute,
    ),
  },
  *scan({ host, shared, warn }) {
    const ids = (): HardwareIds => shared(host, readUsbIds);
    for (const name of readOrWarn([], warn, () => host.list(FOLDER)).sort()) {
      if (name.includes(':')) continue; // an interface
      const uevent = readUevent(host, `${FOLDER}/${name}`);
      if (uevent.has('BUSNUM') && uevent.has('DEVNUM')) yield new UsbDevice(host, `${FOLDER}/${name}`, uevent, ids);
    }
  },
});

function vendorOf(device: UsbDevice): string | null {
  return (
    device.udev('ID_VENDOR_FROM_DATABASE') ??
    device.ids().vendor(device.attribute('idVendor') ?? '') ??
    device.attribute('manufacturer')
  );
}

function modelOf(device: UsbDevice): string | null {
  return (
    device.udev('ID_MODEL_FROM_DATABASE') ??
    device.ids().device(device.attribute('idVendor') ?? '', device.attribute('idProduct') ?? '') ??
    device.attribute('product')
  );
}

function removableOf(device: UsbDevice): number {
  const removable = device.attribute('removable');
  return removable === 'removable' ? 1 : removable === 'fixed' ? 0 : -1;
}
