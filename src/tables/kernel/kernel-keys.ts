import { COST, tableOf } from '../../catalog/index.js';
import { type KernelKey, readKernelKeys, readOrWarn } from '../../host/index.js';

const { table, bigint, text } = tableOf<KernelKey>();

export const kernelKeys = table({
  name: 'kernel_keys',
  description: 'Keys and keyrings the kernel keeps, as far as we may view them',
  rows: 20,
  rowCost: COST.syscall,
  sources: ['/proc/keys'],
  privileges: 'none; each sees the keys that he may view',
  examples: [
    "SELECT serial_number, description FROM kernel_keys WHERE type = 'keyring'",
    "SELECT * FROM kernel_keys WHERE timeout <> 'perm'",
  ],
  columns: {
    serial_number: text('Id, hexadecimal', (key) => key.serial),
    flags: text(
      'A letter for each flag that is set, such as I instantiated, R revoked, Q in a quota',
      (key) => key.flags,
    ),
    usage: bigint('References to it in the kernel', (key) => key.usage),
    timeout: text('Time until it expires, such as 30s; perm for never, expd for expired', (key) => key.timeout),
    permissions: text('Eight hexadecimal digits: possessor, owner, group, others', (key) => key.permissions),
    uid: bigint('User who owns it', (key) => key.uid),
    gid: bigint('Group that owns it, -1 for none', (key) => key.gid),
    type: text('keyring, user, logon, asymmetri, …: the kernel cuts it at nine characters', (key) => key.type),
    description: text('Name, with what its type has to say of it', (key) => key.description),
  },
  *scan({ host, warn }) {
    yield* readOrWarn([], warn, () => readKernelKeys(host));
  },
});
