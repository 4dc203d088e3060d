import { forceFlags, readCommandLine } from '../flags/index.js';
import { notifierOf } from './lifecycle/notify.js';
import { Signals } from './lifecycle/signals.js';
import { dialectOf, programName } from './manner.js';
import { work } from './worker-process.js';

export { work } from './worker-process.js';

/** Runs the worker that a watcher has started with its own command line, and sets the exit status. */
export async function daemon(name: 'hostql' | 'osqueryd', args: readonly string[]): Promise<void> {
  const signals = new Signals();
  const line = readCommandLine(args, { dialect: dialectOf(name), argv0: name, environment: process.env });
  // The watcher has read the same words, and would not have started us.
  if (line.kind !== 'run') throw new Error('this command line starts no worker');
  forceFlags(line.flags, { tool: 'daemon' });
  process.title = programName(line.flags.dialect);
  const notifier = notifierOf(process.env);
  process.exitCode = await work({ flags: line.flags, notifier, signals, watcherPid: process.ppid });
}
