import { COST, type Lookup, type ScanRequest, tableOf } from '../../catalog/index.js';
import { type ExtInode, extKindOf } from '../../host/index.js';
import { type DevicePartition, eachPartition } from './device.js';
import { nameOf, within } from './paths.js';

interface DeviceFile extends DevicePartition {
  /** Null for what was asked for by its inode, and is no regular file with a name. */
  readonly path: string | null;
  readonly inode: ExtInode;
}

const { table, integer, bigint, text } = tableOf<DeviceFile>();

const MAX_FILES = 2_000_000;

/** Regular files of a partition, or whatever a path or inode leads to; links are not followed. */
export const deviceFile = table({
  name: 'device_file',
  description: 'Files as they are on a disk or an image of one, whatever is mounted: of ext2, ext3 and ext4',
  rows: 10_000,
  rowCost: COST.file,
  sources: ['the device itself, or an image: MBR or GPT, then ext2, ext3 or ext4'],
  privileges: 'permission to read the device, which root has',
  examples: [
    "SELECT path, size, mtime FROM device_file WHERE device = '/dev/sda' AND partition = '2' AND path = '/etc/passwd'",
    "SELECT path FROM device_file WHERE device = '/dev/sda' AND partition = '2' AND mode LIKE '4%'",
  ],
  columns: {
    device: text('Device file, or path of an image', (file) => file.device, {
      key: { required: true, rowsPerValue: 10_000 },
    }),
    partition: text('Number of the partition, as device_partitions has it', (file) => file.partition, {
      key: { required: true, rowsPerValue: 10_000 },
    }),
    path: text('Path in the file system; null for an inode that is no regular file with a name', (file) => file.path, {
      key: {},
    }),
    filename: text('Last name of the path', ({ path }) => (path === null ? null : nameOf(path))),
    inode: bigint('Number of the inode', (file) => file.inode.number, { key: {} }),
    uid: bigint('User id of the owner', (file) => file.inode.uid),
    gid: bigint('Group id of the owner', (file) => file.inode.gid),
    mode: text('Permissions, four octal digits', (file) => (file.inode.mode & 0o7777).toString(8).padStart(4, '0')),
    size: bigint('Size in bytes', (file) => file.inode.sizeBytes),
    block_size: integer('Bytes of a block of the file system', (file) => file.files.superblock.blockBytes),
    atime: bigint('Last access, in seconds since the epoch', (file) => file.inode.atime),
    mtime: bigint('Last change of the content, in seconds since the epoch', (file) => file.inode.mtime),
    ctime: bigint('Creation, in seconds since the epoch; null where it is not kept', (file) => file.inode.crtime),
    hard_links: integer('Names that the inode has', (file) => file.inode.links),
    type: text('regular, directory, symlink, block, character, fifo, socket or unknown', (file) =>
      extKindOf(file.inode),
    ),
  },
  *scan(request) {
    const { lookup } = request;
    yield* eachPartition(request, 'device_file', function* (partition) {
      for (const { path, inode } of filesOf(partition, lookup, request)) yield { ...partition, path, inode };
    });
  },
});

interface FileLookup {
  readonly path?: Lookup<string>;
  readonly inode?: Lookup<number>;
}

type Found = Pick<DeviceFile, 'path' | 'inode'>;

function* filesOf(
  { files }: DevicePartition,
  lookup: FileLookup,
  request: Pick<ScanRequest, 'columns' | 'checkpoint' | 'warn'>,
): Generator<Found> {
  const numbers = lookup.inode?.values;
  if (lookup.path?.values) {
    for (const path of lookup.path.values) {
      const inode = path.startsWith('/') ? files.find(path) : undefined;
      if (inode && (numbers?.includes(inode.number) ?? true)) yield { path, inode };
    }
  } else if (numbers) {
    const nameless = new Set(numbers);
    const wanted = new Set(numbers);
    // Names are in folders alone: they are looked for where somebody asks for them.
    if (request.columns.has('path') || request.columns.has('filename'))
      for (const found of regularFiles(files, request)) {
        if (!wanted.has(found.inode.number)) continue;
        nameless.delete(found.inode.number);
        yield found;
      }
    for (const number of nameless) {
      const inode = files.inode(number);
      if (inode) yield { path: null, inode };
    }
  } else yield* regularFiles(files, request);
}

/** Every name of a regular file. A folder is looked into once, whatever a damaged disk says. */
function* regularFiles(
  files: DevicePartition['files'],
  { checkpoint, warn }: Pick<ScanRequest, 'checkpoint' | 'warn'>,
): Generator<Found> {
  const { root } = files;
  const pending = root ? [{ path: '/', folder: root }] : [];
  const seen = new Set<number>();
  let count = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    checkpoint();
    if (seen.has(next.folder.number)) continue;
    seen.add(next.folder.number);
    if (next.folder.isEncrypted) {
      warn('names in encrypted folders cannot be read');
      continue;
    }
    for (const entry of files.entries(next.folder)) {
      const inode = files.inode(entry.inode);
      if (!inode) continue;
      if (++count > MAX_FILES) return void warn(`device_file shows ${MAX_FILES} files at most: the rest is left out`);
      const path = within(next.path, entry.name);
      const kind = extKindOf(inode);
      if (kind === 'directory') pending.push({ path, folder: inode });
      else if (kind === 'regular') yield { path, inode };
    }
  }
}
