import { COST, tableOf } from '../../catalog/index.js';
import { type Host, type PrivateKeyInfo, parsePrivateKey, readOr } from '../../host/index.js';
import { pidWithNamespace } from '../mount-namespace.js';
import { admitting } from './ids.js';
import { type HomeOwner, UserFiles } from './local-users.js';

interface UserKey extends PrivateKeyInfo, HomeOwner {
  readonly path: string;
}

const { table, integer, bigint, text } = tableOf<UserKey>();
/** A key of 16,384 bits has 13 kB; ssh itself reads no more than 1 MiB. */
const MAX_BYTES = 1024 * 1024;
const MAX_FILES = 10_000;

/** A row per private key. */
export const userSshKeys = table({
  name: 'user_ssh_keys',
  description: 'Private keys in ~/.ssh, and whether a passphrase protects them',
  rows: 100,
  rowCost: COST.file,
  sources: ['~/.ssh', '/etc/passwd'],
  privileges: 'root for the files of all users; others see those they may read',
  examples: [
    'SELECT u.username, k.path FROM users AS u JOIN user_ssh_keys AS k USING (uid) WHERE k.encrypted = 0',
    "SELECT path, key_length FROM user_ssh_keys WHERE key_type = 'rsa' AND key_length < 3072",
  ],
  columns: {
    uid: bigint('User id of the one whose folder it is in', (row) => row.uid, { key: { rowsPerValue: 3 } }),
    path: text('Path of the file', (row) => row.path, { key: {} }),
    encrypted: integer('1 where a passphrase protects it, else 0', (row) => Number(row.isEncrypted)),
    key_type: text('rsa, dsa, ec, ed25519, …; null where the passphrase hides it', (row) => row.type),
    key_group_name: text('Curve of an ec key, such as prime256v1', (row) => row.group),
    key_length: integer('Length in bits, -1 where the passphrase hides it', (row) => row.bits ?? -1),
    key_security_bits: integer(
      'Length in bits of a symmetric key as strong as this, -1 where the passphrase hides it',
      (row) => row.securityBits ?? -1,
    ),
    pid_with_namespace: pidWithNamespace(10),
  },
  *scan(request) {
    const admits = admitting(request.lookup.path);
    const files = new UserFiles(request, 'user_ssh_keys');
    for (const owner of files.owners()) {
      const { host } = owner.namespace;
      for (const path of keyFiles(host, `${owner.home}/.ssh`, files, request.warn)) {
        if (!admits(path)) continue;
        request.checkpoint();
        const key = parsePrivateKey(files.text(host, path, MAX_BYTES));
        if (key) yield { ...key, ...owner, path };
      }
    }
  },
});

/** Those that can be keys, by name: regular files and links to some, without a dot in front. */
function keyFiles(host: Host, folder: string, files: UserFiles, warn: (message: string) => void): string[] {
  const names = files.attempt<string[]>([], () => host.list(folder)).filter((name) => !name.startsWith('.'));
  if (names.length > MAX_FILES) warn(`${folder}: more than ${MAX_FILES} files, the rest is left out`);
  return names
    .sort()
    .slice(0, MAX_FILES)
    .map((name) => `${folder}/${name}`)
    .filter((path) => readOr(false, () => host.stat(path).isFile()));
}
