import { COST, tableOf } from '../../catalog/index.js';
import { type Host, readMounts, readOr } from '../../host/index.js';

interface Setting {
  readonly scope: string | null;
  readonly key: string;
  readonly value: string | null;
}

const { table, text } = tableOf<Setting>();

const GLOBAL = ['checkreqprot', 'deny_unknown', 'enforce', 'mls', 'policyvers', 'reject_unknown'] as const;

/** No row where SELinux is not there. */
export const selinuxSettings = table({
  name: 'selinux_settings',
  description: 'What SELinux is set to, and the classes and permissions its policy knows',
  rows: 1000,
  rowCost: COST.file,
  sources: ['selinuxfs, as /sys/fs/selinux'],
  examples: [
    "SELECT value FROM selinux_settings WHERE key = 'enforce'",
    "SELECT key FROM selinux_settings WHERE scope = 'booleans' AND value = 'on'",
  ],
  columns: {
    scope: text('booleans, policy_capabilities, initial_contexts or class; null for global ones', (row) => row.scope),
    key: text('Name; for a class its folder, such as file/perms', (row) => row.key),
    value: text('What it is set to; booleans are on or off', (row) => row.value),
  },
  *scan({ host }) {
    const root = readOr([], () => readMounts(host)).find(({ type }) => type === 'selinuxfs')?.path;
    if (root === undefined) return;
    for (const key of GLOBAL) yield { scope: null, key, value: valueOf(host, `${root}/${key}`) };
    for (const key of namesIn(host, `${root}/booleans`)) {
      const value = readOr(null, () => parseBoolean(host.readText(`${root}/booleans/${key}`)));
      if (value !== null) yield { scope: 'booleans', key, value };
    }
    for (const scope of ['policy_capabilities', 'initial_contexts'])
      for (const key of namesIn(host, `${root}/${scope}`))
        yield { scope, key, value: valueOf(host, `${root}/${scope}/${key}`) };
    yield* classes(host, `${root}/class`);
  },
});

const namesIn = (host: Host, folder: string): string[] => readOr([], () => host.list(folder)).sort();

/** The kernel ends some texts with a NUL. */
const valueOf = (host: Host, path: string): string | null =>
  readOr(null, () => host.readText(path).replace(/\0+$/, '').trim());

/** What holds now, and after a blank what will once it is committed. */
const parseBoolean = (text: string): string | null =>
  /^1 [01]/.test(text) ? 'on' : /^0 [01]/.test(text) ? 'off' : null;

function* classes(host: Host, folder: string): Generator<Setting> {
  for (const name of namesIn(host, folder))
    for (const permission of namesIn(host, `${folder}/${name}/perms`))
      yield { scope: 'class', key: `${name}/perms`, value: permission };
}
