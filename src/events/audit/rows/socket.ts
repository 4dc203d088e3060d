import type { EventRow } from '../../source.js';
import type { Surroundings } from '../../surroundings/surroundings.js';
import type { AuditEvent } from '../records/assembler.js';
import { FieldReader } from '../records/fields.js';
import { AF_UNIX, parseSocketAddress, type SocketAddress } from '../records/sockaddr.js';
import type { SyscallRecord } from '../records/syscall.js';
import type { SocketSettings } from '../settings.js';
import { ACCEPT, SOCKET, SOCKETCALLS } from '../syscalls/kinds.js';

const [EAGAIN, EINPROGRESS] = [11, 115];

type Status = 'succeeded' | 'failed' | 'in_progress' | 'no_client';
type Action = 'bind' | 'connect' | 'accept';

const address = new FieldReader(['saddr']);
const socketcall = new FieldReader(['a0']);

/** `bind`, `connect` or `accept`; undefined for other calls. */
export function actionOf({ name, args }: SyscallRecord): Action | undefined {
  const call = (name === 'socketcall' ? SOCKETCALLS.get(args[0]) : name) ?? '';
  if (ACCEPT.includes(call)) return 'accept';
  return SOCKET.includes(call) ? (call as Action) : undefined; // the two names in SOCKET
}

/** A row of socket_events; undefined where the settings want none, or there is no address to tell. */
export function socketRow(event: AuditEvent, settings: SocketSettings, around: Surroundings): EventRow | undefined {
  const { syscall } = event;
  const action = actionOf(syscall);
  if (!action) return undefined;
  const status = statusOf(action, syscall);
  if (status === 'failed' && !settings.failed) return undefined;
  if (status === 'no_client' && !settings.nullAccept) return undefined;
  const found = addressOf(event);
  if (
    found
      ? found.family === AF_UNIX && !settings.unix
      : !(action === 'accept' && settings.nullAccept && !event.sockaddr)
  ) {
    return undefined;
  }
  return {
    action,
    pid: syscall.pid,
    path: syscall.exe,
    fd: String(action === 'accept' && syscall.success ? syscall.exit : descriptorOf(event)),
    auid: syscall.auid,
    family: found?.family,
    protocol: 0,
    ...(found && found.family !== AF_UNIX && { [ADDRESS[action]]: found.address }),
    local_port: 0,
    remote_port: 0,
    ...(found && found.family !== AF_UNIX && { [PORT[action]]: found.port }),
    ...(found?.family === AF_UNIX && { socket: found.path }),
    uptime: around.uptime,
    success: status === 'failed' ? 0 : 1,
    status,
    ...around.containers.of(syscall.pid, syscall.ppid, around.nowMs),
  };
}

const ADDRESS = { bind: 'local_address', connect: 'remote_address', accept: 'remote_address' } as const;
const PORT = { bind: 'local_port', connect: 'remote_port', accept: 'remote_port' } as const;

function statusOf(action: Action, { success, exit }: SyscallRecord): Status {
  if (success) return 'succeeded';
  if (action === 'connect' && exit === -EINPROGRESS) return 'in_progress';
  return action === 'accept' && exit === -EAGAIN ? 'no_client' : 'failed';
}

function addressOf({ sockaddr }: AuditEvent): SocketAddress | undefined {
  if (!sockaddr) return undefined;
  address.read(sockaddr, 0, sockaddr.length);
  const span = address.span(0);
  return span && parseSocketAddress(sockaddr.subarray(...span));
}

/** The descriptor that the call was given. Of socketcall(2) it stands in a record of its own. */
function descriptorOf({ syscall, socketcall: record }: AuditEvent): number {
  if (syscall.name !== 'socketcall') return syscall.args[0] | 0;
  if (!record) return -1;
  socketcall.read(record, 0, record.length);
  return socketcall.low32(0) | 0;
}
