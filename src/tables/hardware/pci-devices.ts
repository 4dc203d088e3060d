import { COST, tableOf } from '../../catalog/index.js';
import {
  type DeviceProperties,
  type HardwareIds,
  type Host,
  readOrWarn,
  readPciIds,
  readUdev,
  readUevent,
} from '../../host/index.js';

const FOLDER = '/sys/bus/pci/devices';

class PciDevice {
  #udev: DeviceProperties | undefined;
  readonly #uevent: DeviceProperties;
  constructor(
    readonly host: Host,
    readonly slot: string,
    readonly ids: () => HardwareIds,
  ) {
    this.#uevent = readUevent(host, `${FOLDER}/${slot}`);
  }

  kernel(name: string): string | null {
    return this.#uevent.get(name) || null;
  }

  udev(name: string): string | null {
    this.#udev ??= readUdev(this.host, `+pci:${this.slot}`);
    return this.#udev.get(name) || null;
  }

  /** `8086:1237` as two texts of four hexadecimal digits. */
  pair(name: string): readonly [vendor: string, device: string] | null {
    const [, vendor, device] = /^([0-9a-f]{4}):([0-9a-f]{4})$/i.exec(this.kernel(name) ?? '') ?? [];
    return vendor === undefined || device === undefined ? null : [vendor.toLowerCase(), device.toLowerCase()];
  }

  /** Class, subclass and interface in two digits each; the kernel leaves out zeros in front. */
  get classes(): readonly [kind: string, subclass: string] | null {
    const code = this.kernel('PCI_CLASS')?.toLowerCase().padStart(6, '0') ?? '';
    return /^[0-9a-f]{6}$/.test(code) ? [code.slice(0, 2), code.slice(2, 4)] : null;
  }
}

const { table, text } = tableOf<PciDevice>();

const nocase = { collation: 'nocase' } as const;
const named = { cost: COST.file, group: 'names' } as const;
const prefixed = (digits: string | undefined): string | null => (digits === undefined ? null : `0x${digits}`);

/** Names come from the system's list of ids, else from udev's. */
export const pciDevices = table({
  name: 'pci_devices',
  description: 'Devices on PCI buses',
  rows: 30,
  rowCost: COST.file,
  sources: ['/sys/bus/pci/devices', '/run/udev/data', 'pci.ids'],
  examples: [
    'SELECT pci_slot, vendor, model, driver FROM pci_devices',
    "SELECT * FROM pci_devices WHERE pci_class_id = '0x02' AND driver IS NULL",
  ],
  columns: {
    pci_slot: text('Domain, bus, device and function', (device) => device.slot, { key: { unique: true } }),
    pci_class: text(
      'Kind of device, such as Display controller',
      (device) => device.udev('ID_PCI_CLASS_FROM_DATABASE') ?? device.ids().class(device.classes?.[0] ?? ''),
      named,
    ),
    driver: text('Driver in charge, null for none', (device) => device.kernel('DRIVER')),
    vendor: text('Who made it', vendorOf, named),
    vendor_id: text('Id of the maker, hexadecimal', (device) => prefixed(device.pair('PCI_ID')?.[0]), nocase),
    model: text('Name of the device', modelOf, named),
    model_id: text('Id of the device, hexadecimal', (device) => prefixed(device.pair('PCI_ID')?.[1]), nocase),
    pci_class_id: text('Id of the kind, hexadecimal', (device) => prefixed(device.classes?.[0]), nocase),
    pci_subclass_id: text('Id of the kind within it, hexadecimal', (device) => prefixed(device.classes?.[1]), nocase),
    pci_subclass: text(
      'Kind within it, such as VGA compatible controller',
      (device) =>
        device.udev('ID_PCI_SUBCLASS_FROM_DATABASE') ??
        device.ids().subclass(...(device.classes ?? (['', ''] as const))),
      named,
    ),
    subsystem_vendor_id: text(
      'Id of who made the card, hexadecimal',
      (device) => prefixed(device.pair('PCI_SUBSYS_ID')?.[0]),
      nocase,
    ),
    subsystem_vendor: text(
      'Who made the card',
      (device) => device.ids().vendor(device.pair('PCI_SUBSYS_ID')?.[0] ?? ''),
      named,
    ),
    subsystem_model_id: text(
      'Id of the card, hexadecimal',
      (device) => prefixed(device.pair('PCI_SUBSYS_ID')?.[1]),
      nocase,
    ),
    subsystem_model: text('Name of the card', subsystemOf, named),
  },
  *scan({ host, lookup, shared, warn }) {
    const ids = (): HardwareIds => shared(host, readPciIds);
    const wanted = lookup.pci_slot?.values && new Set(lookup.pci_slot.values);
    for (const slot of readOrWarn([], warn, () => host.list(FOLDER)).sort())
      if (!wanted || wanted.has(slot)) yield new PciDevice(host, slot, ids);
  },
});

function vendorOf(device: PciDevice): string | null {
  const [vendor] = device.pair('PCI_ID') ?? [];
  return device.ids().vendor(vendor ?? '') ?? device.udev('ID_VENDOR_FROM_DATABASE');
}

function modelOf(device: PciDevice): string | null {
  const [vendor = '', model = ''] = device.pair('PCI_ID') ?? [];
  return device.ids().device(vendor, model) ?? device.udev('ID_MODEL_FROM_DATABASE');
}

function subsystemOf(device: PciDevice): string | null {
  const own = device.pair('PCI_ID');
  const card = device.pair('PCI_SUBSYS_ID');
  return own && card && device.ids().subsystem(...own, ...card);
}
