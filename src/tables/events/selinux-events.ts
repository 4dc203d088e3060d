import { EID, eventTable, TIME } from './event-table.js';

export const selinuxEvents = eventTable({
  name: 'selinux_events',
  description: 'What SELinux refused, and changes of its policy and state',
  sources: ['audit records of types 1107 and 1400 to 1417'],
  privileges: 'CAP_AUDIT_CONTROL, and CAP_AUDIT_READ to read along with auditd',
  examples: [
    "SELECT time, message FROM selinux_events WHERE type = 'AVC'",
    'SELECT type, count(*) FROM selinux_events GROUP BY type',
  ],
  columns: {
    type: ['text', 'AVC, USER_AVC, SELINUX_ERR, MAC_POLICY_LOAD, MAC_STATUS, …'],
    message: ['text', 'The record'],
    time: TIME,
    uptime: ['bigint', 'Seconds since boot'],
    eid: EID,
  },
});
