/** A flag of osquery's shell: what it takes, and a line on what it does. */
export interface Flag {
  readonly type: 'bool' | 'string' | 'int';
  readonly value: string;
  readonly help: string;
  readonly block: 'command line' | 'configuration' | 'shell';
}

const bool = (value: boolean, block: Flag['block'], help: string): Flag => ({
  type: 'bool',
  value: String(value),
  block,
  help,
});
const text = (value: string, block: Flag['block'], help: string): Flag => ({ type: 'string', value, block, help });
const int = (value: number, block: Flag['block'], help: string): Flag => ({
  type: 'int',
  value: String(value),
  block,
  help,
});

/** Those that mean something in one call of the shell, and those that scripts pass along without need. */
export const FLAGS: Readonly<Record<string, Flag>> = {
  flagfile: text('', 'command line', 'File with further flags, one a line'),
  D: bool(false, 'command line', 'Run as the daemon'),
  S: bool(false, 'command line', 'Run as the shell'),
  config_path: text('/etc/osquery/osquery.conf', 'command line', 'File of the configuration; not read in one call'),
  config_plugin: text('filesystem', 'command line', 'Where the configuration comes from; not read in one call'),
  database_path: text('', 'command line', 'Folder of the database; one call has none'),
  disable_caching: bool(false, 'command line', 'Results are never kept in one call'),
  disable_database: bool(true, 'command line', 'One call has no database'),
  disable_events: bool(true, 'command line', 'Events are off in one call'),
  disable_extensions: bool(true, 'command line', 'Extensions are off in one call'),
  disable_logging: bool(true, 'command line', 'Results are printed, not logged'),
  disable_watchdog: bool(true, 'command line', 'Nothing watches one call'),
  ephemeral: bool(false, 'command line', 'Keep nothing between calls; so it is'),
  extensions_socket: text('', 'command line', 'Socket for extensions; not opened in one call'),
  force: bool(false, 'command line', 'Accepted'),
  logger_min_status: int(1, 'command line', 'Least severity of what is told: 0 info, 1 warning, 2 error'),
  logger_plugin: text('filesystem', 'command line', 'Where results would be logged'),
  enable_foreign: bool(false, 'configuration', 'Tables of other systems stay unknown'),
  hash_delay: int(0, 'configuration', 'Milliseconds to rest after hashing a file'),
  nullvalue: text('', 'configuration', 'Text for NULL'),
  table_delay: int(0, 'configuration', 'Milliseconds to rest between scans'),
  verbose: bool(false, 'configuration', 'Tell more'),
  A: text('', 'shell', 'Show all rows of a table'),
  L: bool(false, 'shell', 'List the tables'),
  csv: bool(false, 'shell', 'Values in quotes where they need them, between separators'),
  header: bool(true, 'shell', 'Column names first, in list and csv'),
  json: bool(false, 'shell', 'An array of objects'),
  json_pretty: bool(false, 'shell', 'An array of objects, indented'),
  line: bool(false, 'shell', 'A value per line'),
  list: bool(false, 'shell', 'Values between separators'),
  output: text('', 'shell', 'File for the rows; - is standard output'),
  query: text('', 'shell', 'SQL to run'),
  query_file: text('', 'shell', 'File with SQL to run'),
  separator: text('|', 'shell', 'What stands between values in list and csv'),
  timeout: int(0, 'shell', 'Seconds after which a query is stopped; 0 for never'),
};

/** A command line that is refused; the text is the whole message. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

export interface CommandLine {
  /** Every flag's value, given or not. */
  readonly values: ReadonlyMap<string, string>;
  readonly given: ReadonlySet<string>;
  readonly words: readonly string[];
}

/**
 * A command line as gflags reads it: one dash or two, `--name=value`, `--name value`, `--noname`; flags stand anywhere
 * before `--`, and what follows that comes before the other words.
 * @throws FlagError
 */
export function readFlags(args: readonly string[]): CommandLine {
  const values = new Map(Object.entries(FLAGS).map(([name, flag]) => [name, flag.value]));
  const given = new Set<string>();
  const words: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') return { values, given, words: [...rest, ...words] };
    if (arg === '-' || !arg.startsWith('-')) {
      words.push(arg);
      continue;
    }
    const { name, value } = readFlag(arg.replace(/^--?/, ''), rest);
    values.set(name, value);
    given.add(name);
  }
  return { values, given, words };
}

function readFlag(text: string, rest: string[]): { name: string; value: string } {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const value = equals < 0 ? undefined : text.slice(equals + 1);
  const flag = FLAGS[name];
  const negated = name.startsWith('no') ? FLAGS[name.slice(2)] : undefined;
  if (!flag && negated?.type === 'bool' && value === undefined) return { name: name.slice(2), value: 'false' };
  if (!flag) throw new FlagError(`ERROR: unknown command line flag '${name}'`);
  if (flag.type === 'bool') return { name, value: String(readBool(name, value)) };
  const taken = value ?? rest.shift();
  if (taken === undefined) throw new FlagError(`ERROR: flag '--${name}' is missing its argument`);
  if (flag.type === 'int' && !/^[+-]?\d+(\.\d+)?$/.test(taken)) {
    throw new FlagError(`ERROR: illegal value '${taken}' specified for int32 flag '${name}'`);
  }
  return { name, value: taken };
}

function readBool(name: string, value: string | undefined): boolean {
  if (value === undefined || /^(true|t|yes|y|1)$/i.test(value)) return true;
  if (/^(false|f|no|n|0)$/i.test(value)) return false;
  throw new FlagError(`ERROR: illegal value '${value}' specified for bool flag '${name}'`);
}
