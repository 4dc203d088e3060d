import type { Host } from '../host.js';
import { words } from '../words.js';

/** The kernel's release, such as `6.1.0-18-amd64`. Throws as `Host.readBytes`. */
export const readKernelVersion = (host: Host): string | null => parseKernelVersion(host.readText('/proc/version'));

/** `/proc/version`: `Linux version 6.1.0-18-amd64 (…) …`; null for any other text. Pure. */
export function parseKernelVersion(text: string): string | null {
  const [, second, third] = words(text);
  return second === 'version' ? (third ?? null) : null;
}
