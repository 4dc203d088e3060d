import { type KernelCalls, loadKernelCalls } from '../../host/index.js';
import { type EventSource, type OpenSource, type SourceContext, SourceUnavailable } from '../source.js';
import { AuditConfiguration } from './kernel/configuration.js';
import { AuditControl } from './kernel/control.js';
import { DISPATCHER_PATH } from './kernel/dispatcher.js';
import { AuditRefusal } from './kernel/errno.js';
import { type AuditInput, ownRecords, shareRecords } from './kernel/input.js';
import type { ReceiverHandlers } from './kernel/receiver.js';
import { RULE_KEY, rulesFor } from './kernel/rules.js';
import type { AuditStatus } from './kernel/status.js';
import { AuditRows } from './rows/audit-rows.js';
import type { AuditSettings } from './settings.js';
import { archsOf } from './syscalls/index.js';

/** `enabled` of a system that nothing can be changed of until the next boot. */
const IMMUTABLE = 2;
const STATUS_INTERVAL_MS = 1000;
/** How long nobody must have had the records before we take them from whoever had them: auditd restarts in less. */
const FREE_MS = 10_000;
const RETRY_MS = 5000;
/** Long enough for all records of an event, and nothing against the time until rows are stored. */
const GATHER_MS = 4;
const READ_MS = 20;
const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Opens the audit system, or reads along with whoever has it. */
export const openAudit: OpenSource<AuditSettings> = (settings, context) => openAuditAt(settings, context);

/** As {@link openAudit}. @param dispatcherPath where auditd's dispatcher listens */
export function openAuditAt(
  settings: AuditSettings,
  context: SourceContext,
  dispatcherPath = DISPATCHER_PATH,
): EventSource<AuditSettings> {
  const calls = loadKernelCalls();
  if (!calls) throw new SourceUnavailable('no audit: the FFI library has no build for this machine');
  try {
    return new AuditSource(calls, settings, context, dispatcherPath);
  } catch (error) {
    if (error instanceof AuditRefusal) throw new SourceUnavailable(`${error.message} (it needs CAP_AUDIT_CONTROL)`);
    throw error;
  }
}

class AuditSource implements EventSource<AuditSettings> {
  readonly #control: AuditControl;
  readonly #rows: AuditRows;
  #settings: AuditSettings;
  /** Undefined where records come no longer. */
  #input: AuditInput | undefined;
  #configuration: AuditConfiguration | undefined;
  /** The kernel's counter of lost records when it was last asked. */
  #lost: number;
  #overflowed = false;
  #refused = 0;
  #askedMs = Number.NEGATIVE_INFINITY;
  #triedMs = Number.NEGATIVE_INFINITY;
  /** Whether we had the records and lost them: then they are ours to take back at once. */
  #wasOwner = false;
  /** Since when nobody has the records. */
  #freeSinceMs: number | undefined;

  readonly #handlers: ReceiverHandlers = {
    onRecord: (type, bytes, start, end) => this.#rows.record(type, bytes, start, end),
    onOverflow: () => {
      this.#overflowed = true;
    },
    onRefused: (why) => {
      if (why === 'sender') this.#refused++;
      else this.context.emit.gap({ reason: 'an audit record was cut or too long', lost: 1 });
    },
  };

  constructor(
    private readonly calls: KernelCalls,
    settings: AuditSettings,
    private readonly context: SourceContext,
    private readonly dispatcherPath: string,
  ) {
    this.#settings = settings;
    this.#rows = new AuditRows(settings, context, process.pid);
    this.#control = new AuditControl(calls);
    try {
      this.#lost = this.#control.status().lost;
      if (!this.#own()) this.#share();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get descriptors(): readonly number[] {
    return this.#input ? [this.#input.fd] : [];
  }

  get subscriptions(): number {
    const { process, sockets, files, user, selinux, apparmor, seccomp } = this.#settings;
    return [process, sockets, files, user, selinux, apparmor, seccomp].filter(Boolean).length;
  }

  read(): void {
    this.#rows.startBatch();
    this.#drain();
    // The records of an event come one by one, and each would wake us anew.
    Atomics.wait(NEVER, 0, 0, GATHER_MS);
    this.#drain();
    if (this.#overflowed) this.#afterOverflow();
  }

  tick(): void {
    this.#rows.tick();
    const nowMs = this.context.now();
    if (this.#refused > 0) {
      this.context.say('warning', 'audit: messages that the kernel did not send were refused');
      this.#refused = 0;
    }
    if (nowMs - this.#askedMs < STATUS_INTERVAL_MS && nowMs >= this.#askedMs) return;
    this.#askedMs = nowMs;
    try {
      this.#look(this.#control.status(), nowMs);
    } catch (error) {
      this.#complain(error);
    }
  }

  configure(settings: AuditSettings): void {
    this.#settings = settings;
    this.#rows.configure(settings);
    if (this.#input?.kind !== 'owner') return;
    try {
      if (!settings.mayConfigure) this.#unconfigure();
      else if (!this.#configuration) this.#configureKernel();
      else {
        this.#configuration.retune(settings);
        this.#configuration.setRules(this.#wantedRules());
      }
    } catch (error) {
      this.#complain(error);
    }
  }

  close(): void {
    this.#unconfigure();
    this.#resign();
    this.#leave();
    this.#control.close();
  }

  #drain(): void {
    const untilMs = performance.now() + READ_MS;
    let outcome: ReturnType<AuditInput['read']> | undefined = 'more';
    while (outcome === 'more' && performance.now() < untilMs) outcome = this.#input?.read();
    if (outcome !== 'ended') return;
    this.#leave();
    this.#gap('auditd has ended');
  }

  /** @returns false where another process has the records */
  #own(): boolean {
    const input = ownRecords(this.calls, this.#control, this.#handlers);
    if (!input) return false;
    this.#leave();
    this.#input = input;
    this.#freeSinceMs = undefined;
    if (this.#settings.mayConfigure && !this.#configuration) this.#configureKernel();
    return true;
  }

  #share(): void {
    this.#wasOwner = false;
    this.#input = shareRecords(this.calls, this.dispatcherPath, this.#handlers);
    const where = this.#input.kind === 'dispatcher' ? `at ${this.dispatcherPath}` : "in the kernel's group";
    this.context.say('info', `audit: another process has it; reading along ${where}, rules are its own`);
  }

  #configureKernel(): void {
    if (this.#control.status().enabled === IMMUTABLE) {
      this.context.say('warning', 'audit: the configuration is immutable until the next boot, and taken as it is');
      return;
    }
    this.#configuration = new AuditConfiguration(this.#control);
    const { leftOver, foreign } = this.#configuration.apply(this.#settings, this.#wantedRules());
    if (leftOver > 0) {
      this.context.say(
        'info',
        `audit: took back ${leftOver} rules with the key ${RULE_KEY}, left by a run that was killed`,
      );
    }
    if (foreign > 0)
      this.context.say('warning', `audit: took out ${foreign} rules of others (audit_force_reconfigure)`);
  }

  #wantedRules(): ReturnType<typeof rulesFor> {
    return rulesFor(this.#settings, archsOf(process.arch), process.pid);
  }

  #unconfigure(): void {
    try {
      this.#configuration?.undo(this.#settings.forceUnconfigure);
    } catch (error) {
      this.#complain(error);
    }
    this.#configuration = undefined;
  }

  #resign(): void {
    if (this.#input?.kind !== 'owner') return;
    try {
      this.#control.set({ pid: 0 });
    } catch (error) {
      this.#complain(error);
    }
  }

  #leave(): void {
    this.#input?.close();
    this.#input = undefined;
  }

  /** The kernel's own counter tells how many records the queue lost; who reads along loses without being counted. */
  #afterOverflow(): void {
    this.#overflowed = false;
    if (this.#input?.kind === 'reader') this.#gap('audit records did not get into the socket');
    else this.#askedMs = Number.NEGATIVE_INFINITY;
  }

  #look(status: AuditStatus, nowMs: number): void {
    this.#countLost(status.lost);
    const isOurs = status.pid === process.pid;
    if (this.#input?.kind === 'owner' ? isOurs : this.#input && !this.#settings.persist) return;
    if (this.#input?.kind === 'owner') {
      this.#leave();
      this.#gap('another process took the audit system, or the kernel gave us up');
      this.#wasOwner = true;
      this.#triedMs = Number.NEGATIVE_INFINITY;
    }
    // The kernel keeps the id of one who died until it has a record to send.
    const isFree = status.pid === 0 || !this.context.host.exists(`/proc/${status.pid}`);
    this.#freeSinceMs = isFree ? (this.#freeSinceMs ?? nowMs) : undefined;
    if (nowMs - this.#triedMs < RETRY_MS) return;
    this.#triedMs = nowMs;
    this.#regain(status, nowMs);
  }

  #regain(status: AuditStatus, nowMs: number): void {
    const isFree = this.#freeSinceMs !== undefined && nowMs - this.#freeSinceMs >= FREE_MS;
    if (this.#settings.persist && (this.#wasOwner || isFree) && this.#own()) {
      this.context.say('warning', 'audit: took the audit system again');
    } else if (!this.#input && status.pid !== 0) {
      this.#share();
    }
  }

  #countLost(lost: number): void {
    const count = lost - this.#lost;
    this.#lost = lost;
    // Less than before: somebody has set the counter back.
    if (count > 0) this.context.emit.gap({ reason: "the kernel's audit queue overflowed", lost: count });
  }

  #gap(reason: string): void {
    this.context.emit.gap({ reason });
    this.context.say('warning', `audit: ${reason}`);
  }

  #complain(error: unknown): void {
    if (!(error instanceof AuditRefusal)) throw error;
    this.context.say('warning', error.message);
  }
}
