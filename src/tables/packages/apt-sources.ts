import { COST, tableOf } from '../../catalog/index.js';
import { type AptRelease, type AptSource, readAptRelease, readAptSources, readOrWarn } from '../../host/index.js';
import { type InNamespace, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';

interface KnownSource extends AptSource, InNamespace {
  readonly release: AptRelease;
}

const { table, text } = tableOf<KnownSource>();

/** A row per source that apt has fetched the Release file of. */
export const aptSources = table({
  name: 'apt_sources',
  description: 'Archives that apt installs packages from, with what their Release files say',
  rows: 5,
  rowCost: COST.file,
  sources: ['/etc/apt/sources.list', '/etc/apt/sources.list.d', '/var/lib/apt/lists'],
  examples: [
    'SELECT name, maintainer, components FROM apt_sources',
    "SELECT source, base_uri FROM apt_sources WHERE base_uri LIKE 'http://%'",
  ],
  columns: {
    name: text(
      'URI without its scheme, a blank, the suite',
      ({ uri, suite }) => `${uri.replace(/^[^:/]*:(\/\/)?/, '')} ${suite}`,
    ),
    source: text('File that names it', (row) => row.file),
    base_uri: text('URI without the slash at its end', (row) => row.uri),
    release: text('Code name of the release', (row) => row.release.codename),
    version: text('Version of the release', (row) => row.release.version, { collation: 'version_dpkg' }),
    maintainer: text('Who made the archive', (row) => row.release.origin),
    components: text('Components, separated by blanks', (row) => row.release.components),
    architectures: text('Architectures, separated by blanks', (row) => row.release.architectures),
    pid_with_namespace: pidWithNamespace(5),
  },
  *scan({ host, lookup, warn, checkpoint }) {
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      for (const source of readAptSources(namespace.host, warn)) {
        checkpoint();
        const release = readOrWarn(null, warn, () => readAptRelease(namespace.host, source));
        if (release) yield { ...source, release, namespace };
      }
    }
  },
});
