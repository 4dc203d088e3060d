import { loadKernelCalls } from '../../host/index.js';
import { type Datagram, NetlinkReceiver } from '../netlink/receiver.js';
import { type EventSource, type OpenSource, type SourceContext, SourceUnavailable } from '../source.js';
import { DeviceNames } from './device-names.js';
import { hardwareRow } from './hardware-row.js';
import { parseUeventMessage } from './message.js';
import type { UdevSettings } from './settings.js';

const NETLINK_KOBJECT_UEVENT = 15;
/** The kernel's group and udevd's: which of them counts is seen from each message. */
const GROUPS = 0b11;
/** udevd sends 8 KiB at most, the kernel 2 KiB. */
const MAX_BYTES = 16 * 1024;
const BUFFER_BYTES = 16 * 1024 * 1024;
const READ_MS = 40;
const LOOK_MS = 2000;
/** While udevd runs, its socket is here. */
const UDEVD_SOCKET = '/run/udev/control';

/** Opens the kernel's and udevd's messages about devices. */
export const openUdev: OpenSource<UdevSettings> = (settings, context) => {
  const calls = loadKernelCalls();
  if (!calls) throw new SourceUnavailable('no netlink: the FFI library has no build for this machine');
  const receiver = new NetlinkReceiver(calls, {
    protocol: NETLINK_KOBJECT_UEVENT,
    groups: GROUPS,
    maxBytes: MAX_BYTES,
    bufferBytes: BUFFER_BYTES,
    credentials: true,
  });
  const rows = new HardwareRows(settings, context);
  return new UdevSource(receiver, rows, context);
};

class UdevSource implements EventSource<UdevSettings> {
  readonly subscriptions = 1;

  constructor(
    private readonly receiver: NetlinkReceiver,
    private readonly rows: HardwareRows,
    private readonly context: SourceContext,
  ) {}

  get descriptors(): readonly number[] {
    return [this.receiver.fd];
  }

  read(): void {
    const { receiver, rows, context } = this;
    receiver.drain(
      READ_MS,
      (datagram) => rows.take(datagram),
      () => context.emit.gap({ reason: 'messages about devices did not get into the socket' }),
    );
  }

  tick(): void {
    this.rows.tick();
  }

  configure(settings: UdevSettings): void {
    this.rows.configure(settings);
  }

  close(): void {
    this.receiver.close();
  }
}

/** Makes rows of messages. While udevd runs its messages count, for it knows more; the kernel's where it does not. */
export class HardwareRows {
  readonly #names: DeviceNames;
  #hasUdevd: boolean;
  #lookedMs: number;

  constructor(
    private settings: UdevSettings,
    private readonly context: SourceContext,
  ) {
    this.#names = new DeviceNames(context.host);
    this.#hasUdevd = context.host.exists(UDEVD_SOCKET);
    this.#lookedMs = context.now();
  }

  configure(settings: UdevSettings): void {
    this.settings = settings;
  }

  take({ bytes, senderPort, senderUid, isCut }: Datagram): void {
    const { emit, host } = this.context;
    const uevent = isCut ? undefined : parseUeventMessage(bytes);
    // Any user may send to the port of our socket.
    if (senderUid !== 0 || (uevent && (senderPort === 0) !== (uevent.from === 'kernel'))) {
      this.context.say('warning', 'udev: messages that neither the kernel nor udevd sent were refused');
      return;
    }
    if (!uevent) {
      emit.gap({ reason: `a message about a device was ${isCut ? 'too long' : 'malformed'}`, lost: 1 });
      return;
    }
    if ((uevent.from === 'udevd') !== this.#hasUdevd) return;
    const row = hardwareRow(uevent, this.settings, { host, names: this.#names });
    if (row) emit.row('hardware_events', row);
  }

  tick(): void {
    const nowMs = this.context.now();
    if (nowMs >= this.#lookedMs && nowMs - this.#lookedMs < LOOK_MS) return;
    this.#lookedMs = nowMs;
    this.#names.release();
    this.#hasUdevd = this.context.host.exists(UDEVD_SOCKET);
  }
}
