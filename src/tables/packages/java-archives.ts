import { COST, tableOf } from '../../catalog/index.js';
import { type FoundArtifact, isJavaArchiveName, readJavaArtifacts } from '../../host/index.js';
import { directoryKey, pathKey } from '../files/keys.js';
import { pidWithNamespace } from '../mount-namespace.js';
import { purl } from './purl.js';
import { type FileContent, readFiles } from './read-files.js';

const { table, text } = tableOf<FileContent<FoundArtifact>>();

/** A row per artifact: one that was packed together from several has a row for each. */
export const javaArchives = table({
  name: 'java_archives',
  description: 'Artifacts of Java in archives (jar, war, ear and the like) and in the archives within these',
  rows: 100,
  rowCost: COST.file * 3,
  sources: ['META-INF/maven/*/*/pom.properties and META-INF/MANIFEST.MF in the files themselves'],
  privileges: 'permission to read the file',
  examples: [
    "SELECT path, nested_path, name, version FROM java_archives WHERE path LIKE '/opt/%%' AND name = 'log4j-core'",
    "SELECT group_id, name, version FROM java_archives WHERE directory = '/usr/share/java'",
  ],
  columns: {
    path: text('Path of the file', ({ entry }) => entry.path, pathKey),
    directory: text('Folder it is in', ({ entry }) => entry.directory, directoryKey),
    nested_path: text('Archives within it on the way to the artifact, !/ between them', ({ item }) => item.nestedPath),
    group_id: text('Group, such as org.apache.logging.log4j', ({ item }) => item.group),
    name: text('Name of the artifact', ({ item }) => item.name),
    version: text('Its version', ({ item }) => item.version, { collation: 'version' }),
    source: text('What tells: pom.properties, manifest, or the file name alone', ({ item }) => item.source),
    pid_with_namespace: pidWithNamespace(100),
    purl: text(
      'Package URL, such as pkg:maven/org.slf4j/slf4j-api@2.0.13; null where the group is not known',
      ({ item: { group, name, version } }) =>
        group === null ? null : purl({ type: 'maven', namespace: group, name, version }),
      { hidden: true },
    ),
  },
  *scan(request) {
    yield* readFiles(request, 'java_archives', isJavaArchiveName, (host, path, { complain }) =>
      readJavaArtifacts(host, path, request.checkpoint, complain),
    );
  },
});
