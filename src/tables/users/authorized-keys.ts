import { COST, tableOf } from '../../catalog/index.js';
import { type AuthorizedKey, parseAuthorizedKeys } from '../../host/index.js';
import { pidWithNamespace } from '../mount-namespace.js';
import { type HomeOwner, UserFiles } from './local-users.js';

interface UserKey extends AuthorizedKey, HomeOwner {
  readonly file: string;
}

const { table, bigint, text } = tableOf<UserKey>();

/** A row per key. */
export const authorizedKeys = table({
  name: 'authorized_keys',
  description: 'Keys that let in as a user: ~/.ssh/authorized_keys and authorized_keys2',
  rows: 100,
  rowCost: COST.syscall,
  sources: ['~/.ssh/authorized_keys', '~/.ssh/authorized_keys2', '/etc/passwd'],
  privileges: 'root for the files of all users; others see those they may read',
  examples: [
    'SELECT u.username, k.algorithm, k.comment FROM users AS u JOIN authorized_keys AS k USING (uid)',
    "SELECT key_file, comment FROM authorized_keys WHERE algorithm IN ('ssh-dss', 'ssh-rsa')",
  ],
  columns: {
    uid: bigint('User id of the one whose file it is', (row) => row.uid, { key: { rowsPerValue: 3 } }),
    algorithm: text('Kind of key, such as ssh-ed25519', (row) => row.algorithm),
    key: text('The key in base64', (row) => row.key),
    options: text('Options before it, as they are written', (row) => row.options),
    comment: text('Comment behind it', (row) => row.comment),
    key_file: text('File it is in', (row) => row.file),
    pid_with_namespace: pidWithNamespace(10),
  },
  *scan(request) {
    const files = new UserFiles(request, 'authorized_keys');
    for (const owner of files.owners()) {
      for (const name of ['authorized_keys', 'authorized_keys2']) {
        request.checkpoint();
        const file = `${owner.home}/.ssh/${name}`;
        const text = files.text(owner.namespace.host, file);
        for (const key of parseAuthorizedKeys(text)) yield { ...key, ...owner, file };
      }
    }
  },
});
