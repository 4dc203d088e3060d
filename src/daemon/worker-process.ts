import { setInterval as every } from 'node:timers';
import { messageOf } from '../core/index.js';
import { type Durable, DurableError, openDurable, openMemory, upgradeDurable } from '../durable/index.js';
import type { Flags } from '../flags/index.js';
import { Configuration } from './configuration.js';
import { Daemon } from './daemon.js';
import type { Notifier } from './lifecycle/notify.js';
import type { Signals } from './lifecycle/signals.js';
import { programName } from './manner.js';
import { StatusLog } from './status-log.js';
import { CATASTROPHE } from './watchdog/index.js';
import type { FromWorker, ToWorker } from './watcher-process.js';

/** What a stop may take in all. */
const STOP_MS = 1500;
const EXIT_MS = 300;
/** How often a worker looks whether it still has its watcher. */
const PARENT_MS = 3000;
/** osquery tries the lock of the store 25 times, each 200 ms. */
const LOCK_MS = 5000;
const MB = 1e6;

export interface WorkerOptions {
  readonly flags: Flags;
  readonly notifier: Notifier;
  readonly signals: Signals;
  /** Undefined where nobody watches us. */
  readonly watcherPid: number | undefined;
}

/** Runs the daemon until a signal, the watcher's end, or a catastrophe. @returns the exit code */
export async function work(options: WorkerOptions): Promise<number> {
  const code = await startAndRun(options);
  // Whatever still holds the process, also where a start failed halfway: it is over.
  setTimeout(() => process.exit(code), EXIT_MS).unref();
  return code;
}

async function startAndRun(options: WorkerOptions): Promise<number> {
  const { flags, signals } = options;
  const log = new StatusLog();
  const ending = new Ending();
  if (signals.stop.aborted) ending.end(0);
  else signals.stop.addEventListener('abort', () => ending.end(0));
  let daemon: Daemon | undefined;
  try {
    // Another process may have the store for a while: the end need not wait for that.
    const durable = await Promise.race([openStore(flags, log), ending.code.then(() => undefined)]);
    if (durable) daemon = await startDaemon(options, durable, log, ending);
  } catch (error) {
    await failedStart(error, log, flags);
    return error instanceof DurableError && options.watcherPid === undefined ? 1 : CATASTROPHE;
  }
  if (daemon) await runToEnd(options, daemon, log, ending);
  return ending.code;
}

async function runToEnd(options: WorkerOptions, daemon: Daemon, log: StatusLog, ending: Ending): Promise<void> {
  const { signals } = options;
  const stopListening = listen(options, daemon, log, ending);
  await ending.code;
  if (signals.hasHitLimit) daemon.scheduler.keepMarkers();
  stopListening();
  const isClean = await daemon.stop(STOP_MS);
  if (!isClean) process.stderr.write('a query did not end in time and was left behind\n');
}

/** The first reason to end decides the exit code. */
class Ending {
  #end: (code: number) => void = () => {};
  readonly code: Promise<number> = new Promise((resolve) => {
    this.#end = resolve;
  });
  end(code: number): void {
    this.#end(code);
  }
}

async function openStore(flags: Flags, log: StatusLog): Promise<Durable> {
  const onMessage = (severity: 'info' | 'warning', message: string): void => log.say(severity, 'database.cpp', message);
  if (!flags.bool('disable_database')) {
    const maxBytes = flags.int('database_max') * MB;
    return openDurable({ path: flags.text('database_path'), lockWaitMs: LOCK_MS, maxBytes, onMessage });
  }
  const durable = openMemory();
  await upgradeDurable(durable, onMessage);
  return durable;
}

function startDaemon(
  { flags, watcherPid }: WorkerOptions,
  durable: Durable,
  log: StatusLog,
  ending: Ending,
): Promise<Daemon> {
  let started: Daemon | undefined;
  const isActive = (pack: { readonly name: string }): boolean =>
    started?.scheduler.packs().some(({ name, isActive }) => name === pack.name && isActive) ?? false;
  const start = Daemon.start({
    flags,
    configuration: new Configuration(flags, durable, isActive),
    durable,
    log,
    watcherPid,
    onFatal(error) {
      log.say('error', 'daemon', messageOf(error));
      ending.end(CATASTROPHE);
    },
    onEnd: () => ending.end(0),
  });
  void start.then(
    (daemon) => {
      started = daemon;
    },
    () => {},
  );
  return start;
}

async function failedStart(error: unknown, log: StatusLog, flags: Flags): Promise<void> {
  await log.close();
  process.stderr.write(`${programName(flags.dialect)}: ${messageOf(error)}\n`);
}

/** Signals, the watcher, and the configuration's files. @returns ends it */
function listen({ notifier, signals, watcherPid }: WorkerOptions, daemon: Daemon, log: StatusLog, ending: Ending) {
  const stop = (): void => ending.end(0);
  const onHangUp = (): void => {
    notifier.notify('RELOADING=1');
    void daemon
      .reopen()
      .then(() => daemon.reload())
      .catch((error: unknown) => log.say('error', 'daemon', `Cannot reload: ${String(error)}`))
      .finally(() => notifier.notify('READY=1'));
  };
  signals.whenHungUp(onHangUp);
  const answer = (message: ToWorker): void => {
    if (message === 'alive?') tellWatcher('alive');
    else onHangUp();
  };
  process.on('message', answer).on('disconnect', stop);
  const timers: NodeJS.Timeout[] = [];
  if (watcherPid !== undefined) {
    timers.push(every(() => process.ppid !== watcherPid && stop(), PARENT_MS));
  } else if (notifier.watchdogMs !== undefined) {
    timers.push(every(() => notifier.notify('WATCHDOG=1'), notifier.watchdogMs / 2));
  }
  tellWatcher('ready');
  if (watcherPid === undefined) notifier.notify('READY=1');
  return () => {
    for (const timer of timers) clearInterval(timer);
    process.off('message', answer).off('disconnect', stop);
    notifier.notify('STOPPING=1');
  };
}

const tellWatcher = (message: FromWorker): void => {
  if (process.connected) process.send?.(message, () => {});
};
