import type { Flag } from '../flag.js';
import { CORE } from './core.js';
import { EVENTS } from './events.js';
import { AWS, LOGGER } from './logger.js';
import { NATIVE } from './native.js';
import { OURS } from './ours.js';
import { PROCESS, SHELL } from './process.js';
import { REMOTE } from './remote.js';
import { SCHEDULE } from './schedule.js';

const ALL = [...CORE, ...SCHEDULE, ...LOGGER, ...AWS, ...EVENTS, ...REMOTE, ...PROCESS, ...SHELL, ...OURS, ...NATIVE];

/** Every flag there is, by name. */
export const FLAGS: ReadonlyMap<string, Flag> = new Map(ALL.map((flag) => [flag.name, flag]));

/** Other names, which share the value of the flag but not that it is command line only. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ['db_path', 'database_path'],
  ['config_tls_refresh', 'config_refresh'],
  ['config_tls_accelerated_refresh', 'config_accelerated_refresh'],
  ['log_numerics_as_numbers', 'logger_numerics'],
  ['osquery_log_dir', 'logger_path'],
  ['logger_tls_max', 'logger_tls_max_linesize'],
]);

/** The flag of that name or alias; dashes inside it may stand for underscores. */
export function findFlag(name: string): Flag | undefined {
  return findExactly(name) ?? (name.includes('-') ? findExactly(name.replaceAll('-', '_')) : undefined);
}

const findExactly = (name: string): Flag | undefined => FLAGS.get(ALIASES.get(name) ?? name);
