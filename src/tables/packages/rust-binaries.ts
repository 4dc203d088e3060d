import { COST, tableOf } from '../../catalog/index.js';
import { type RustPackage, readRustAudit, withRegularFile } from '../../host/index.js';
import { directoryKey, pathKey } from '../files/keys.js';
import { pidWithNamespace } from '../mount-namespace.js';
import { purl } from './purl.js';
import { type FileContent, readFiles } from './read-files.js';

const { table, integer, text } = tableOf<FileContent<RustPackage>>();

/** A row per crate; files without a list of crates have none. */
export const rustBinaries = table({
  name: 'rust_binaries',
  description:
    'Crates that programs written in Rust were built from, where cargo auditable wrote them into the program',
  rows: 100,
  rowCost: COST.file * 3,
  sources: ['the section .dep-v0 of the files themselves'],
  privileges: 'permission to read the file',
  examples: [
    "SELECT path, name, version FROM rust_binaries WHERE directory = '/usr/bin' AND main = 1",
    "SELECT path, name, version FROM rust_binaries WHERE path = '/usr/bin/rg' AND kind = 'runtime'",
  ],
  columns: {
    path: text('Path of the program', ({ entry }) => entry.path, pathKey),
    directory: text('Folder it is in', ({ entry }) => entry.directory, directoryKey),
    name: text('Name of the crate', ({ item }) => item.name),
    version: text('Its version', ({ item }) => item.version, { collation: 'version' }),
    source: text('Where it came from: crates.io, registry, git, local', ({ item }) => item.source),
    kind: text('runtime, or build for one that is used in the build alone', ({ item }) => item.kind),
    main: integer('1 for the crate of the program itself', ({ item }) => Number(item.isRoot)),
    pid_with_namespace: pidWithNamespace(100),
    purl: text(
      'Package URL, such as pkg:cargo/serde@1.0.203; null for a local crate',
      ({ item: { name, version, source } }) => (source === 'local' ? null : purl({ type: 'cargo', name, version })),
      { hidden: true },
    ),
  },
  *scan(request) {
    yield* readFiles(
      request,
      'rust_binaries',
      () => true,
      (host, path) => withRegularFile(host, path, readRustAudit) ?? [],
    );
  },
});
