import { tableOf } from '../../catalog/index.js';
import { type GroupEntry, readGroups, readOrWarn } from '../../host/index.js';
import { type InNamespace, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';
import { admitting, signed } from './ids.js';

const { table, integer, bigint, text } = tableOf<InNamespace & { readonly group: GroupEntry }>();

/** Local groups; two of one id are two rows. */
export const groups = table({
  name: 'groups',
  description: 'Groups of /etc/group',
  rows: 50,
  sources: ['/etc/group'],
  examples: [
    'SELECT gid, groupname FROM groups',
    "SELECT u.username FROM groups AS g JOIN user_groups AS m USING (gid) JOIN users AS u USING (uid) WHERE g.groupname = 'sudo'",
  ],
  columns: {
    gid: bigint('Group id', ({ group }) => group.gid, { key: {} }),
    gid_signed: bigint('Group id as 32 bits with a sign: -2 for 4294967294', ({ group }) => signed(group.gid)),
    groupname: text('Name', ({ group }) => group.name, { key: {} }),
    group_sid: text('Security id, on Windows only', () => null, { hidden: true, key: {} }),
    comment: text('Remarks, on Windows only', () => null, { hidden: true }),
    is_hidden: integer('Whether the login window hides it, on macOS only', () => null, { hidden: true }),
    pid_with_namespace: pidWithNamespace(50),
  },
  *scan({ host, lookup, shared, warn }) {
    if (lookup.group_sid?.values) return; // none has one
    const admitsGid = admitting(lookup.gid);
    const admitsName = admitting(lookup.groupname);
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      for (const group of readOrWarn([], warn, () => shared(namespace.host, readGroups))) {
        if (admitsGid(group.gid) && admitsName(group.name)) yield { group, namespace };
      }
    }
  },
});
