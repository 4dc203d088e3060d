import { randomUUID } from 'node:crypto';
import type { SelfFacts } from '../../catalog/index.js';
import { type Host, readHardwareUuid, readMachineUuid } from '../../host/index.js';

/** For a machine that nothing tells apart: one for the life of the process. */
let ephemeral: string | undefined;

/** The machine's id: the hardware's, else the one that was kept, else one made from the system's own id. */
export function hostUuid(host: Host, self: SelfFacts | undefined): string {
  const lasting = readHardwareUuid(host) ?? self?.storedUuid ?? readMachineUuid(host);
  if (lasting) return lasting;
  ephemeral ??= randomUUID();
  return ephemeral;
}
