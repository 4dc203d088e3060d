import { COST, tableOf } from '../../catalog/index.js';
import { type FileStats, wideCount } from '../../host/index.js';
import { mountNamespaceId, pidWithNamespace } from '../mount-namespace.js';
import type { FileEntry } from './file-entry.js';
import { directoryKey, pathKey } from './keys.js';
import { selectFiles } from './select.js';
import { walkColumns } from './walk.js';

const { table, integer, bigint, text } = tableOf<FileEntry>();
const stat = { cost: COST.syscall, group: 'stat' } as const;
const hidden = { hidden: true } as const;

/** A column of stat(2), links followed. */
const count = (field: 'ino' | 'uid' | 'gid' | 'rdev' | 'size', description: string) =>
  bigint(description, ({ target }) => target && wideCount(target[field]), stat);

const time = (field: 'atimeNs' | 'mtimeNs' | 'ctimeNs', description: string) =>
  bigint(description, ({ target }) => target && seconds(target[field]), stat);

const notHere = (description: string, collation: 'binary' | 'version' = 'binary') =>
  text(description, () => null, { ...hidden, collation });

/** Files by path, by the folder they are in, or by a pattern of either. */
export const file = table({
  name: 'file',
  description: 'Files and folders, found by path, by directory, or by a pattern of either',
  rows: 1000,
  rowCost: COST.syscall,
  sources: ['stat(2), lstat(2), readlink(2)'],
  privileges: 'root for what is in folders that are closed to others',
  examples: [
    "SELECT path, mode, uid FROM file WHERE path IN ('/etc/passwd', '/etc/shadow')",
    "SELECT path, size, mtime FROM file WHERE directory = '/etc' AND type = 'regular'",
    "SELECT path FROM file WHERE path LIKE '/home/%/.ssh/%'",
    "SELECT path, size FROM file WHERE path LIKE '/etc/%%' AND one_file_system = 1 AND size > 1000000",
    "SELECT path FROM file WHERE path LIKE '/home/%%' AND max_depth = 3 AND filename = 'id_rsa'",
    "SELECT path, symlink_target_path FROM file WHERE path LIKE '/etc/%%' AND symlink = 1",
  ],
  columns: {
    path: text('Path; of a folder found by a pattern that ends in %, with a slash at the end', (f) => f.path, pathKey),
    directory: text('Folder it is in', (f) => f.directory, directoryKey),
    filename: text('Last name of the path; "." where that ends in a slash', (f) => f.filename),
    inode: count('ino', 'Number of the inode; this and the columns after it follow links'),
    uid: count('uid', 'User id of the owner'),
    gid: count('gid', 'Group id of the owner'),
    mode: text('Permissions, four octal digits', ({ target }) => target && mode(target), stat),
    device: count('rdev', 'Id of the device that it is, 0 for all that is no device'),
    size: count('size', 'Size in bytes'),
    block_size: integer(
      'Size of a block to read at once, in bytes',
      ({ target }) => target && Number(target.blksize),
      stat,
    ),
    atime: time('atimeNs', 'Last access, in seconds since the epoch'),
    mtime: time('mtimeNs', 'Last change of the content, in seconds since the epoch'),
    ctime: time('ctimeNs', 'Last change of content, owner or permissions, in seconds since the epoch'),
    btime: bigint(
      'Creation, in seconds since the epoch; null where the file system does not keep it',
      ({ target }) => (target?.birthtimeNs ? seconds(target.birthtimeNs) : null),
      stat,
    ),
    hard_links: integer('Names that the inode has', ({ target }) => target && Number(target.nlink), stat),
    symlink: integer('1 for a symbolic link, else 0', ({ link }) => link && Number(link.isSymbolicLink()), stat),
    type: text(
      'regular, directory, block, character, fifo, socket; unknown for a link to nowhere',
      (f) => f.type,
      stat,
    ),
    symlink_target_path: text('What a symbolic link says, null for others', (f) => f.linkText, {
      cost: COST.syscall,
      group: 'link',
    }),
    attributes: notHere('File attributes, on Windows only'),
    volume_serial: notHere('Serial number of the volume, on Windows only'),
    file_id: notHere('File id, on Windows only'),
    file_version: notHere('Version of the file, on Windows only', 'version'),
    product_version: notHere('Version of the product, on Windows only', 'version'),
    original_filename: notHere('Name the file was made with, on Windows only'),
    shortcut_target_path: notHere('What a shortcut leads to, on Windows only'),
    shortcut_target_type: notHere('Type of what a shortcut leads to, on Windows only'),
    shortcut_target_location: notHere('Folder of what a shortcut leads to, on Windows only'),
    shortcut_start_in: notHere('Folder a shortcut starts in, on Windows only'),
    shortcut_run: notHere('Window a shortcut opens, on Windows only'),
    shortcut_comment: notHere('Comment of a shortcut, on Windows only'),
    bsd_flags: notHere('BSD flags, on macOS only'),
    pid_with_namespace: pidWithNamespace(1000),
    mount_namespace_id: mountNamespaceId,
    ...walkColumns((f: FileEntry) => f.walk),
  },
  scan: selectFiles,
});

const mode = (stat: FileStats): string => (stat.mode & 0o7777n).toString(8).padStart(4, '0');

/** Whole seconds before or at a time, which may lie before the epoch. */
function seconds(nanoseconds: bigint): number | bigint {
  const past = nanoseconds / 1_000_000_000n;
  const floor = past * 1_000_000_000n > nanoseconds ? past - 1n : past;
  return Number.isSafeInteger(Number(floor)) ? Number(floor) : floor;
}
