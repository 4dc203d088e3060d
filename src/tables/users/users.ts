import { COST, type Lookup, tableOf } from '../../catalog/index.js';
import { type Host, type PasswdEntry, queryPasswd, readOrWarn, readPasswd } from '../../host/index.js';
import { type InNamespace, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';
import { admitting, isId, signed } from './ids.js';

interface User extends InNamespace {
  readonly entry: PasswdEntry;
  readonly isRemote: boolean;
}

const { table, integer, bigint, text } = tableOf<User>();

/** Local users, as `/etc/passwd` has them. With `include_remote = 1`, whomever the name service knows. */
export const users = table({
  name: 'users',
  description: 'User accounts of /etc/passwd, or with include_remote = 1 those of directory servers too',
  rows: 30,
  sources: ['/etc/passwd', 'getent(1), where include_remote = 1'],
  examples: [
    'SELECT uid, username, directory, shell FROM users',
    "SELECT * FROM users WHERE uid = 0 AND username <> 'root'",
    "SELECT * FROM users WHERE username = 'alice' AND include_remote = 1",
    'SELECT p.pid, p.name, u.username FROM processes AS p LEFT JOIN users AS u USING (uid)',
  ],
  columns: {
    uid: bigint('User id', ({ entry }) => entry.uid, { key: {} }),
    gid: bigint('Id of the primary group', ({ entry }) => entry.gid),
    uid_signed: bigint('User id as 32 bits with a sign: -2 for 4294967294', (user) => signed(user.entry.uid)),
    gid_signed: bigint('Group id as 32 bits with a sign', (user) => signed(user.entry.gid)),
    username: text('Name to log in with', ({ entry }) => entry.name, { key: {} }),
    description: text('Full name and what else the GECOS field holds', ({ entry }) => entry.gecos),
    directory: text('Home directory', ({ entry }) => entry.directory),
    shell: text('Program started at login', ({ entry }) => entry.shell),
    uuid: text('UUID of the user, on macOS and Windows only', () => null, { key: {}, collation: 'nocase' }),
    type: text('Kind of account, on Windows only', () => null, { hidden: true }),
    is_hidden: integer('Whether the login window hides it, on macOS only', () => null, { hidden: true }),
    pid_with_namespace: pidWithNamespace(30),
    include_remote: integer('1: ask the name service, directory servers included', (user) => (user.isRemote ? 1 : 0), {
      hidden: true,
      cost: COST.free,
      key: { rowsPerValue: 30 },
    }),
  },
  *scan({ host, lookup, shared, warn }) {
    if (lookup.uuid?.values) return; // nobody has one
    const { uid, username } = lookup;
    const admitsUid = admitting(uid);
    const admitsName = admitting(username);
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      for (const isRemote of sources(lookup.include_remote)) {
        const entries = isRemote
          ? remoteUsers(namespace.host, uid, username, warn)
          : readOrWarn([], warn, () => shared(namespace.host, readPasswd));
        for (const entry of entries) {
          if (admitsUid(entry.uid) && admitsName(entry.name)) yield { entry, namespace, isRemote };
        }
      }
    }
  },
});

/** What `include_remote` asks for: local users first. */
const sources = (lookup: Lookup<number> | undefined): boolean[] =>
  [0, 1].filter((value) => (lookup?.values ? lookup.values.includes(value) : value === 0)).map((value) => value === 1);

/** Those of the file where the name service cannot be asked. */
function remoteUsers(
  host: Host,
  uid: Lookup<number> | undefined,
  username: Lookup<string> | undefined,
  warn: (message: string) => void,
): PasswdEntry[] {
  const keys = uid?.values?.filter(isId).map(String) ?? username?.values;
  return readOrWarn(undefined, warn, () => queryPasswd(host, keys)) ?? readOrWarn([], warn, () => readPasswd(host));
}
