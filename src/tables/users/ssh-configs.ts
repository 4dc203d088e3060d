import { COST, tableOf } from '../../catalog/index.js';
import { type Host, parseSshConfig, type SshOption } from '../../host/index.js';
import { UserFiles } from './local-users.js';

interface UserOption extends SshOption {
  readonly uid: number;
  readonly file: string;
}

const { table, bigint, text } = tableOf<UserOption>();
const SYSTEM_FILE = '/etc/ssh/ssh_config';

/** A row per setting: those of users, then those of the whole host with uid 0. */
export const sshConfigs = table({
  name: 'ssh_configs',
  description: 'Settings of the ssh client: ~/.ssh/config, and /etc/ssh/ssh_config under uid 0',
  rows: 200,
  rowCost: COST.syscall,
  sources: ['~/.ssh/config', '/etc/ssh/ssh_config', '/etc/passwd'],
  privileges: 'root for the files of all users; others see those they may read',
  examples: [
    "SELECT * FROM ssh_configs WHERE option LIKE 'stricthostkeychecking%no'",
    'SELECT u.username, c.block, c.option FROM users AS u JOIN ssh_configs AS c USING (uid)',
  ],
  columns: {
    uid: bigint('User id of the one whose file it is, 0 for the file of the host', (row) => row.uid, {
      key: { rowsPerValue: 5 },
    }),
    block: text('Host or Match line it stands under, in lower case; null before the first', (row) => row.block),
    option: text('Setting and value, in lower case', (row) => row.option),
    ssh_config_file: text('File it is in', (row) => row.file),
  },
  *scan(request) {
    const { host, lookup } = request;
    const files = new UserFiles(request, 'ssh_configs');
    for (const { uid, home, namespace } of files.owners()) {
      request.checkpoint();
      yield* optionsOf(files, namespace.host, uid, `${home}/.ssh/config`);
    }
    if (!lookup.uid?.values || lookup.uid.values.includes(0)) yield* optionsOf(files, host, 0, SYSTEM_FILE);
  },
});

function* optionsOf(files: UserFiles, host: Host, uid: number, file: string): Generator<UserOption> {
  for (const option of parseSshConfig(files.text(host, file))) yield { ...option, uid, file };
}
