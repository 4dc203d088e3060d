import { type HardwareIds, type Host, readPciIds, readUsbIds } from '../../host/index.js';

type Bus = 'usb' | 'pci';

/** Who made a device and what it is called, from the lists of hardware ids. They are large, and let go when they rest. */
export class DeviceNames {
  #lists = new Map<Bus, HardwareIds>();

  constructor(private readonly host: Host) {}

  /** @param vendor four hexadecimal digits in lower case */
  vendor(bus: Bus, vendor: string): string | null {
    return this.#list(bus).vendor(vendor);
  }

  model(bus: Bus, vendor: string, model: string): string | null {
    return this.#list(bus).device(vendor, model);
  }

  /** The lists are read anew when somebody asks again. */
  release(): void {
    this.#lists.clear();
  }

  #list(bus: Bus): HardwareIds {
    let list = this.#lists.get(bus);
    if (!list) {
      list = bus === 'usb' ? readUsbIds(this.host) : readPciIds(this.host);
      this.#lists.set(bus, list);
    }
    return list;
  }
}
