/** Families of socket(2). */
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const AF_PACKET = 17;

/** State of a TCP socket that waits for connections (include/net/tcp_states.h). */
export const TCP_LISTEN = 10;

/**
 * The lists the kernel keeps, each a file of /proc/net, in the order they are read. `protocol` is IANA's number; for
 * unix and packet sockets it stands with each socket.
 */
export const SOCKET_LISTS = [
  { name: 'icmp', family: AF_INET, protocol: 1 },
  { name: 'icmp6', family: AF_INET6, protocol: 1 },
  { name: 'tcp', family: AF_INET, protocol: 6 },
  { name: 'tcp6', family: AF_INET6, protocol: 6 },
  { name: 'udp', family: AF_INET, protocol: 17 },
  { name: 'udp6', family: AF_INET6, protocol: 17 },
  { name: 'udplite', family: AF_INET, protocol: 136 },
  { name: 'udplite6', family: AF_INET6, protocol: 136 },
  { name: 'raw', family: AF_INET, protocol: 255 },
  { name: 'raw6', family: AF_INET6, protocol: 255 },
  { name: 'unix', family: AF_UNIX, protocol: null },
  { name: 'packet', family: AF_PACKET, protocol: null },
] as const;

export type SocketList = (typeof SOCKET_LISTS)[number];

/** A socket as one of the kernel's lists shows it. */
export interface Socket {
  readonly family: number;
  readonly protocol: number;
  /** 0 where no process holds it any more, as in TIME_WAIT. */
  readonly inode: number;
  /** TCP's states (tcp_states.h), in use by the other protocols for their own ends; 0 outside the internet families. */
  readonly state: number;
  /** Null outside the internet families. */
  readonly localAddress: string | null;
  readonly remoteAddress: string | null;
  readonly localPort: number;
  readonly remotePort: number;
  /** Of a unix socket; an abstract one's starts with `@`, which also stands for each NUL in it. Null for none. */
  readonly path: string | null;
}
