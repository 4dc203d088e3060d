import { type DeviceProperties, type Host, readAttribute, readOr, readUdev } from '../../host/index.js';
import type { EventRow } from '../source.js';
import type { DeviceNames } from './device-names.js';
import type { Uevent } from './message.js';
import type { UdevSettings } from './settings.js';

/** What rows are made with. */
export interface Surroundings {
  readonly host: Host;
  readonly names: DeviceNames;
}

/**
 * A row of hardware_events; undefined for what is no device of its own kind, is switched off, or has neither a node nor a
 * driver. What udevd found out comes with its message; of the kernel's messages it is looked up in udevd's notes, and where
 * there are none in what the kernel says itself.
 */
export function hardwareRow(
  uevent: Uevent,
  settings: UdevSettings,
  { host, names }: Surroundings,
): EventRow | undefined {
  const { properties } = uevent;
  const type = properties.get('DEVTYPE') ?? '';
  if (type === '' || settings.disabledTypes.includes(type)) return undefined;
  const path = nodeOf(properties);
  const driver = properties.get('DRIVER') || driverOf(host, properties);
  if (path === null && !driver) return undefined;

  const known = uevent.from === 'udevd' ? properties : readUdev(host, udevId(properties));
  const told = idsOf(properties);
  const vendorId = known.get('ID_VENDOR_ID')?.replace(/^0x/, '') || told?.vendor;
  const modelId = known.get('ID_MODEL_ID')?.replace(/^0x/, '') || told?.model;
  const bus = told?.bus ?? (known.get('ID_BUS') === 'pci' ? 'pci' : 'usb');
  const isNamed = vendorId !== undefined && ID.test(vendorId);
  const model =
    known.get('ID_MODEL_FROM_DATABASE') ||
    (isNamed && modelId !== undefined && ID.test(modelId)
      ? names.model(bus, vendorId.toLowerCase(), modelId.toLowerCase())
      : null);
  if (path === null && !model) return undefined;
  return {
    action: properties.get('ACTION'),
    path,
    type,
    driver,
    vendor: known.get('ID_VENDOR_FROM_DATABASE') || (isNamed ? names.vendor(bus, vendorId.toLowerCase()) : null),
    vendor_id: vendorId,
    model,
    model_id: modelId,
    serial: known.get('ID_SERIAL_SHORT') || (told?.bus === 'usb' ? serialOf(host, properties) : null),
    revision: known.get('ID_REVISION') || told?.revision,
  };
}

const ID = /^[0-9a-f]{4}$/i;

/** The device's node, absolute; the kernel's messages have it relative to /dev. */
function nodeOf(properties: DeviceProperties): string | null {
  const name = properties.get('DEVNAME');
  return !name ? null : name.startsWith('/') ? name : `/dev/${name}`;
}

/** A path of the kernel's stays inside of /sys. */
function folderOf(properties: DeviceProperties): string | null {
  const path = properties.get('DEVPATH') ?? '';
  return path.startsWith('/') && !path.split('/').includes('..') ? `/sys${path}` : null;
}

function driverOf(host: Host, properties: DeviceProperties): string | null {
  const folder = folderOf(properties);
  return folder && readOr(null, () => host.readLink(`${folder}/driver`).split('/').at(-1) || null);
}

function serialOf(host: Host, properties: DeviceProperties): string | null {
  const folder = folderOf(properties);
  return folder && readAttribute(host, `${folder}/serial`);
}

/** The name of udevd's notes on a device (systemd's sd-device, `device_get_device_id`). */
function udevId(properties: DeviceProperties): string {
  const [major, minor, interfaceIndex] = ['MAJOR', 'MINOR', 'IFINDEX'].map((key) => properties.get(key) ?? '');
  const subsystem = properties.get('SUBSYSTEM') ?? '';
  if (NUMBER.test(major ?? '') && NUMBER.test(minor ?? '')) {
    return `${subsystem === 'block' ? 'b' : 'c'}${major}:${minor}`;
  }
  if (NUMBER.test(interfaceIndex ?? '')) return `n${interfaceIndex}`;
  const name = properties.get('DEVPATH')?.split('/').at(-1) ?? '';
  return `+${subsystem.replaceAll('/', '!')}:${name}`;
}

const NUMBER = /^\d+$/;

interface Ids {
  readonly bus: 'usb' | 'pci';
  readonly vendor: string;
  readonly model: string;
  readonly revision?: string;
}

/** What the kernel says of a device's make: `PRODUCT=1d6b/2/606` of USB, `PCI_ID=8086:1237`. */
function idsOf(properties: DeviceProperties): Ids | undefined {
  const pci = /^([0-9A-F]{4}):([0-9A-F]{4})$/i.exec(properties.get('PCI_ID') ?? '');
  if (pci) return { bus: 'pci', vendor: lower(pci[1]), model: lower(pci[2]) };
  const usb = /^([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})$/i.exec(properties.get('PRODUCT') ?? '');
  if (!usb) return undefined;
  return { bus: 'usb', vendor: lower(usb[1]), model: lower(usb[2]), revision: lower(usb[3]) };
}

const lower = (digits = ''): string => digits.toLowerCase().padStart(4, '0');
