import { readOr } from '../errors.js';
import type { Host } from '../host.js';

/** Where systems keep the lists of makers and products. */
const FOLDERS = ['/usr/share/misc', '/usr/share/hwdata', '/usr/share', '/var/lib/usbutils'] as const;

/** The list of PCI ids, the first there is; an empty one where there is none. */
export const readPciIds = (host: Host): HardwareIds => readHardwareIds(host, 'pci');

/** As {@link readPciIds}, of USB ids. */
export const readUsbIds = (host: Host): HardwareIds => readHardwareIds(host, 'usb');

function readHardwareIds(host: Host, kind: 'pci' | 'usb'): HardwareIds {
  for (const folder of FOLDERS) {
    const text = readOr(null, () => host.readText(`${folder}/${kind}.ids`));
    if (text !== null) return new HardwareIds(text);
  }
  return new HardwareIds('');
}

/**
 * `pci.ids` or `usb.ids`: `8086  Intel`, below it with a tab `1237  a device`, below that with two tabs what builds on
 * it. A machine has a few dozen devices and the list 40,000 lines, so names are searched for in its text, not parsed.
 */
export class HardwareIds {
  readonly #text: string;

  constructor(text: string) {
    this.#text = `\n${text.replaceAll('\r', '')}\n`;
  }

  /** Ids are hexadecimal digits in lower case. Null for what is not listed. */
  vendor(vendor: string): string | null {
    return nameOf(this.#section(this.#text, `\n${vendor}  `, 0));
  }

  device(vendor: string, device: string): string | null {
    return nameOf(this.#device(vendor, device));
  }

  /** PCI alone: the product a device is part of. */
  subsystem(vendor: string, device: string, subVendor: string, subDevice: string): string | null {
    return nameOf(this.#section(this.#device(vendor, device), `\n\t\t${subVendor} ${subDevice}  `, 2));
  }

  class(id: string): string | null {
    return nameOf(this.#section(this.#text, `\nC ${id}  `, 0));
  }

  subclass(id: string, subclass: string): string | null {
    return nameOf(this.#section(this.#section(this.#text, `\nC ${id}  `, 0), `\n\t${subclass}  `, 1));
  }

  #device(vendor: string, device: string): string {
    return this.#section(this.#section(this.#text, `\n${vendor}  `, 0), `\n\t${device}  `, 1);
  }

  /** From what follows `head` up to the next line with as many tabs or fewer; '' where it is not there. */
  #section(text: string, head: string, tabs: number): string {
    const at = text.indexOf(head);
    if (at < 0) return '';
    const start = at + head.length;
    const end = new RegExp(`\\n\\t{0,${tabs}}[^\\t\\n#]`, 'g');
    end.lastIndex = start - 1;
    const next = end.exec(text);
    return text.slice(start, next ? next.index + 1 : text.length);
  }
}

const nameOf = (section: string): string | null => section.split('\n', 1)[0]?.split('#', 1)[0]?.trim() || null;
