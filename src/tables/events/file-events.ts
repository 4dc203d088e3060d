import { EID, eventTable, TIME } from './event-table.js';

const digest = { collation: 'nocase' } as const;

export const fileEvents = eventTable({
  name: 'file_events',
  description: 'Changes of the files that the configuration names in file_paths',
  sources: ['inotify(7)', 'stat(2) of the files, and their content'],
  privileges: 'permission to read the folders that the files are in, and the files for their digests',
  examples: [
    "SELECT time, action, target_path, sha256 FROM file_events WHERE category = 'etc'",
    "SELECT target_path, count(*) FROM file_events WHERE action = 'UPDATED' GROUP BY target_path",
    "SELECT a.target_path, b.target_path FROM file_events AS a JOIN file_events AS b USING (transaction_id) WHERE transaction_id > 0 AND a.action = 'MOVED_FROM' AND b.action = 'MOVED_TO'",
  ],
  columns: {
    target_path: ['text', 'File or folder; of a watched folder itself with a slash at the end'],
    category: ['text', 'Category of the pattern in file_paths that means it; each has a row'],
    action: [
      'text',
      'CREATED, UPDATED, ATTRIBUTES_MODIFIED, DELETED, MOVED_FROM, MOVED_TO; for file_accesses OPENED and ACCESSED',
    ],
    transaction_id: ['bigint', 'The same for both names of a move, else 0'],
    inode: ['bigint', 'Number of the inode; this and the columns after it are null where the file was gone'],
    uid: ['bigint', 'User id of the owner'],
    gid: ['bigint', 'Group id of the owner'],
    mode: ['text', 'Permissions, four octal digits'],
    size: ['bigint', 'Size in bytes'],
    atime: ['bigint', 'Last access, in seconds since the epoch'],
    mtime: ['bigint', 'Last change of the content, in seconds since the epoch'],
    ctime: ['bigint', 'Last change of content, owner or permissions, in seconds since the epoch'],
    md5: ['text', 'MD5 in hexadecimal of what was made or written', digest],
    sha1: ['text', 'SHA-1, likewise', digest],
    sha256: ['text', 'SHA-256, likewise', digest],
    hashed: ['integer', '1 where there are digests, 0 where none were wanted, -1 where the file could not be read'],
    time: TIME,
    eid: EID,
  },
});
