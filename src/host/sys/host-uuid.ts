import { createHash, randomUUID } from 'node:crypto';
import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { readDmi } from './dmi.js';

/** Uuids that firmware ships where nobody set one: many machines have each. */
const PLACEHOLDERS = new Set([
  '00000000-0000-0000-0000-000000000000',
  '03000200-0400-0500-0006-000700080009',
  '03020100-0504-0706-0809-0a0b0c0d0e0f',
  '10000000-0000-8000-0040-000000000000',
]);

/** For a machine that nothing tells apart: one for the life of the process. */
let ephemeral: string | undefined;

/** The machine's id: the hardware's, else the one an earlier run kept, else one made from the system's own id. */
export function hostUuid(host: Host, kept?: string): string {
  const lasting = readHardwareUuid(host) ?? kept ?? readMachineUuid(host);
  if (lasting) return lasting;
  ephemeral ??= randomUUID();
  return ephemeral;
}

/** The hardware's uuid as the firmware writes it, null where it has none of its own or we are not root. */
export function readHardwareUuid(host: Host): string | null {
  const uuid = readDmi(host, 'product_uuid');
  return uuid === null || PLACEHOLDERS.has(uuid.toLowerCase()) ? null : uuid;
}

/**
 * A uuid made from `/etc/machine-id`: the same on each run as long as the system is not installed anew, without
 * telling the id itself, which machine-id(5) asks to keep. Null where the system has no id.
 */
export function readMachineUuid(host: Host): string | null {
  return readOr(null, () => uuidOfMachineId(host.readText('/etc/machine-id')));
}

/** Pure. */
export function uuidOfMachineId(text: string): string | null {
  const id = text.trim();
  if (!/^[0-9a-f]{32}$/i.test(id)) return null;
  const hash = createHash('sha256').update('hostql host uuid\n').update(id.toLowerCase()).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80; // version 8: made by a rule of one's own (RFC 9562)
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
