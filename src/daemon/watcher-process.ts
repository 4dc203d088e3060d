import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { VERSION } from '../core/index.js';
import type { Flags } from '../flags/index.js';
import { Host, readOr, readProcessStat } from '../host/index.js';
import { glogLine, type Severity } from '../logger/index.js';
import type { Notifier } from './lifecycle/notify.js';
import type { Signals } from './lifecycle/signals.js';
import { type Ended, limitFlags, limitsOf, type Usage, Watcher, type Worker } from './watchdog/index.js';

/** Its presence in the environment makes a process the worker. */
export const WORKER_MARK = 'OSQUERY_WORKER';

/** Milliseconds of a clock tick (`sysconf(_SC_CLK_TCK)` is 100 on all Linux of today). */
const TICK_MS = 10;
/** The rest of `alarm_timeout` is the watcher's own. */
const RESERVE_SECONDS = 4;

/** Runs the worker as a child until a signal. @returns the exit code */
export function watch(flags: Flags, notifier: Notifier, signals: Signals): Promise<number> {
  const host = new Host();
  let reload = (): void => {};
  signals.whenHungUp(() => reload());
  const say = (severity: Severity, message: string): void => {
    const record = { severity, file: 'watcher.cpp', line: 0, message, time: Date.now() };
    process.stderr.write(`${glogLine(record, process.pid)}\n`);
  };
  const watcher = new Watcher({
    limits: limitsOf(limitFlags((name) => flags.int(name))),
    processors: availableParallelism(),
    delaySeconds: flags.int('watchdog_delay'),
    maxDelaySeconds: flags.int('watchdog_max_delay'),
    forcedShutdownSeconds: flags.int('watchdog_forced_shutdown_delay'),
    shutdownSeconds: Math.max(1, flags.int('alarm_timeout') - RESERVE_SECONDS),
    start() {
      const child = startWorker(notifier);
      reload = child.reload;
      return child;
    },
    usageOf: (pid) => readOr(undefined, () => usageOf(host, pid)),
    ownResidentBytes: () => process.memoryUsage.rss(),
    ownPid: process.pid,
    say,
    onHealthy: () => notifier.notify('WATCHDOG=1'),
    nowMs: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }), ref: true }).catch(() => undefined),
  });
  return watcher.run(signals.stop);
}

function usageOf(host: Host, pid: number): Usage {
  const { parent, userTicks, systemTicks } = readProcessStat(host, pid);
  // statm counts in pages (proc_pid_statm(5)).
  const pages = Number(host.readText(`/proc/${pid}/statm`).split(' ')[1]);
  return { parent, cpuMs: (userTicks + systemTicks) * TICK_MS, residentBytes: pages * PAGE_BYTES };
}

const PAGE_BYTES = 4096;

/** What worker and watcher say to each other. */
export type FromWorker = 'ready' | 'alive';
export type ToWorker = 'alive?' | 'reload';

function startWorker(notifier: Notifier): Worker & { reload(): void } {
  const [, ...command] = process.argv;
  // The service manager hears us, not the worker.
  const { NOTIFY_SOCKET: _socket, WATCHDOG_USEC: _usec, WATCHDOG_PID: _pid, ...environment } = process.env;
  const child = spawn(process.execPath, [...process.execArgv, ...command], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...environment, [WORKER_MARK]: String(process.pid) },
  });
  const send = (message: ToWorker): void => {
    if (child.connected) child.send(message, () => {});
  };
  let hasAnswered = true;
  child.on('message', (message) => {
    hasAnswered = true;
    if (message === 'ready') notifier.notify(`READY=1\nSTATUS=hostql ${VERSION}, worker ${child.pid}`);
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }));
    child.on('error', () => resolve({ code: 1, signal: null }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    kill: (signal) => void child.kill(signal),
    answers() {
      const was = hasAnswered;
      hasAnswered = false;
      send('alive?');
      return was;
    },
    // One that does not hear it yet has everything still to read.
    reload: () => send('reload'),
  };
}
