import { CONTAINER } from './container.js';
import { EID, eventTable, TIME } from './event-table.js';

const hidden = { hidden: true } as const;

export const socketEvents = eventTable({
  name: 'socket_events',
  description: 'Sockets that were bound, connected and accepted',
  sources: ['audit records of bind, connect, accept, accept4 and socketcall'],
  privileges: 'CAP_AUDIT_CONTROL, and CAP_AUDIT_READ to read along with auditd',
  examples: [
    "SELECT time, pid, path, remote_address, remote_port FROM socket_events WHERE action = 'connect'",
    "SELECT path, local_port FROM socket_events WHERE action = 'bind' AND family IN (2, 10)",
  ],
  columns: {
    action: ['text', 'bind, connect, accept; close where sock_diag is on'],
    pid: ['bigint', 'Process'],
    path: ['text', 'Program file of the process'],
    fd: ['text', 'Descriptor of the socket, in decimal; of accept the new one'],
    auid: ['bigint', 'User who logged in; 4294967295 where nobody did'],
    family: ['integer', '1 is UNIX, 2 IPv4, 10 IPv6'],
    protocol: ['integer', 'Protocol; 0 where the source does not tell', hidden],
    local_address: ['text', 'Address that the socket was bound to'],
    remote_address: ['text', 'Address that was connected to, or came from'],
    local_port: ['integer', 'Port that the socket was bound to, else 0'],
    remote_port: ['integer', 'Port that was connected to, or came from, else 0'],
    socket: ['text', 'Path of a UNIX socket; an abstract name begins with @', hidden],
    time: TIME,
    uptime: ['bigint', 'Seconds since boot'],
    eid: EID,
    success: ['integer', '0 where the call failed', hidden],
    status: ['text', 'succeeded, failed, in_progress (of connect) or no_client (of accept)'],
    ...CONTAINER,
  },
});
