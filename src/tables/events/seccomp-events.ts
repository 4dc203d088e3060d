import { eventTable, TIME } from './event-table.js';

export const seccompEvents = eventTable({
  name: 'seccomp_events',
  description: 'Calls that seccomp filters acted on',
  sources: ['audit records of type 1326', '/proc/sys/kernel/seccomp/actions_logged'],
  privileges: 'CAP_AUDIT_CONTROL, and CAP_AUDIT_READ to read along with auditd',
  examples: [
    "SELECT time, pid, exe, syscall FROM seccomp_events WHERE code LIKE 'KILL%'",
    'SELECT exe, syscall, code, count(*) FROM seccomp_events GROUP BY exe, syscall, code',
  ],
  columns: {
    time: TIME,
    uptime: ['bigint', 'Seconds since boot'],
    auid: ['unsignedBigint', 'User who logged in; 4294967295 where nobody did'],
    uid: ['unsignedBigint', 'User'],
    gid: ['unsignedBigint', 'Group'],
    ses: ['unsignedBigint', 'Login session; 4294967295 where there is none'],
    pid: ['unsignedBigint', 'Process'],
    comm: ['text', 'Command name, cut at 15 bytes by the kernel'],
    exe: ['text', 'Program file'],
    sig: ['bigint', 'Signal that was sent to the process, else 0'],
    arch: ['text', 'Architecture of the call, such as X86_64'],
    syscall: ['text', 'Call by its name; its number where it has none'],
    compat: ['bigint', "1 for a call of another architecture than the kernel's"],
    ip: ['text', 'Address of the instruction'],
    code: ['text', 'KILL_PROCESS, KILL_THREAD, TRAP, ERRNO, USER_NOTIF, TRACE, LOG or ALLOW'],
  },
});
