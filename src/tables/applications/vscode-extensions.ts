import { COST, tableOf } from '../../catalog/index.js';
import { type CodeExtension, readCodeExtensions } from '../../host/index.js';
import { UserFiles } from '../users/local-users.js';

const { table, bigint, integer, text } = tableOf<CodeExtension & { readonly uid: number }>();

/** A row per user, edition and extension. */
export const vscodeExtensions = table({
  name: 'vscode_extensions',
  description: 'Extensions of Visual Studio Code and of the editors made from it, of every local user',
  rows: 50,
  rowCost: COST.syscall,
  sources: [
    'extensions/extensions.json in ~/.vscode, ~/.vscode-server and their like, also below ~/.var/app',
    '/etc/passwd',
  ],
  privileges: 'root for the files of all users; others see their own',
  examples: [
    'SELECT u.username, e.name, e.version FROM users AS u JOIN vscode_extensions AS e USING (uid)',
    "SELECT name, version, datetime(installed_at / 1000, 'unixepoch') AS installed FROM vscode_extensions WHERE prerelease = 1",
  ],
  columns: {
    name: text('Id: publisher.name', (row) => row.id),
    uuid: text('Id in the store', (row) => row.uuid, { collation: 'nocase' }),
    version: text('Version', (row) => row.version, { collation: 'version' }),
    path: text('Its folder', (row) => row.path),
    publisher: text('Who publishes it, as shown', (row) => row.publisher),
    publisher_id: text("Publisher's id in the store", (row) => row.publisherId),
    installed_at: bigint('When it was installed, in milliseconds since the epoch', (row) => row.installedAtMs),
    prerelease: integer('1 for a version before its release', ({ isPreRelease }) =>
      isPreRelease === null ? null : Number(isPreRelease),
    ),
    uid: bigint('User id of the one who has it', (row) => row.uid, { key: { rowsPerValue: 20 } }),
    vscode_edition: text('vscode, vscode_insiders, vscodium, cursor, windsurf, …', (row) => row.edition),
  },
  *scan(request) {
    const files = new UserFiles(request, 'vscode_extensions');
    for (const owner of files.owners()) {
      if (!files.isOpen(owner)) continue;
      const { uid, home, namespace } = owner;
      for (const extension of readCodeExtensions(namespace.host, home, files.attempt)) {
        request.checkpoint();
        yield { ...extension, uid };
      }
    }
  },
});
