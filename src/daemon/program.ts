import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename, dirname } from 'node:path';
import { messageOf } from '../core/index.js';
import { type Flags, forceFlags, readCommandLine, usageText, versionText } from '../flags/index.js';
import { checkConfiguration, dumpConfiguration, dumpStore } from '../inspect/index.js';
import { takeByForce } from './lifecycle/force.js';
import { type Notifier, notifierOf } from './lifecycle/notify.js';
import { type Pidfile, PidfileBusy, takePidfile } from './lifecycle/pidfile.js';
import { Signals } from './lifecycle/signals.js';
import { dialectOf, programName } from './manner.js';
import { printStatus } from './status-command.js';
import { watch } from './watcher-process.js';
import type { WorkerOptions } from './worker-process.js';

/** The nice value of a daemon that is watched: what it does can wait. */
const NICE = 10;

export interface DaemonProgram {
  /** The name it is called by: under osquery's it is osquery's to the byte. */
  readonly name: 'hostql' | 'osqueryd';
  readonly args: readonly string[];
}

/** osquery keeps so many seconds with events in them, we so many events. */
const OUR_DEFAULTS = { events_max: '1000000' };

/** `hostql daemon` and `osqueryd`. @returns the exit code */
export async function daemonMain({ name, args }: DaemonProgram): Promise<number> {
  const dialect = dialectOf(name);
  const line = readCommandLine(args, {
    dialect,
    argv0: name,
    environment: process.env,
    ...(dialect === 'hostql' && { defaults: OUR_DEFAULTS }),
  });
  switch (line.kind) {
    case 'help':
      process.stdout.write(usageText(programName(dialect), dialect));
      return 0;
    case 'version':
      process.stdout.write(versionText(basename(name)));
      return 0;
    case 'refused':
      process.stderr.write(`${line.lines.join('\n')}\n`);
      return 1;
    case 'run':
      return dialect === 'hostql' && line.words.length > 0 ? command(line.words, line.flags) : run(line.flags);
  }
}

/** What `hostql daemon WORD` does. */
async function command([word, ...more]: readonly string[], flags: Flags): Promise<number> {
  if (word === 'status' && more.length === 0) return printStatus(flags);
  process.stderr.write(
    `hostql daemon: unknown command "${[word, ...more].join(' ')}"\nthere is: hostql daemon status\n`,
  );
  return 2;
}

async function run(flags: Flags): Promise<number> {
  const inspects = ['config_check', 'config_dump', 'database_dump'].some((name) => flags.bool(name));
  const isWatcher = !flags.bool('disable_watchdog') && !inspects;
  forceFlags(flags, { tool: 'daemon', watcher: isWatcher });
  if (flags.bool('config_check')) return checkConfiguration(flags);
  if (flags.bool('config_dump')) {
    const code = dumpConfiguration(flags);
    if (code !== undefined) return code;
  }
  if (flags.bool('database_dump')) return dumpStore(flags);
  if (flags.bool('config_strict') && checkConfiguration(flags) !== 0) return 1;
  if (flags.bool('daemonize')) return toBackground();
  process.title = programName(flags.dialect);
  const notifier = notifierOf(process.env);
  const signals = new Signals();
  return holdingPidfile(flags, () =>
    isWatcher ? watchUntilSignal(flags, notifier, signals) : work({ flags, notifier, signals, watcherPid: undefined }),
  );
}

/** A watcher never loads what the worker is made of. */
async function work(options: WorkerOptions): Promise<number> {
  const { work } = await import('./worker-main.js');
  return work(options);
}

async function holdingPidfile(flags: Flags, work: () => Promise<number>): Promise<number> {
  if (flags.bool('ephemeral')) return work();
  let pidfile: Pidfile;
  try {
    pidfile = await pidfileOf(flags);
  } catch (error) {
    process.stderr.write(`${refusal(flags, error)}\n`);
    return 1;
  }
  try {
    return await work();
  } finally {
    pidfile.release();
  }
}

function pidfileOf(flags: Flags): Pidfile | Promise<Pidfile> {
  const path = flags.text('pidfile');
  if (flags.dialect === 'hostql') mkdirSync(dirname(path), { recursive: true });
  return flags.bool('force') ? takeByForce(path) : takePidfile(path);
}

function refusal(flags: Flags, error: unknown): string {
  const message = messageOf(error);
  if (flags.dialect === 'hostql') return `hostql daemon: ${message}`;
  const kind = error instanceof PidfileBusy ? 'Busy' : 'AccessDenied';
  return `osqueryd Pidfile check failed: Pidfile::Error::${kind}`;
}

async function watchUntilSignal(flags: Flags, notifier: Notifier, signals: Signals): Promise<number> {
  if (flags.int('watchdog_level') >= 0) lowerPriority();
  const code = await watch(flags, notifier, signals);
  notifier.notify('STOPPING=1');
  return code;
}

function lowerPriority(): void {
  try {
    setPriority(NICE);
  } catch {
    // It runs as it is.
  }
}

/** Goes on in a process of its own; this one ends. */
function toBackground(): number {
  const [, ...command] = process.argv;
  const rest = command.filter((arg) => !/^--?daemonize(=.*)?$/.test(arg));
  spawn(process.execPath, [...process.execArgv, ...rest], { detached: true, stdio: 'ignore' }).unref();
  return 0;
}
