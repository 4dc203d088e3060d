import { tableOf } from '../../catalog/index.js';
import { type GroupEntry, isNisName, type PasswdEntry, readGroups, readOrWarn, readPasswd } from '../../host/index.js';
import { admitting } from './ids.js';

interface Membership {
  readonly uid: number;
  readonly gid: number;
}

const { table, bigint } = tableOf<Membership>();

/** A row per user and group, primary groups included, each pair once. */
export const userGroups = table({
  name: 'user_groups',
  description: 'Which groups local users are in, the primary one included',
  rows: 60,
  sources: ['/etc/group', '/etc/passwd'],
  examples: [
    'SELECT u.username, m.gid FROM users AS u JOIN user_groups AS m USING (uid)',
    'SELECT uid FROM user_groups WHERE gid = 0',
  ],
  columns: {
    uid: bigint('User id', (membership) => membership.uid, { key: { rowsPerValue: 3 } }),
    gid: bigint('Group id', (membership) => membership.gid, { key: { rowsPerValue: 2 } }),
  },
  *scan({ host, lookup, shared, warn }) {
    const users = readOrWarn([], warn, () => shared(host, readPasswd));
    const groups = readOrWarn([], warn, () => shared(host, readGroups));
    const admitsUid = admitting(lookup.uid);
    const admitsGid = admitting(lookup.gid);
    for (const membership of memberships(users, groups)) {
      if (admitsUid(membership.uid) && admitsGid(membership.gid)) yield membership;
    }
  },
});

/** By user in the order of the file; of each, the primary group first. Names that share a uid share its groups. */
function* memberships(users: readonly PasswdEntry[], groups: readonly GroupEntry[]): Generator<Membership> {
  const gidsByName = new Map<string, number[]>();
  for (const { gid, members } of groups) {
    for (const name of members) {
      const gids = gidsByName.get(name);
      if (gids) gids.push(gid);
      else gidsByName.set(name, [gid]);
    }
  }
  const seen = new Map<number, Set<number>>();
  for (const { uid, gid, name } of users) {
    if (isNisName(name)) continue;
    const known = seen.get(uid) ?? new Set();
    seen.set(uid, known);
    for (const group of [gid, ...(gidsByName.get(name) ?? [])]) {
      if (!known.has(group)) yield { uid, gid: group };
      known.add(group);
    }
  }
}
