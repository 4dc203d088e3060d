import { all } from './all.js';
import { bail } from './bail.js';
import type { Command } from './command.js';
import { osqueryConnect } from './connect.js';
import { disconnect } from './disconnect.js';
import { echo } from './echo.js';
import { exit } from './exit.js';
import { features } from './features.js';
import { headers } from './headers.js';
import { osqueryHelp } from './help.js';
import { list } from './list.js';
import { osqueryMode } from './mode.js';
import { nullvalue } from './nullvalue.js';
import { print } from './print.js';
import { quit } from './quit.js';
import { osquerySchema } from './schema.js';
import { separator } from './separator.js';
import { osqueryShow, osquerySummary } from './show.js';
import { socket } from './socket.js';
import { osqueryTables } from './tables.js';
import { osqueryTimeout } from './timeout.js';
import { timer } from './timer.js';
import { types } from './types.js';
import { version } from './version.js';
import { width } from './width.js';

/** A command as osquery's shell finds it: by a prefix of its name, where the number of arguments fits. */
export interface OsqueryCommand {
  readonly command: Command;
  /** The shortest prefix. */
  readonly prefix: string;
  /** Left out of help. */
  readonly isHidden?: true;
}

/** In the order in which they are tried. `.s` alone is `.socket`, with an argument `.schema`. */
export const OSQUERY_COMMANDS: readonly OsqueryCommand[] = [
  { command: all, prefix: 'a' },
  { command: socket, prefix: 's' },
  { command: osqueryConnect, prefix: 'c' },
  { command: disconnect, prefix: 'd' },
  { command: bail, prefix: 'bai' },
  { command: echo, prefix: 'e' },
  { command: exit, prefix: 'e' },
  { command: features, prefix: 'f' },
  { command: headers, prefix: 'h' },
  { command: osqueryHelp, prefix: 'h' },
  { command: osqueryMode, prefix: 'm' },
  { command: nullvalue, prefix: 'n' },
  { command: print, prefix: 'pri' },
  { command: quit, prefix: 'q' },
  { command: osquerySchema, prefix: 's' },
  { command: separator, prefix: 'se' },
  { command: osqueryShow, prefix: 'sh' },
  { command: osquerySummary, prefix: 'su' },
  { command: osqueryTables, prefix: 'ta' },
  { command: list, prefix: 'li', isHidden: true },
  { command: osqueryTimeout, prefix: 'timeo', isHidden: true },
  { command: timer, prefix: 'timer' },
  // It is read before commands are: a name with a blank is never looked for.
  { command: types, prefix: 'types ' },
  { command: version, prefix: 'v', isHidden: true },
  { command: width, prefix: 'w' },
];
