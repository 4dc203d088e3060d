import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Durable } from '../durable/index.js';
import type { Flags } from '../flags/index.js';
import { type Host, readHardwareUuid, readMachineUuid } from '../host/index.js';

/** Who this host and this installation are. */
export interface Identity {
  /** Of the machine. */
  readonly uuid: string;
  /** Of the store. */
  readonly instanceId: string;
  /** What records carry, by the flag `host_identifier`. */
  identifier(): string;
}

const UUID_KEY = 'host_uuid_v3';
const INSTANCE_KEY = 'instance_uuid_v1';

/** Reads the ids that are kept, and keeps those that are new. @throws DurableError */
export async function identify(flags: Flags, durable: Durable, host: Host): Promise<Identity> {
  const kept = await durable.get('configurations', UUID_KEY);
  const uuid = readHardwareUuid(host) ?? kept ?? readMachineUuid(host) ?? randomUUID();
  const instance = await durable.get('configurations', INSTANCE_KEY);
  const instanceId = instance ?? randomUUID();
  const changes = [
    ...(uuid === kept ? [] : [{ domain: 'configurations', key: UUID_KEY, value: uuid } as const]),
    ...(instance ? [] : [{ domain: 'configurations', key: INSTANCE_KEY, value: instanceId } as const]),
  ];
  if (changes.length > 0) await durable.write(changes, { sync: true });
  const ephemeral = randomUUID();
  return {
    uuid,
    instanceId,
    identifier() {
      switch (flags.text('host_identifier')) {
        case 'uuid':
          return uuid;
        case 'instance':
          return instanceId;
        case 'ephemeral':
          return ephemeral;
        case 'specified':
          return flags.text('specified_identifier') || hostname().trim();
        default:
          return hostname().trim();
      }
    },
  };
}
