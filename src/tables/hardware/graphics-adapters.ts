import { COST, tableOf } from '../../catalog/index.js';
import {
  type GraphicsAdapter,
  type GraphicsConnector,
  type HardwareIds,
  listGraphicsAdapters,
  readPciIds,
} from '../../host/index.js';

interface AdapterDisplay {
  readonly adapter: GraphicsAdapter;
  /** Null for an adapter that no display is at. */
  readonly connector: GraphicsConnector | null;
  readonly ids: () => HardwareIds;
}

const { table, integer, bigint, text } = tableOf<AdapterDisplay>();

const named = { cost: COST.file, group: 'names' } as const;

/** `8086:A348` of the kernel as two texts of four digits. */
function pairOf({ adapter }: AdapterDisplay): readonly [vendor: string, model: string] | null {
  const [, vendor, model] = /^([0-9a-f]{4}):([0-9a-f]{4})$/i.exec(adapter.uevent.get('PCI_ID') ?? '') ?? [];
  return vendor === undefined || model === undefined ? null : [vendor.toLowerCase(), model.toLowerCase()];
}

/** A row per display, and one for an adapter without any. */
export const graphicsAdapters = table({
  name: 'graphics_adapters',
  description: 'Graphics adapters, and the displays at them',
  rows: 2,
  rowCost: 6 * COST.file,
  sources: ['/sys/class/drm', '/sys/bus/pci/devices', 'pci.ids'],
  examples: [
    'SELECT vendor, model, driver FROM graphics_adapters',
    'SELECT connector, display_vendor, display_model, width, height FROM graphics_adapters WHERE display_vendor IS NOT NULL',
  ],
  columns: {
    card: text("The kernel's name, such as card0; null where it has no driver", ({ adapter }) => adapter.card),
    pci_slot: text('Place on the PCI bus', ({ adapter }) => adapter.slot),
    vendor: text('Who made it', (row) => row.ids().vendor(pairOf(row)?.[0] ?? ''), named),
    vendor_id: text('Id of the maker, hexadecimal', (row) => prefixed(pairOf(row)?.[0]), { collation: 'nocase' }),
    model: text('Name of the adapter', (row) => row.ids().device(...(pairOf(row) ?? (['', ''] as const))), named),
    model_id: text('Id of the adapter, hexadecimal', (row) => prefixed(pairOf(row)?.[1]), { collation: 'nocase' }),
    driver: text('Driver in charge', ({ adapter }) => adapter.uevent.get('DRIVER')),
    memory: bigint('Memory of its own in bytes, where its driver tells', ({ adapter }) => adapter.memoryBytes),
    connector: text('Where the display is plugged in, such as HDMI-A-1', ({ connector }) => connector?.name),
    enabled: integer(
      '1 where the display shows a picture, else 0',
      ({ connector }) => connector && Number(connector.isEnabled),
    ),
    display_vendor: text('Who made the display, in three letters', ({ connector }) => connector?.display?.vendor),
    display_model: text('Name of the display', ({ connector }) => connector?.display?.model),
    display_serial: text('Serial number of the display', ({ connector }) => connector?.display?.serial),
    display_year: integer('Year the display was made', ({ connector }) => connector?.display?.year),
    width: integer('Pixels from left to right of the mode it prefers', ({ connector }) => connector?.display?.width),
    height: integer('Pixels from top to bottom', ({ connector }) => connector?.display?.height),
    width_mm: integer('Width of the picture in millimetres', ({ connector }) => connector?.display?.widthMm),
    height_mm: integer('Height of the picture', ({ connector }) => connector?.display?.heightMm),
  },
  *scan({ host, shared }) {
    const ids = (): HardwareIds => shared(host, readPciIds);
    for (const adapter of listGraphicsAdapters(host)) {
      const displays = adapter.connectors.filter(({ isConnected }) => isConnected);
      for (const connector of displays.length > 0 ? displays : [null]) yield { adapter, connector, ids };
    }
  },
});

const prefixed = (digits: string | undefined): string | null => (digits === undefined ? null : `0x${digits}`);
