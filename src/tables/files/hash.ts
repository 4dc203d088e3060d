import { COST, tableOf } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import { mountNamespaceId, pidWithNamespace } from '../mount-namespace.js';
import type { FileEntry } from './file-entry.js';
import { Digester, HashedFile } from './hashed-file.js';
import { directoryKey, pathKey } from './keys.js';
import { selectFiles } from './select.js';
import { walkColumns } from './walk.js';

const { table, text } = tableOf<HashedFile>();
const content = { cost: COST.hashing, group: 'content', collation: 'nocase' } as const;

/** Only digests that the query reads are computed, all in one pass over the file. */
export const hash = table({
  name: 'hash',
  description: 'Digests of regular files, found by path, by directory, or by a pattern of either',
  rows: 1000,
  rowCost: COST.syscall,
  sources: ['the files themselves'],
  privileges: 'permission to read the file',
  examples: [
    "SELECT path, sha256 FROM hash WHERE path IN ('/bin/sh', '/bin/ls')",
    "SELECT path, md5 FROM hash WHERE directory = '/etc/cron.d'",
    'SELECT p.pid, p.path, h.sha256 FROM processes AS p JOIN hash AS h ON h.path = p.path',
  ],
  columns: {
    path: text('Path of the file; links to files count', ({ entry }) => entry.path, pathKey),
    directory: text('Folder it is in', ({ entry }) => entry.directory, directoryKey),
    md5: text('MD5 in hexadecimal; null for a file too large, or closed to us', (file) => file.digest('md5'), content),
    sha1: text('SHA-1, likewise', (file) => file.digest('sha1'), content),
    sha256: text('SHA-256, likewise', (file) => file.digest('sha256'), content),
    pid_with_namespace: pidWithNamespace(1000),
    mount_namespace_id: mountNamespaceId,
    ...walkColumns(({ entry }: HashedFile) => entry.walk),
  },
  *scan(request) {
    const digester = new Digester(request);
    for (const entry of selectFiles(request)) {
      request.checkpoint();
      if (isRegular(entry)) yield new HashedFile(entry, digester);
    }
  },
});

function isRegular(entry: FileEntry): boolean {
  try {
    return entry.isRegular;
  } catch (error) {
    if (error instanceof Gone) return false;
    throw error;
  }
}
