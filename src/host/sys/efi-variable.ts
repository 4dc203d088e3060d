import type { Host } from '../host.js';

/** Where the specification's own variables are (UEFI 3.3). */
const GLOBAL = '8be4df61-93ca-11d2-aa0d-00e098032b8c';

/**
 * A variable of one byte, such as SecureBoot: 0 or 1, -1 for anything else, null where it has another size.
 * Throws as `Host.readBytes`.
 */
export const readEfiFlag = (host: Host, name: string): number | null =>
  parseEfiFlag(host.readBytes(`/sys/firmware/efi/efivars/${name}-${GLOBAL}`));

/** A file of efivarfs: four bytes of attributes, then the value. Pure. */
export function parseEfiFlag(bytes: Uint8Array): number | null {
  const value = bytes[4];
  if (bytes.length !== 5 || value === undefined) return null;
  return value <= 1 ? value : -1;
}
