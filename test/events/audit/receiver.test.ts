import { constants } from 'node:os';
import t from 'tap';
import { AuditReceiver } from '../../../src/events/audit/kernel/receiver.js';
import type { KernelCalls } from '../../../src/host/index.js';

const SPACE = 2n ** 32n;
const MSG_TRUNC = 0x20;

interface Datagram {
  readonly bytes: Buffer;
  readonly senderPort?: number;
}

/** A socket that is not there: what is queued is received. Addresses of buffers are their numbers. */
class FakeSocket {
  readonly queue: (Datagram | { readonly errno: number })[] = [];
  readonly #buffers: Buffer[] = [];
  #errno = 0;

  readonly calls = {
    socket: () => 7,
    bind: () => 0,
    setsockopt: () => 0,
    close: () => 0,
    poll: () => 1,
    errno: () => this.#errno,
    address: (buffer: Buffer) => SPACE * BigInt(this.#buffers.push(buffer)),
    sendto: (_: number, message: Buffer) => {
      const answer = Buffer.alloc(36);
      answer.writeUInt32LE(36, 0);
      answer.writeUInt16LE(2, 4);
      message.copy(answer, 8, 8, 12);
      answer.writeInt32LE(-this.ackErrno, 16);
      this.queue.push({ bytes: record(1112, 'meanwhile') }, { bytes: answer });
      return message.length;
    },
    recvmmsg: (_: number, messages: Buffer, count: number) => this.#receive(messages, count),
  } as unknown as KernelCalls;

  constructor(private readonly ackErrno = 0) {}

  #receive(messages: Buffer, count: number): number {
    for (let index = 0; index < count; index++) {
      const [next] = this.queue;
      if (!next || ('errno' in next && index > 0)) return index > 0 ? index : this.#fail(constants.errno.EAGAIN);
      this.queue.shift();
      if ('errno' in next) return this.#fail(next.errno);
      this.#deliver(messages, index * 64, next);
    }
    return count;
  }

  #deliver(messages: Buffer, at: number, { bytes, senderPort = 0 }: Datagram): void {
    const [address, addressAt] = this.#memory(messages.readBigUInt64LE(at));
    address.writeUInt32LE(senderPort, addressAt + 4);
    const [vector, vectorAt] = this.#memory(messages.readBigUInt64LE(at + 16));
    const [target, targetAt] = this.#memory(vector.readBigUInt64LE(vectorAt));
    const room = Number(vector.readBigUInt64LE(vectorAt + 8));
    bytes.copy(target, targetAt, 0, Math.min(room, bytes.length));
    messages.writeUInt32LE(bytes.length > room ? MSG_TRUNC : 0, at + 48);
    messages.writeUInt32LE(Math.min(room, bytes.length), at + 56);
  }

  #fail(errno: number): number {
    this.#errno = errno;
    return -1;
  }

  #memory(address: bigint): readonly [Buffer, number] {
    const buffer = this.#buffers[Number(address / SPACE) - 1];
    if (!buffer) throw new Error('a pointer to nowhere');
    return [buffer, Number(address % SPACE)];
  }
}

/** As the kernel sends records: the length in the header leaves out the header. */
function record(type: number, text: string): Buffer {
  const bytes = Buffer.alloc(16 + text.length);
  bytes.writeUInt32LE(text.length, 0);
  bytes.writeUInt16LE(type, 4);
  bytes.write(text, 16);
  return bytes;
}

function received(socket: FakeSocket): { receiver: AuditReceiver; told: string[] } {
  const told: string[] = [];
  const receiver = new AuditReceiver(socket.calls, {
    onRecord: (type, bytes, start, end) => void told.push(`${type} ${bytes.toString('latin1', start, end)}`),
    onOverflow: () => void told.push('overflow'),
    onRefused: (why) => void told.push(`refused for its ${why}`),
  });
  return { receiver, told };
}

t.test('records are told in their order, whole', async (t) => {
  const socket = new FakeSocket();
  const { receiver, told } = received(socket);
  const texts = Array.from({ length: 150 }, (_, index) => `audit(1.000:${index}): a=${'x'.repeat(index)}`);
  for (const text of texts) socket.queue.push({ bytes: record(1300, text) });
  t.equal(receiver.read(), true, 'there may be more');
  t.equal(receiver.read(), true);
  t.equal(receiver.read(), false);
  t.same(
    told,
    texts.map((text) => `1300 ${text}`),
  );
  t.equal(receiver.read(), false);
});

t.test('what others than the kernel send is refused, and what is cut', async (t) => {
  const socket = new FakeSocket();
  const { receiver, told } = received(socket);
  const longest = `audit(1.000:1): ${'y'.repeat(8970 - 16)}`;
  socket.queue.push(
    { bytes: record(1300, 'forged'), senderPort: 4711 },
    { bytes: record(1300, 'z'.repeat(1 << 20)) },
    { bytes: Buffer.alloc(15) },
    { bytes: record(1300, longest) },
  );
  receiver.read();
  t.same(told, ['refused for its sender', 'refused for its length', 'refused for its length', `1300 ${longest}`]);
});

t.test('an overflow is told, and what is behind it read', async (t) => {
  const socket = new FakeSocket();
  const { receiver, told } = received(socket);
  socket.queue.push({ errno: constants.errno.ENOBUFS }, { bytes: record(1300, 'after') });
  while (receiver.read());
  receiver.read();
  t.same(told, ['overflow', '1300 after']);
});

t.test('records that come before the acknowledgement are not lost', async (t) => {
  const { receiver, told } = received(new FakeSocket());
  receiver.register(1);
  t.same(told, ['1112 meanwhile']);
});

t.test('where another process has the records, that is told', async (t) => {
  const { receiver } = received(new FakeSocket(constants.errno.EEXIST));
  t.throws(() => receiver.register(1), { errno: constants.errno.EEXIST, message: /refuses to send records: EEXIST/ });
});
