import { readOr } from '../errors.js';
import type { Host } from '../host.js';

/** What the firmware says of the machine (SMBIOS types 0 to 3), by the names of `/sys/class/dmi/id`. Serials and uuid are root's alone. */
export type DmiField =
  | 'product_uuid'
  | 'sys_vendor'
  | 'product_name'
  | 'product_version'
  | 'product_serial'
  | 'board_vendor'
  | 'board_name'
  | 'board_version'
  | 'board_serial'
  | 'chassis_asset_tag'
  | 'bios_vendor'
  | 'bios_version'
  | 'bios_date'
  | 'bios_release';

/** A field's text, null where the firmware says nothing, where there is none (many ARM boards, containers), or where it is not for us. */
export function readDmi(host: Host, field: DmiField): string | null {
  return readOr(null, () => host.readText(`/sys/class/dmi/id/${field}`).trim() || null);
}
