import type { Dialect } from '../../flags/index.js';
import { all } from './all.js';
import { bail } from './bail.js';
import { bench } from './bench.js';
import type { Command } from './command.js';
import { connect } from './connect.js';
import { disconnect } from './disconnect.js';
import { doc } from './doc.js';
import { echo } from './echo.js';
import { exit } from './exit.js';
import { analyze, explain } from './explain.js';
import { exportCommand, output } from './export.js';
import { headers } from './headers.js';
import { help } from './help.js';
import { load } from './load.js';
import { mode } from './mode.js';
import { nullvalue } from './nullvalue.js';
import { OSQUERY_COMMANDS } from './osquery.js';
import { pager } from './pager.js';
import { param } from './param.js';
import { print } from './print.js';
import { quit } from './quit.js';
import { read } from './read.js';
import { schema } from './schema.js';
import { separator } from './separator.js';
import { show } from './show.js';
import { tables } from './tables.js';
import { timeout } from './timeout.js';
import { timer } from './timer.js';
import { trace } from './trace.js';
import { types } from './types.js';
import { version } from './version.js';
import { width } from './width.js';
import { wrap } from './wrap.js';

export { nameAndRest, switchIn, wordsIn } from './arguments.js';
export * from './command.js';
export { findCommand } from './find.js';

/** Under our own name, in the order of help. */
const HOSTQL_COMMANDS: readonly Command[] = [
  all,
  analyze,
  bail,
  bench,
  connect,
  disconnect,
  doc,
  echo,
  exit,
  explain,
  exportCommand,
  headers,
  help,
  load,
  mode,
  nullvalue,
  output,
  pager,
  param,
  print,
  quit,
  read,
  schema,
  separator,
  show,
  tables,
  timeout,
  timer,
  trace,
  types,
  version,
  width,
  wrap,
];

/** The commands there are under a name, in the order of help. */
export const commandsOf = (dialect: Dialect): readonly Command[] =>
  dialect === 'hostql'
    ? HOSTQL_COMMANDS
    : OSQUERY_COMMANDS.filter(({ isHidden }) => !isHidden).map(({ command }) => command);
