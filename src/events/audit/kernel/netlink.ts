/** The audit protocol of netlink (linux/netlink.h, linux/audit.h). */
export const NETLINK = {
  family: 16,
  audit: 9,
  socketRawCloexec: 0o2000003,
  headerBytes: 16,
  addressBytes: 12,
  request: 1,
  ack: 4,
  error: 2,
  done: 3,
} as const;

export const AUDIT = { get: 1000, set: 1001, addRule: 1011, deleteRule: 1012, listRules: 1013 } as const;

/** Messages of netlink itself, and answers to requests, are below this; records of events from here on. */
export const FIRST_RECORD_TYPE = 1100;
/** The group in which everybody with CAP_AUDIT_READ can read along. */
export const READ_LOG_GROUP = 1;
/** Longest payload of a record (AUDIT_MESSAGE_TEXT_MAX, and some). */
export const MAX_RECORD_BYTES = 8970;

/** struct sockaddr_nl: port 0 is the kernel, or in bind(2) a port of its choice. */
export function netlinkAddress(groups = 0): Buffer {
  const address = Buffer.alloc(NETLINK.addressBytes);
  address.writeUInt16LE(NETLINK.family, 0);
  address.writeUInt32LE(groups, 8);
  return address;
}

/** A request that is answered with an acknowledgement at least. */
export function requestMessage(type: number, sequence: number, payload: Uint8Array): Buffer {
  const message = Buffer.alloc((NETLINK.headerBytes + payload.length + 3) & ~3);
  message.writeUInt32LE(NETLINK.headerBytes + payload.length, 0);
  message.writeUInt16LE(type, 4);
  message.writeUInt16LE(NETLINK.request | NETLINK.ack, 6);
  message.writeUInt32LE(sequence, 8);
  message.set(payload, NETLINK.headerBytes);
  return message;
}
