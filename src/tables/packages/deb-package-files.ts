import { tableOf } from '../../catalog/index.js';
import { listDebFileLists, readDebFileList } from '../../host/index.js';
import { Complaints } from '../complaints.js';
import { ADMIN_DIR } from './deb-packages.js';

interface OwnedPath {
  readonly packageName: string;
  readonly path: string;
  readonly adminDir: string;
}

const { table, text } = tableOf<OwnedPath>();

/** A row per package and path; a folder is listed by every package that has something in it. */
export const debPackageFiles = table({
  name: 'deb_package_files',
  description: 'Files and folders that installed Debian packages brought along',
  rows: 100_000,
  rowCost: 0.5,
  sources: ['/var/lib/dpkg/info/*.list'],
  examples: [
    "SELECT package FROM deb_package_files WHERE path = '/bin/ls'",
    "SELECT path FROM deb_package_files WHERE package = 'dpkg' AND path LIKE '/etc/%'",
  ],
  columns: {
    package: text(
      'Package; with its architecture (`libc6:amd64`) where the query writes it so',
      (row) => row.packageName,
      { key: { rowsPerValue: 100 } },
    ),
    path: text('Path of the file or folder', (row) => row.path, { key: { rowsPerValue: 1 } }),
    admindir: text('Folder of the dpkg database', (row) => row.adminDir, { key: { rowsPerValue: 100_000 } }),
  },
  *scan({ host, lookup, checkpoint, warn }) {
    const { attempt } = new Complaints('deb_package_files', warn);
    const names = lookup.package?.values && new Set(lookup.package.values);
    const paths = lookup.path?.values && new Set(lookup.path.values);
    for (const adminDir of lookup.admindir?.values ?? [ADMIN_DIR]) {
      if (adminDir === '') continue;
      for (const { packageName, file } of attempt([], () => listDebFileLists(host, adminDir, names))) {
        checkpoint();
        for (const path of attempt([], () => readDebFileList(host, file, paths))) yield { packageName, path, adminDir };
      }
    }
  },
});
