import { COST, tableOf } from '../../catalog/index.js';
import { type GoBuildInfo, type GoModule, readGoBuildInfo, withRegularFile } from '../../host/index.js';
import { directoryKey, pathKey } from '../files/keys.js';
import { pidWithNamespace } from '../mount-namespace.js';
import { purl } from './purl.js';
import { type FileContent, readFiles } from './read-files.js';

interface Built {
  readonly info: GoBuildInfo;
  /** Null for a program that was built without modules. */
  readonly module: GoModule | null;
}

const { table, integer, text } = tableOf<FileContent<Built>>();

/** A row per module, the main one first; files that are no programs of Go have none. */
export const goBinaries = table({
  name: 'go_binaries',
  description: 'Modules that programs written in Go were built from, as the programs themselves tell',
  rows: 100,
  rowCost: COST.file * 3,
  sources: ['the section .go.buildinfo of the files themselves'],
  privileges: 'permission to read the file',
  examples: [
    "SELECT path, go_version, name, version FROM go_binaries WHERE directory = '/usr/local/bin' AND main = 1",
    "SELECT p.pid, g.name, g.version FROM processes AS p JOIN go_binaries AS g ON g.path = p.path WHERE g.name = 'golang.org/x/crypto'",
  ],
  columns: {
    path: text('Path of the program', ({ entry }) => entry.path, pathKey),
    directory: text('Folder it is in', ({ entry }) => entry.directory, directoryKey),
    name: text('Path of the module', ({ item }) => item.module?.path),
    version: text('Its version; (devel) for a working copy', ({ item }) => item.module?.version, {
      collation: 'version',
    }),
    sum: text('Digest of its files, as in go.sum', ({ item }) => item.module?.sum),
    replacement: text(
      'What stood in for it: a module with its version, or a folder',
      ({ item }) => item.module?.replacement,
    ),
    main: integer('1 for the module of the program itself', ({ item: { module } }) => module && Number(module.isMain)),
    main_package: text('Import path of the program', ({ item }) => item.info.mainPackage),
    go_version: text('Version of Go that built it', ({ item }) => item.info.goVersion),
    goos: text('System it is for', ({ item }) => item.info.settings.get('GOOS')),
    goarch: text('Processor it is for', ({ item }) => item.info.settings.get('GOARCH')),
    vcs_revision: text('Commit it was built from', ({ item }) => item.info.settings.get('vcs.revision')),
    vcs_time: text('Time of that commit', ({ item }) => item.info.settings.get('vcs.time')),
    vcs_modified: text('true where the files were not those of the commit', ({ item }) =>
      item.info.settings.get('vcs.modified'),
    ),
    pid_with_namespace: pidWithNamespace(100),
    purl: text(
      'Package URL, such as pkg:golang/golang.org/x/crypto@v0.21.0',
      ({ item: { module } }) => module && purl({ type: 'golang', name: module.path, version: released(module) }),
      { hidden: true },
    ),
  },
  *scan(request) {
    yield* readFiles(
      request,
      'go_binaries',
      () => true,
      (host, path) => {
        const info = withRegularFile(host, path, readGoBuildInfo);
        if (!info) return [];
        const modules = info.modules.length > 0 ? info.modules : [null];
        return modules.map((module) => ({ info, module }));
      },
    );
  },
});

const released = ({ version }: GoModule): string | null => (version === '(devel)' ? null : version);
