import { COST, tableOf } from '../../catalog/index.js';
import { readYumRepositories, type YumRepository } from '../../host/index.js';
import { Complaints } from '../complaints.js';
import { type InNamespace, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';

const { table, text } = tableOf<YumRepository & InNamespace>();

/** An option as it is written, null where it is not. */
const option = (description: string, name: string) => text(description, ({ options }) => options.get(name));

/** A row per repository, switched off or on. */
export const yumSources = table({
  name: 'yum_sources',
  description: 'Repositories that yum and dnf install packages from',
  rows: 10,
  rowCost: COST.syscall,
  sources: ['/etc/yum.conf', '/etc/dnf/dnf.conf', '/etc/yum.repos.d'],
  examples: [
    "SELECT name, baseurl, gpgcheck FROM yum_sources WHERE enabled = '1'",
    "SELECT source, name FROM yum_sources WHERE gpgcheck = '0' OR baseurl LIKE 'http://%'",
  ],
  columns: {
    name: option('Name for people, variables as they are written', 'name'),
    source: text('File that it is in', (row) => row.file),
    baseurl: option('Where its packages are; several URLs with blanks between', 'baseurl'),
    mirrorlist: option('URL of a list of such places', 'mirrorlist'),
    metalink: option('URL of a list of such places with digests', 'metalink'),
    enabled: option('Whether it is used, as written; null where nothing is said, which means yes', 'enabled'),
    gpgcheck: option('Whether signatures of packages are checked, as written', 'gpgcheck'),
    gpgkey: option('URL of the key that they are checked with', 'gpgkey'),
    pid_with_namespace: pidWithNamespace(10),
  },
  *scan({ host, lookup, checkpoint, warn }) {
    const { attempt } = new Complaints('yum_sources', warn);
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      for (const repository of readYumRepositories(namespace.host, attempt)) {
        checkpoint();
        yield { ...repository, namespace };
      }
    }
  },
});
