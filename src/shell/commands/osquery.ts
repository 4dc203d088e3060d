import { all } from './all.js';
import { bail } from './bail.js';
import type { Command } from './command.js';
import { echo } from './echo.js';
import { exit } from './exit.js';
import { headers } from './headers.js';
import { help } from './help.js';
import { osqueryMode } from './mode.js';
import { nullvalue } from './nullvalue.js';
import { print } from './print.js';
import { quit } from './quit.js';
import { separator } from './separator.js';
import { osqueryTables } from './tables.js';
import { timer } from './timer.js';

/** A command as osquery's shell finds it: by a prefix of its name, where the number of arguments fits. */
export interface OsqueryCommand {
  readonly command: Command;
  /** The shortest prefix. */
  readonly prefix: string;
}

const MANY = 50;

/** In the order in which they are tried. */
export const OSQUERY_COMMANDS: readonly OsqueryCommand[] = [
  { command: all, prefix: 'a' },
  { command: bail, prefix: 'bai' },
  { command: echo, prefix: 'e' },
  { command: exit, prefix: 'e' },
  { command: headers, prefix: 'h' },
  { command: { ...help, count: [0, MANY] }, prefix: 'h' },
  { command: osqueryMode, prefix: 'm' },
  { command: nullvalue, prefix: 'n' },
  { command: print, prefix: 'pri' },
  { command: quit, prefix: 'q' },
  { command: separator, prefix: 'se' },
  { command: osqueryTables, prefix: 'ta' },
  { command: timer, prefix: 'timer' },
];
