import type { Flags } from './flags.js';

/** What kind of process asks, as far as it decides flags by itself. */
export interface Situation {
  readonly tool: 'daemon' | 'shell';
  /** The watcher of a daemon only looks after its worker. */
  readonly watcher?: boolean;
  /** A shell that somebody types into; asked only of shells. */
  readonly interactive?: boolean;
  /** Whether some extension is to be started with the process. */
  readonly managesExtensions?: boolean;
}

/** Sets what follows from the kind of process, over or under what was given. To be called once, after the command line. */
export function forceFlags(flags: Flags, situation: Situation): void {
  const shell = situation.tool === 'shell';
  if (shell) forceShell(flags, situation);
  for (const name of ['ignore_table_exceptions', 'ignore_registry_exceptions']) preset(flags, name, 'true');
  if ((shell || flags.bool('ephemeral')) && !flags.isGiven('database_path')) preset(flags, 'disable_database', 'true');
  if (['config_check', 'config_dump', 'database_dump'].some((name) => flags.bool(name))) {
    force(flags, 'disable_watchdog', 'true');
    if (!situation.managesExtensions) force(flags, 'disable_extensions', 'true');
  }
  if (situation.watcher) {
    force(flags, 'disable_database', 'true');
    force(flags, 'disable_logging', 'true');
  }
}

function forceShell(flags: Flags, situation: Situation): void {
  preset(flags, 'disable_events', 'true');
  force(flags, 'disable_logging', 'true');
  force(flags, 'disable_watchdog', 'true');
  preset(flags, 'hash_delay', '0');
  if (situation.interactive) return;
  force(flags, 'disable_events', 'true');
  force(flags, 'disable_caching', 'true');
  if (!situation.managesExtensions) preset(flags, 'disable_extensions', 'true');
}

const force = (flags: Flags, name: string, value: string): void => {
  flags.set(name, value, 'forced');
};

/** Under what is given. */
const preset = (flags: Flags, name: string, value: string): void => {
  if (!flags.isGiven(name)) force(flags, name, value);
};
