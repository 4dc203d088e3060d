import { type KernelCalls, loadKernelCalls } from '../../host/index.js';
import { MonotonicClock } from '../monotonic-clock.js';
import { type Datagram, NetlinkReceiver } from '../netlink/receiver.js';
import { type EventSource, type OpenSource, type SourceContext, SourceUnavailable } from '../source.js';
import { Surroundings } from '../surroundings/surroundings.js';
import { NO_CPU, parseProcessMessage, processRequest } from './message.js';
import { ProcessRows, type StreamItem } from './rows.js';
import { Sequences } from './sequences.js';
import type { ProcessConnectorSettings } from './settings.js';

const NETLINK_CONNECTOR = 11;
const CN_IDX_PROC_GROUP = 1;
/** A message has 76 bytes. */
const MAX_BYTES = 512;
/** A message takes some 800 bytes of it: room for 80,000, which is a second of what two loops of forks can do, and more. */
const BUFFER_BYTES = 64 * 1024 * 1024;
const READ_MS = 40;
const BATCH = 256;
const ANSWER_MS = 1000;
const POLLIN = 1;

/** Opens the kernel's process connector. */
export const openProcessConnector: OpenSource<ProcessConnectorSettings> = (settings, context) => {
  const calls = loadKernelCalls();
  if (!calls) throw new SourceUnavailable('no netlink: the FFI library has no build for this machine');
  const receiver = new NetlinkReceiver(calls, {
    protocol: NETLINK_CONNECTOR,
    groups: CN_IDX_PROC_GROUP,
    maxBytes: MAX_BYTES,
    bufferBytes: BUFFER_BYTES,
  });
  const source = new ProcessConnector(receiver, settings, context);
  try {
    source.listen(calls);
  } catch (error) {
    receiver.close();
    throw error;
  }
  return source;
};

class ProcessConnector implements EventSource<ProcessConnectorSettings> {
  readonly subscriptions = 1;
  readonly #stream: MessageStream;
  readonly #rows: ProcessRows;
  readonly #around: Surroundings;
  readonly #clock: MonotonicClock;

  constructor(
    private readonly receiver: NetlinkReceiver,
    private settings: ProcessConnectorSettings,
    private readonly context: SourceContext,
  ) {
    this.#around = new Surroundings(context.host);
    this.#rows = new ProcessRows(this.#around, () => this.settings.fork);
    this.#clock = new MonotonicClock(() => context.now());
    this.#stream = new MessageStream((message) => context.say('warning', message));
  }

  get descriptors(): readonly number[] {
    return [this.receiver.fd];
  }

  /** @throws SourceUnavailable where the kernel says no, or nothing: it does not speak to other namespaces than the first */
  listen(calls: KernelCalls): void {
    const { receiver } = this;
    if (!receiver.send(processRequest('listen', process.pid))) {
      throw new SourceUnavailable(`the process connector refuses: errno ${calls.errno()}`);
    }
    const descriptor = Buffer.alloc(8);
    descriptor.writeInt32LE(receiver.fd, 0);
    descriptor.writeInt16LE(POLLIN, 4);
    const untilMs = performance.now() + ANSWER_MS;
    let answer: number | undefined;
    while (answer === undefined && performance.now() < untilMs) {
      if (calls.poll(descriptor, 1, 50) <= 0) continue;
      receiver.read((datagram) => {
        const message = parseProcessMessage(datagram.bytes);
        if (message?.kind === 'answer' && message.request === process.pid) answer = message.errno;
        this.#stream.take(datagram);
      });
    }
    if (answer === undefined)
      throw new SourceUnavailable('the process connector is silent: it needs the first pid namespace');
    if (answer !== 0)
      throw new SourceUnavailable(`the process connector refuses: errno ${answer} (needs CAP_NET_ADMIN)`);
  }

  read(): void {
    const untilMs = performance.now() + READ_MS;
    this.#clock.update();
    this.#around.update(this.context.now());
    let batch = this.#drain();
    while (batch.length > 0) {
      const held = this.#rows.look(batch);
      batch = performance.now() < untilMs ? this.#drain() : [];
      for (const row of this.#rows.settle(held, batch)) {
        if ('gap' in row) this.context.emit.gap(row.gap);
        else this.context.emit.row('process_events', this.#rows.row(row), this.#clock.unixMsOf(row.atNs));
      }
    }
  }

  tick(): void {
    if (this.#stream.takeOverflow()) this.context.emit.gap({ reason: LOST });
  }

  configure(settings: ProcessConnectorSettings): void {
    this.settings = settings;
  }

  close(): void {
    this.receiver.send(processRequest('ignore', process.pid));
    this.receiver.close();
  }

  #drain(): StreamItem[] {
    while (this.#stream.length < BATCH) {
      const count = this.receiver.read((datagram) => this.#stream.take(datagram));
      if (count === 'overflow') this.#stream.overflow();
      else if (count === 0) break;
    }
    return this.#stream.items();
  }
}

const LOST = 'messages of the process connector (execs, forks, exits and others) did not get into the socket';

/** Datagrams to what stands in the stream. */
export class MessageStream {
  readonly #sequences = new Sequences();
  #items: StreamItem[] = [];
  #hasOverflowed = false;

  constructor(private readonly warn: (message: string) => void) {}

  get length(): number {
    return this.#items.length;
  }

  take({ bytes, senderPort, isCut }: Datagram): void {
    if (senderPort !== 0) {
      this.warn('process connector: messages that the kernel did not send were refused');
      return;
    }
    const message = isCut ? undefined : parseProcessMessage(bytes);
    if (!message) {
      this.#items.push({ kind: 'gap', gap: { reason: 'a message of the process connector was malformed', lost: 1 } });
      return;
    }
    const missing = message.cpu === NO_CPU ? 0 : this.#sequences.missingBefore(message.cpu, message.sequence);
    if (missing > 0) {
      this.#hasOverflowed = false;
      this.#items.push({ kind: 'gap', gap: { reason: LOST, lost: missing } });
    }
    if (message.kind !== 'answer') this.#items.push(message);
  }

  /** The kernel says that it dropped some; how many is known when the next one of the same processor comes. */
  overflow(): void {
    this.#hasOverflowed = true;
  }

  /** Whether some were dropped and no number was told since. */
  takeOverflow(): boolean {
    const has = this.#hasOverflowed;
    this.#hasOverflowed = false;
    return has;
  }

  items(): StreamItem[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }
}
