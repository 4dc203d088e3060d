import { EID, eventTable, TIME } from './event-table.js';

export const processFileEvents = eventTable({
  name: 'process_file_events',
  description: 'What processes did to the files that the configuration names in file_paths',
  sources: ['audit records of calls about files'],
  privileges: 'CAP_AUDIT_CONTROL, and CAP_AUDIT_READ to read along with auditd',
  examples: [
    "SELECT time, operation, executable, path FROM process_file_events WHERE path = '/etc/passwd'",
    "SELECT executable, count(*) FROM process_file_events WHERE operation = 'write' GROUP BY executable",
  ],
  columns: {
    operation: ['text', 'open, open+truncate, read, write, close, unlink, rename, link or symlink'],
    pid: ['bigint', 'Process'],
    ppid: ['bigint', 'Parent process'],
    time: TIME,
    executable: ['text', 'Program file of the process'],
    partial: ['text', 'true where a path was looked up later or is missing, and is not certain'],
    cwd: ['text', 'Working folder; null where the call had no names'],
    path: ['text', 'File; of rename, link and symlink the old name'],
    dest_path: ['text', 'New name, of rename, link and symlink'],
    uid: ['text', 'User'],
    gid: ['text', 'Group'],
    auid: ['text', 'User who logged in; 4294967295 where nobody did'],
    euid: ['text', 'Effective user'],
    egid: ['text', 'Effective group'],
    fsuid: ['text', 'User for access to files'],
    fsgid: ['text', 'Group for access to files'],
    suid: ['text', 'Saved user'],
    sgid: ['text', 'Saved group'],
    uptime: ['bigint', 'Seconds since boot'],
    eid: EID,
  },
});
