import { COST, tableOf } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import { matchColumns, Refused, readRegularBytes } from '../../host/index.js';
import type { FileEntry } from '../files/file-entry.js';
import { pathKey } from '../files/keys.js';
import { selectFiles } from '../files/select.js';
import { type InNamespace, pidWithNamespace } from '../mount-namespace.js';
import { type Scanned, Signatures, scanColumns } from './signatures.js';

interface ScannedFile extends Scanned, InNamespace {
  readonly path: string;
}

const { table, text } = tableOf<ScannedFile>();

export const yaraFile = table({
  name: 'yara_file',
  aliases: ['yara'],
  description: 'What YARA rules find in files: a path or a pattern of paths, and rules are required',
  rows: 10,
  rowCost: COST.hashing,
  sources: ['the files themselves', '/etc/osquery/yara'],
  privileges: 'permission to read the file',
  examples: [
    "SELECT path, matches FROM yara_file WHERE path LIKE '/tmp/%' AND sigrule = 'rule elf { condition: uint32be(0) == 0x7f454c46 }'",
    "SELECT path, matches, strings FROM yara_file WHERE path = '/bin/ls' AND sigfile = '/etc/osquery/yara/tools.yar'",
  ],
  columns: {
    path: text('Path of the file', (row) => row.path, pathKey),
    ...scanColumns,
    pid_with_namespace: pidWithNamespace(10),
  },
  async *scan(request) {
    const signatures = await Signatures.open(request);
    try {
      if (signatures.isEmpty) return;
      for (const entry of selectFiles(request)) {
        request.checkpoint();
        const bytes = contentOf(entry, request.warn);
        if (!bytes) continue;
        const { path, namespace } = entry;
        yield* signatures.scan(bytes, path, (matches, signature) => ({
          path,
          namespace,
          signature,
          ...matchColumns(matches),
        }));
      }
    } finally {
      signatures.close();
    }
  },
});

/** Undefined for what is no regular file, cannot be read, or is too large. */
function contentOf(entry: FileEntry, warn: (message: string) => void): Buffer | undefined {
  try {
    return entry.isRegular ? readRegularBytes(entry.namespace.host, entry.path) : undefined;
  } catch (error) {
    if (error instanceof Refused) warn(`some files are not scanned: ${error.reason}`);
    else if (!(error instanceof Gone)) throw error;
    return undefined;
  }
}
