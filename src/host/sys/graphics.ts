import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { parseCount } from '../numbers.js';
import { type DeviceProperties, readAttribute, readUevent } from '../udev/properties.js';
import { type DisplayInfo, parseEdid } from './edid.js';

const DRM = '/sys/class/drm';
const PCI = '/sys/bus/pci/devices';

/** What draws the picture. */
export interface GraphicsAdapter {
  /** The kernel's name, such as card0; null where no driver shows it. */
  readonly card: string | null;
  /** Place on the PCI bus, null for one on no such bus. */
  readonly slot: string | null;
  readonly uevent: DeviceProperties;
  /** Memory of its own in bytes, null where its driver does not tell. */
  readonly memoryBytes: number | bigint | null;
  readonly connectors: readonly GraphicsConnector[];
}

/** A socket that a display can be at. */
export interface GraphicsConnector {
  /** Such as HDMI-A-1. */
  readonly name: string;
  readonly isConnected: boolean;
  readonly isEnabled: boolean;
  readonly display: DisplayInfo | null;
}

/** Those that have a driver, by number, then those on the PCI bus that have none. */
export function listGraphicsAdapters(host: Host): GraphicsAdapter[] {
  const names = readOr<string[]>([], () => host.list(DRM));
  const cards = names.filter((name) => /^card\d+$/.test(name)).sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)));
  const adapters = cards.map((card) => adapterOf(host, card, names));
  const slots = new Set(adapters.map(({ slot }) => slot));
  const others = readOr<string[]>([], () => host.list(PCI))
    .sort()
    .filter((slot) => !slots.has(slot) && /^0x03/.test(readAttribute(host, `${PCI}/${slot}/class`) ?? ''));
  return [...adapters, ...others.map((slot) => withoutCard(host, slot))];
}

function adapterOf(host: Host, card: string, names: readonly string[]): GraphicsAdapter {
  const device = `${DRM}/${card}/device`;
  const uevent = readUevent(host, device);
  return {
    card,
    slot: uevent.get('PCI_SLOT_NAME') ?? null,
    uevent,
    memoryBytes: parseCount(readAttribute(host, `${device}/mem_info_vram_total`) ?? undefined), // amdgpu alone
    connectors: names
      .filter((name) => name.startsWith(`${card}-`))
      .sort()
      .map((name) => connectorOf(host, `${DRM}/${name}`, name.slice(card.length + 1))),
  };
}

const withoutCard = (host: Host, slot: string): GraphicsAdapter => ({
  card: null,
  slot,
  uevent: readUevent(host, `${PCI}/${slot}`),
  memoryBytes: null,
  connectors: [],
});

function connectorOf(host: Host, folder: string, name: string): GraphicsConnector {
  const isConnected = readAttribute(host, `${folder}/status`) === 'connected';
  return {
    name,
    isConnected,
    isEnabled: readAttribute(host, `${folder}/enabled`) === 'enabled',
    display: isConnected ? readOr(null, () => parseEdid(host.readBytes(`${folder}/edid`))) : null,
  };
}
