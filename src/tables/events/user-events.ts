import { EID, eventTable, TIME } from './event-table.js';

const hidden = { hidden: true } as const;

export const userEvents = eventTable({
  name: 'user_events',
  description: 'What programs told the audit system of users: logins, sudo, changes of accounts, services',
  sources: ['audit records of types 1100 to 1199'],
  privileges: 'CAP_AUDIT_CONTROL, and CAP_AUDIT_READ to read along with auditd',
  examples: [
    "SELECT time, acct, address, message FROM user_events WHERE type = 1112 AND res = 'failed'",
    'SELECT type, path, count(*) FROM user_events GROUP BY type, path',
  ],
  columns: {
    uid: ['bigint', 'User of the process that told it'],
    auid: ['bigint', 'User who logged in; 4294967295 where nobody did'],
    pid: ['bigint', 'Process that told it'],
    message: ['text', 'What it told, whole'],
    type: ['integer', 'Type of the record: 1100 is USER_AUTH, 1105 USER_START, 1112 USER_LOGIN, 1123 USER_CMD, …'],
    path: ['text', 'Program file, as it told'],
    address: ['text', 'Network address, as it told; ? where there is none'],
    terminal: ['text', 'Terminal, as it told'],
    time: TIME,
    uptime: ['bigint', 'Seconds since boot'],
    eid: EID,
    op: ['text', 'What was done, such as PAM:session_open', hidden],
    acct: ['text', 'Account it was done to', hidden],
    hostname: ['text', 'Name of the host it came from', hidden],
    res: ['text', 'success or failed', hidden],
    ses: ['bigint', 'Login session; 4294967295 where there is none', hidden],
  },
});
