import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { linesOf } from '../words.js';

/** Properties of a device, by name. */
export type DeviceProperties = ReadonlyMap<string, string>;

const NONE: DeviceProperties = new Map();

/** What the kernel says of a device, by its folder in `/sys`; nothing where it does not. */
export const readUevent = (host: Host, folder: string): DeviceProperties =>
  readOr(NONE, () => parseUevent(host.readText(`${folder}/uevent`)));

/**
 * What udev found out about a device. Its id is `b8:1` for a block device, `c189:3` for a character device, else
 * `+pci:0000:00:02.0`. Nothing where no udev runs, such as in containers.
 */
export const readUdev = (host: Host, id: string): DeviceProperties =>
  readOr(NONE, () => parseUdev(host.readText(`/run/udev/data/${id}`)));

/** `KEY=value` per line. Pure. */
export const parseUevent = (text: string): DeviceProperties => new Map(assignments(linesOf(text)));

/** `E:KEY=value` among lines of other kinds. Pure. */
export function parseUdev(text: string): DeviceProperties {
  const lines = [...linesOf(text)].filter((line) => line.startsWith('E:'));
  return new Map(assignments(lines.map((line) => line.slice(2))));
}

function* assignments(lines: Iterable<string>): Generator<[string, string]> {
  for (const line of lines) {
    const equals = line.indexOf('=');
    if (equals > 0) yield [line.slice(0, equals), line.slice(equals + 1)];
  }
}

/** An attribute of a device, trimmed; null where there is none or it is empty. */
export const readAttribute = (host: Host, path: string): string | null =>
  readOr(null, () => host.readText(path).trim() || null);
