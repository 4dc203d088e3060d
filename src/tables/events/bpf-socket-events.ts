import { CONTAINER } from './container.js';
import { eventTable, HIDDEN_TIME, NUMERIC_EID } from './event-table.js';

export const bpfSocketEvents = eventTable({
  name: 'bpf_socket_events',
  description: 'Sockets that were connected, bound, listened at and accepted, as BPF programs in the kernel saw it',
  sources: ['the raw tracepoints sys_enter and sys_exit: connect, bind, listen, accept and accept4'],
  privileges: 'CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN; Linux 5.8',
  examples: [
    "SELECT pid, path, remote_address, remote_port FROM bpf_socket_events WHERE syscall = 'connect'",
    "SELECT path, local_address, local_port FROM bpf_socket_events WHERE syscall = 'bind' AND family IN (2, 10)",
  ],
  columns: {
    tid: ['bigint', 'Thread'],
    pid: ['bigint', 'Process'],
    parent: ['bigint', 'Parent process; null where nobody saw it'],
    uid: ['bigint', 'User'],
    gid: ['bigint', 'Group'],
    cid: ['integer', 'Id of the control group'],
    exit_code: ['text', 'What the call returned; errors as unsigned numbers of 64 bits'],
    probe_error: ['integer', '1 where the address could not be read'],
    syscall: ['text', 'connect, bind, listen or accept'],
    path: ['text', 'Program file of the process'],
    fd: ['text', 'Descriptor of the socket; of accept the new one'],
    family: ['integer', '1 is UNIX, 2 IPv4, 10 IPv6, 16 netlink; -1 where it is not known'],
    type: ['integer', 'Type of the socket, -1 where it is not known'],
    protocol: ['integer', 'Protocol, -1 where it is not known'],
    local_address: ['text', 'Address that the socket was bound to'],
    remote_address: ['text', 'Address that was connected to, or came from'],
    local_port: ['integer', 'Port that the socket was bound to'],
    remote_port: ['integer', 'Port that was connected to, or came from'],
    duration: ['integer', 'Nanoseconds that the call took'],
    ntime: ['text', "Nanoseconds since boot, of the kernel's monotonic clock"],
    time: HIDDEN_TIME,
    eid: NUMERIC_EID,
    ...CONTAINER,
  },
});
