import type { KernelCalls } from '../../../host/index.js';
import { typeOfName } from '../records/types.js';
import { EAGAIN, EINTR } from './errno.js';

/** Where auditd's plugin af_unix listens. */
export const DISPATCHER_PATH = '/var/run/audispd_events';

const AF_UNIX = 1;
const SOCK_STREAM_CLOEXEC = 0o2000001;
const MSG_DONTWAIT = 0x40;
const BUFFER_BYTES = 256 * 1024;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const TYPE_KEY = Buffer.from('type=', 'latin1');
const MESSAGE_KEY = Buffer.from(' msg=', 'latin1');
/** A line that is longer than the buffer. */
const TOO_LONG = 'too-long';

type OnRecord = (type: number, bytes: Buffer, start: number, end: number) => void;

/** Reads along with a running auditd, from the socket of its dispatcher: a line for each record. */
export class DispatcherClient {
  readonly fd: number;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #length = 0;
  #isSkipping = false;

  private constructor(
    private readonly calls: KernelCalls,
    fd: number,
  ) {
    this.fd = fd;
  }

  /** Undefined where nobody listens. */
  static connect(calls: KernelCalls, path = DISPATCHER_PATH): DispatcherClient | undefined {
    const fd = calls.socket(AF_UNIX, SOCK_STREAM_CLOEXEC, 0);
    if (fd < 0) return undefined;
    const address = Buffer.concat([Buffer.from([AF_UNIX, 0]), Buffer.from(`${path}\0`)]);
    if (calls.connect(fd, address, address.length) === 0) return new DispatcherClient(calls, fd);
    calls.close(fd);
    return undefined;
  }

  /**
   * Takes what is there, up to a buffer full.
   * @returns 'empty' when there is no more for now, 'ended' when auditd is gone, 'too-long' when a line was given up
   */
  read(onRecord: OnRecord): 'more' | 'empty' | 'ended' | typeof TOO_LONG {
    const room = this.#buffer.subarray(this.#length);
    const count = Number(this.calls.recvfrom(this.fd, room, room.length, MSG_DONTWAIT, null, null));
    if (count < 0) {
      const errno = this.calls.errno();
      return errno === EAGAIN || errno === EINTR ? 'empty' : 'ended';
    }
    if (count === 0) return 'ended';
    this.#length += count;
    return this.#lines(onRecord);
  }

  close(): void {
    this.calls.close(this.fd);
  }

  #lines(onRecord: OnRecord): 'more' | typeof TOO_LONG {
    let start = 0;
    for (;;) {
      const end = this.#buffer.indexOf(NEWLINE, start);
      if (end < 0 || end >= this.#length) break;
      if (this.#isSkipping) this.#isSkipping = false;
      else readLine(this.#buffer, start, end, onRecord);
      start = end + 1;
    }
    this.#buffer.copyWithin(0, start, this.#length);
    this.#length -= start;
    if (this.#length < this.#buffer.length) return 'more';
    this.#length = 0;
    this.#isSkipping = true;
    return TOO_LONG;
  }
}

/**
 * A line of the dispatcher: `node=a type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e …`, without `node` mostly. Other
 * lines are none of records.
 */
export function readLine(bytes: Buffer, start: number, end: number, onRecord: OnRecord): void {
  const key = bytes.indexOf(TYPE_KEY, start);
  const message = bytes.indexOf(MESSAGE_KEY, start);
  if (key < 0 || message < 0 || message >= end || key > message) return;
  if (key !== start && bytes[key - 1] !== SPACE) return;
  const type = typeOfName(bytes.toString('latin1', key + TYPE_KEY.length, message));
  if (type !== 0) onRecord(type, bytes, message + MESSAGE_KEY.length, end);
}
