import { COST, tableOf } from '../../catalog/index.js';
import { linesOf } from '../../host/index.js';
import { type HomeOwner, UserFiles } from './local-users.js';

interface KnownHost extends HomeOwner {
  readonly key: string;
  readonly file: string;
}

const { table, bigint, text } = tableOf<KnownHost>();

/** A row per line that is no comment. */
export const knownHosts = table({
  name: 'known_hosts',
  description: 'Keys of hosts that users have met by ssh: the lines of ~/.ssh/known_hosts',
  rows: 400,
  rowCost: COST.syscall,
  sources: ['~/.ssh/known_hosts', '/etc/passwd'],
  privileges: 'root for the files of all users; others see those they may read',
  examples: [
    'SELECT u.username, k.key FROM users AS u JOIN known_hosts AS k USING (uid)',
    "SELECT uid, count(*) AS hosts FROM known_hosts WHERE key NOT LIKE '|1|%' GROUP BY uid",
  ],
  columns: {
    uid: bigint('User id of the one whose file it is', (row) => row.uid, { key: { rowsPerValue: 10 } }),
    key: text('The whole line: names or a hash of them, kind of key, key', (row) => row.key),
    key_file: text('File it is in', (row) => row.file),
  },
  *scan(request) {
    const files = new UserFiles(request, 'known_hosts');
    for (const owner of files.owners()) {
      request.checkpoint();
      const file = `${owner.home}/.ssh/known_hosts`;
      const text = files.text(owner.namespace.host, file);
      for (const key of linesOf(text)) if (!key.startsWith('#')) yield { ...owner, key, file };
    }
  },
});
