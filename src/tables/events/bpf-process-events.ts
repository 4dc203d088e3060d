import { CONTAINER } from './container.js';
import { eventTable, HIDDEN_TIME, NUMERIC_EID } from './event-table.js';

export const bpfProcessEvents = eventTable({
  name: 'bpf_process_events',
  description: 'Programs that were started, as BPF programs in the kernel saw it',
  sources: ['the raw tracepoints sys_enter and sys_exit: execve and execveat that succeed'],
  privileges: 'CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN; Linux 5.8',
  examples: [
    'SELECT pid, parent, path, cmdline FROM bpf_process_events WHERE uid = 0',
    "SELECT path, cwd, json_cmdline FROM bpf_process_events WHERE path LIKE '/tmp/%'",
  ],
  columns: {
    tid: ['bigint', 'Thread'],
    pid: ['bigint', 'Process'],
    parent: ['bigint', 'Parent process; null where nobody saw it'],
    uid: ['bigint', 'User'],
    gid: ['bigint', 'Group'],
    cid: ['integer', 'Id of the control group'],
    exit_code: ['text', 'What the call returned'],
    probe_error: ['integer', '1 where arguments are cut or missing'],
    syscall: ['text', 'exec'],
    path: ['text', 'Program file'],
    cwd: ['text', 'Working folder; null where the process was gone before it was read'],
    cmdline: ['text', 'Arguments with spaces between them; those with white space in single quotes'],
    duration: ['integer', 'Nanoseconds that the call took'],
    json_cmdline: ['text', 'Arguments as a JSON array', { hidden: true }],
    ntime: ['text', "Nanoseconds since boot, of the kernel's monotonic clock"],
    time: HIDDEN_TIME,
    eid: NUMERIC_EID,
    ...CONTAINER,
  },
});
