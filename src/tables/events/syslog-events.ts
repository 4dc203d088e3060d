import { EID, eventTable, TIME } from './event-table.js';

export const syslogEvents = eventTable({
  name: 'syslog_events',
  aliases: ['syslog'],
  description: "Lines of syslog, and the kernel's own log where it is asked for",
  sources: ['the pipe syslog_pipe_path, which rsyslog writes CSV to', '/dev/kmsg with enable_kmsg'],
  privileges: 'whoever may make and read the pipe; CAP_SYSLOG for /dev/kmsg',
  examples: [
    "SELECT datetime, tag, message FROM syslog_events WHERE facility = 'authpriv'",
    'SELECT tag, count(*) FROM syslog_events WHERE severity <= 3 GROUP BY tag',
  ],
  columns: {
    time: TIME,
    datetime: ['text', 'Time as it was sent'],
    host: ['text', 'Name of the machine'],
    severity: ['integer', '0 emergency, 1 alert, 2 critical, 3 error, 4 warning, 5 notice, 6 information, 7 debugging'],
    facility: ['text', 'Facility, such as kern, daemon or authpriv'],
    tag: ['text', "Program, and its process in brackets; kernel for the kernel's own"],
    message: ['text', 'What it says'],
    eid: EID,
  },
});
