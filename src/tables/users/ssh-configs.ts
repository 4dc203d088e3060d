import { COST, tableOf } from '../../catalog/index.js';
import { type Host, parseSshConfig, readOrWarn, readRegularText, type SshOption } from '../../host/index.js';
import { homeOwners } from './local-users.js';

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
  rows: 20,
  rowCost: COST.syscall,
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
    const { host, lookup, warn } = request;
    for (const { uid, home, namespace } of homeOwners(request, 'ssh_configs')) {
      request.checkpoint();
      yield* optionsOf(namespace.host, uid, `${home}/.ssh/config`, warn);
    }
    if (!lookup.uid?.values || lookup.uid.values.includes(0)) yield* optionsOf(host, 0, SYSTEM_FILE, warn);
  },
});

function* optionsOf(host: Host, uid: number, file: string, warn: (message: string) => void): Generator<UserOption> {
  const text = readOrWarn('', warn, () => readRegularText(host, file));
  for (const option of parseSshConfig(text)) yield { ...option, uid, file };
}
