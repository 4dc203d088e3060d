import type { KernelCalls } from '../../../host/index.js';
import { AuditRefusal, EEXIST, EINTR, ENOENT } from './errno.js';
import { AUDIT, NETLINK, netlinkAddress, requestMessage } from './netlink.js';
import { type AuditStatus, parseStatus, type Settings, settingBytes } from './status.js';

const SOL_SOCKET = 1;
const SO_RCVTIMEO = 20;
const TIMEOUT_SECONDS = 5;
const BUFFER_BYTES = 16 * 1024;

/** A socket for requests to the audit system, which it answers at once. Records do not come here. */
export class AuditControl {
  readonly #fd: number;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #sequence = 0;

  /** @throws AuditRefusal where there is no audit system */
  constructor(private readonly calls: KernelCalls) {
    this.#fd = calls.socket(NETLINK.family, NETLINK.socketRawCloexec, NETLINK.audit);
    if (this.#fd < 0) throw new AuditRefusal('open a socket', calls.errno());
    const timeout = Buffer.alloc(16); // struct timeval of a 64-bit machine
    timeout.writeBigInt64LE(BigInt(TIMEOUT_SECONDS));
    calls.setsockopt(this.#fd, SOL_SOCKET, SO_RCVTIMEO, timeout, timeout.length);
  }

  /** @throws AuditRefusal */
  status(): AuditStatus {
    let status: AuditStatus | undefined;
    this.#ask('tell its state', AUDIT.get, Buffer.alloc(0), (type, payload) => {
      if (type !== AUDIT.get) return false;
      status = parseStatus(payload);
      return true;
    });
    if (!status) throw new AuditRefusal('tell its state', 0);
    return status;
  }

  /** @throws AuditRefusal */
  set(settings: Settings): void {
    this.#ask(`set ${Object.keys(settings).join(', ')}`, AUDIT.set, settingBytes(settings));
  }

  /** Each as AUDIT_DEL_RULE takes it. @throws AuditRefusal */
  listRules(): Buffer[] {
    const rules: Buffer[] = [];
    this.#ask('list its rules', AUDIT.listRules, Buffer.alloc(0), (type, payload) => {
      if (type === AUDIT.listRules) rules.push(Buffer.from(payload));
      return type === NETLINK.done;
    });
    return rules;
  }

  /** @returns false where there is such a rule already. @throws AuditRefusal */
  addRule(rule: Buffer): boolean {
    return this.#unless(EEXIST, () => this.#ask('add a rule', AUDIT.addRule, rule));
  }

  /** @returns false where there is no such rule. @throws AuditRefusal */
  deleteRule(rule: Buffer): boolean {
    return this.#unless(ENOENT, () => this.#ask('delete a rule', AUDIT.deleteRule, rule));
  }

  close(): void {
    this.calls.close(this.#fd);
  }

  #unless(errno: number, ask: () => void): boolean {
    try {
      ask();
      return true;
    } catch (error) {
      if (error instanceof AuditRefusal && error.errno === errno) return false;
      throw error;
    }
  }

  /** @param onAnswer what comes beside the acknowledgement; true when it is complete. Without it the acknowledgement is all */
  #ask(what: string, type: number, payload: Buffer, onAnswer?: (type: number, payload: Buffer) => boolean): void {
    const sequence = ++this.#sequence;
    const message = requestMessage(type, sequence, payload);
    const address = netlinkAddress();
    if (this.calls.sendto(this.#fd, message, message.length, 0, address, address.length) < 0) {
      throw new AuditRefusal(what, this.calls.errno());
    }
    let isAcknowledged = false;
    let isComplete = onAnswer === undefined;
    while (!isAcknowledged || !isComplete) {
      const length = this.#receive(what);
      if (length < NETLINK.headerBytes || this.#buffer.readUInt32LE(8) !== sequence) continue;
      const type = this.#buffer.readUInt16LE(4);
      const payload = this.#buffer.subarray(NETLINK.headerBytes, length);
      if (type === NETLINK.error) {
        const errno = -payload.readInt32LE(0);
        if (errno !== 0) throw new AuditRefusal(what, errno);
        isAcknowledged = true;
      } else if (onAnswer?.(type, payload)) {
        isComplete = true;
      }
    }
  }

  #receive(what: string): number {
    for (;;) {
      const length = Number(this.calls.recvfrom(this.#fd, this.#buffer, BUFFER_BYTES, 0, null, null));
      if (length >= 0) return length;
      const errno = this.calls.errno();
      if (errno !== EINTR) throw new AuditRefusal(what, errno);
    }
  }
}
