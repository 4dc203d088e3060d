import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { isOurs } from '../../../src/events/audit/kernel/configuration.js';
import { AuditControl } from '../../../src/events/audit/kernel/control.js';
import type { AuditSettings } from '../../../src/events/audit/settings.js';
import { openAuditAt } from '../../../src/events/audit/source.js';
import type { EventSource } from '../../../src/events/source.js';
import { Host, loadKernelCalls, lockFile } from '../../../src/host/index.js';
import { sibling } from '../../tables/sibling.js';
import { ALL, Gathered } from './gather.js';

const LOCK = '/tmp/hostql-test-audit.lock';
const LOCK_POLL_MS = 20;
/** For files that wait for others to be through with it. */
const TURNS_MS = 300_000;

/** Why the audit system of this machine cannot be tested; undefined where it can. Then it is this process's until its end. */
export async function whyNot(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'needs root';
  const calls = loadKernelCalls();
  if (!calls) return 'the FFI library has no build for this machine';
  t.setTimeout(TURNS_MS);
  const lock = openSync(LOCK, 'a');
  while (!lockFile(lock)) await sleep(LOCK_POLL_MS);
  try {
    const { pid, enabled } = withControl((control) => control.status());
    if (enabled === 2) return 'the audit system is immutable';
    return pid !== 0 && new Host().exists(`/proc/${pid}`) ? 'somebody has the audit system' : undefined;
  } catch (error) {
    return String(error);
  }
}

/** What can be set of the audit system, and its rules. */
export interface KernelState {
  readonly settings: Readonly<Record<string, number | undefined>>;
  readonly rules: readonly string[];
  readonly ours: number;
}

export function withControl<T>(use: (control: AuditControl) => T): T {
  const calls = loadKernelCalls();
  if (!calls) throw new Error('no FFI library');
  const control = new AuditControl(calls);
  try {
    return use(control);
  } finally {
    control.close();
  }
}

export const kernelState = (): KernelState =>
  withControl((control) => {
    const { lost: _, pid: __, ...settings } = control.status();
    const rules = control.listRules();
    return {
      settings,
      rules: rules.map((rule) => rule.toString('hex')).sort(),
      ours: rules.filter(isOurs).length,
    };
  });

/** Nothing but what is named. */
export const only = (settings: Partial<AuditSettings>): AuditSettings => ({
  ...ALL,
  process: undefined,
  sockets: undefined,
  files: undefined,
  user: false,
  selinux: false,
  apparmor: false,
  seccomp: false,
  mayConfigure: true,
  ...settings,
});

/** A source of this machine that a test reads by itself. */
export class LiveSource {
  readonly gathered = new Gathered(new Host(), true);
  readonly source: EventSource<AuditSettings>;

  constructor(settings: AuditSettings, dispatcherPath = '/nonexistent') {
    this.source = openAuditAt(settings, this.gathered, dispatcherPath);
  }

  /** Reads until it is so. @throws after ten seconds */
  async until(isSo: () => boolean): Promise<void> {
    const endMs = Date.now() + 10_000;
    while (!isSo()) {
      if (Date.now() > endMs) throw new Error(`it did not come: ${this.gathered.rows.length} rows`);
      await sleep(10);
      this.source.read();
      this.source.tick?.();
    }
  }

  close(): void {
    this.source.close();
  }
}

/** The second opinion: the rules as auditctl shows them; undefined where there is none. */
export function auditctl(): string | undefined {
  try {
    return execFileSync('auditctl', ['-l'], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}

/** A process that has opened the audit system as the daemon does, and does not let go by itself. */
export async function holder(settings: AuditSettings): Promise<ChildProcess> {
  const program = [...process.execArgv, sibling('./hold', import.meta.url), JSON.stringify(settings)];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

export async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'close');
}
