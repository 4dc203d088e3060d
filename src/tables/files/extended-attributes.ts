import { COST, tableOf } from '../../catalog/index.js';
import { type ExtendedAttribute, formatCapability } from '../../host/index.js';
import type { FileEntry } from './file-entry.js';
import { directoryKey, pathKey } from './keys.js';
import { Search } from './search.js';
import { selectFiles } from './select.js';
import { walkColumns } from './walk.js';

interface Attribute {
  readonly entry: FileEntry;
  readonly name: string;
  readonly shown: { readonly text: string; readonly isBase64: boolean };
}

const { table, integer, text } = tableOf<Attribute>();

/** Files as in table `file`; a row per attribute. No file is opened. */
export const extendedAttributes = table({
  name: 'extended_attributes',
  description:
    'Extended attributes of files, found by path, by directory, or by a pattern of either; links are followed',
  rows: 100,
  rowCost: 3 * COST.syscall,
  sources: ['listxattr(2), getxattr(2)'],
  privileges: 'root for attributes named trusted.*, and for files of others',
  examples: [
    "SELECT path, value FROM extended_attributes WHERE path LIKE '/usr/bin/%' AND key = 'security.capability'",
    "SELECT key, value FROM extended_attributes WHERE path = '/etc/passwd'",
  ],
  columns: {
    path: text('Path of the file', ({ entry }) => entry.path, pathKey),
    directory: text('Folder it is in', ({ entry }) => entry.directory, directoryKey),
    key: text('Name of the attribute, such as security.selinux', (row) => row.name),
    value: text(
      'Value: capabilities as text, text that ends in a NUL without it, others in base64',
      (row) => row.shown.text,
    ),
    base64: integer('1 where the value is in base64, else 0', (row) => Number(row.shown.isBase64)),
    ...walkColumns(({ entry }: Attribute) => entry.walk),
  },
  *scan(request) {
    const search = new Search(request.host, request);
    for (const entry of selectFiles(request)) {
      request.checkpoint();
      const attributes = search.attempt(() => request.host.extendedAttributes(entry.path)) ?? [];
      for (const attribute of attributes) yield { entry, name: attribute.name, shown: shown(attribute) };
    }
  },
});

const PRINTABLE = /^[\x20-\x7e]*\0$/;

function shown({ name, value }: ExtendedAttribute): Attribute['shown'] {
  const capability = name === 'security.capability' ? formatCapability(value) : null;
  if (capability !== null) return { text: capability, isBase64: false };
  const latin1 = value.toString('latin1');
  return PRINTABLE.test(latin1)
    ? { text: latin1.slice(0, -1), isBase64: false }
    : { text: value.toString('base64'), isBase64: true };
}
