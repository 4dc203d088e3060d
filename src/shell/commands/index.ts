import type { Dialect } from '../../flags/index.js';
import { all } from './all.js';
import { bail } from './bail.js';
import type { Command } from './command.js';
import { echo } from './echo.js';
import { exit } from './exit.js';
import { headers } from './headers.js';
import { help } from './help.js';
import { mode } from './mode.js';
import { nullvalue } from './nullvalue.js';
import { OSQUERY_COMMANDS } from './osquery.js';
import { print } from './print.js';
import { quit } from './quit.js';
import { separator } from './separator.js';
import { tables } from './tables.js';
import { timer } from './timer.js';
import { trace } from './trace.js';

export { nameAndRest, switchIn, wordsIn } from './arguments.js';
export * from './command.js';
export { findCommand } from './find.js';

/** Under our own name, in the order of help. */
const HOSTQL_COMMANDS: readonly Command[] = [
  all,
  bail,
  echo,
  exit,
  headers,
  help,
  mode,
  nullvalue,
  print,
  quit,
  separator,
  tables,
  timer,
  trace,
];

/** The commands there are under a name, in the order of help. */
export const commandsOf = (dialect: Dialect): readonly Command[] =>
  dialect === 'hostql' ? HOSTQL_COMMANDS : OSQUERY_COMMANDS.map(({ command }) => command);
