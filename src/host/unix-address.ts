import { encodeText } from '../core/index.js';

const AF_UNIX = 1;
const MAX_PATH_BYTES = 107;

/** struct sockaddr_un (unix(7)). A name that starts with NUL is abstract: each of its bytes counts, and no NUL ends it. */
export function unixAddress(path: string): Buffer {
  const bytes = encodeText(path);
  if (bytes.length > MAX_PATH_BYTES) throw new Error(`path of a socket is too long: ${path}`);
  const address = Buffer.alloc(2 + bytes.length + (bytes[0] === 0 ? 0 : 1));
  address.writeUInt16LE(AF_UNIX);
  address.set(bytes, 2);
  return address;
}
