import { decodeText } from '../../core/index.js';
import type { DeviceProperties } from '../../host/index.js';

/** udevd's messages begin with this (systemd's src/libsystemd/sd-device/device-monitor.c). */
const UDEV_MAGIC = Buffer.from('libudev\0', 'latin1');
const UDEV_MAGIC_NUMBER = 0xfeedcafe;
const UDEV_HEADER_BYTES = 40;
/** `ACTION@DEVPATH` of the kernel's. */
const KERNEL_HEAD = /^[a-z]+@\//;

/** `kernel`: as the kernel told it; `udevd`: with what udevd's rules made of it. */
export interface Uevent {
  readonly from: 'kernel' | 'udevd';
  /** `ACTION`, `DEVPATH`, `SUBSYSTEM`, …; of keys that come twice the last one counts, as it does for udevd. */
  readonly properties: DeviceProperties;
}

/** A message of NETLINK_KOBJECT_UEVENT; undefined for what is none, or is cut short. Pure. */
export function parseUeventMessage(bytes: Buffer): Uevent | undefined {
  if (bytes.length >= UDEV_HEADER_BYTES && bytes.subarray(0, 8).equals(UDEV_MAGIC)) return parseUdevd(bytes);
  const headEnd = bytes.indexOf(0);
  if (headEnd < 0 || !KERNEL_HEAD.test(bytes.toString('latin1', 0, headEnd))) return undefined;
  return ueventOf('kernel', bytes.subarray(headEnd + 1));
}

function parseUdevd(bytes: Buffer): Uevent | undefined {
  if (bytes.readUInt32BE(8) !== UDEV_MAGIC_NUMBER) return undefined;
  const start = bytes.readUInt32LE(16);
  const end = start + bytes.readUInt32LE(20);
  return start < UDEV_HEADER_BYTES || end > bytes.length ? undefined : ueventOf('udevd', bytes.subarray(start, end));
}

function ueventOf(from: Uevent['from'], bytes: Buffer): Uevent | undefined {
  if (bytes.at(-1) !== 0) return undefined; // the last property has an end, too
  const properties = new Map<string, string>();
  for (const assignment of decodeText(bytes).split('\0')) {
    const equals = assignment.indexOf('=');
    if (equals > 0) properties.set(assignment.slice(0, equals), assignment.slice(equals + 1));
  }
  return properties.has('ACTION') && properties.has('DEVPATH') ? { from, properties } : undefined;
}
