import { COST, tableOf } from '../../catalog/index.js';
import {
  type HistoryEntry,
  type Host,
  parseShellHistory,
  readOr,
  readOrWarn,
  readRegularText,
} from '../../host/index.js';
import { type HomeOwner, homeOwners } from './local-users.js';

interface UserCommand extends HistoryEntry {
  readonly uid: number;
  readonly file: string;
}

const { table, integer, bigint, text } = tableOf<UserCommand>();
const FILES = ['.bash_history', '.zsh_history', '.zhistory', '.history', '.sh_history', '.ash_history'];

/** A row per line of each history file, oldest first. */
export const shellHistory = table({
  name: 'shell_history',
  description: 'Commands typed into shells, as sh, bash, ash and zsh keep them in the home folder',
  rows: 2000,
  rowCost: COST.syscall,
  examples: [
    "SELECT u.username, h.command FROM users AS u JOIN shell_history AS h USING (uid) WHERE h.command LIKE 'curl %| %sh'",
    "SELECT datetime(time, 'unixepoch') AS at, command FROM shell_history WHERE uid = 0 AND time > 0",
  ],
  columns: {
    uid: bigint('User id of the one whose history it is', (row) => row.uid, { key: { rowsPerValue: 500 } }),
    time: integer('When it ran, in seconds since the epoch; 0 where the shell did not keep it', (row) => row.time),
    command: text('The line', (row) => row.command),
    history_file: text('File it is in', (row) => row.file),
  },
  *scan(request) {
    for (const owner of homeOwners(request, 'shell_history')) {
      for (const file of historyFiles(owner)) {
        request.checkpoint();
        const text = readOrWarn('', request.warn, () => readRegularText(owner.namespace.host, file));
        for (const entry of parseShellHistory(text)) yield { ...entry, uid: owner.uid, file };
      }
    }
  },
});

function* historyFiles({ home, namespace }: HomeOwner): Generator<string> {
  for (const name of FILES) yield `${home}/${name}`;
  const sessions = `${home}/.bash_sessions`;
  for (const name of namesIn(namespace.host, sessions)) yield `${sessions}/${name}`;
}

const namesIn = (host: Host, folder: string): string[] =>
  readOr<string[]>([], () => host.list(folder))
    .filter((name) => name.endsWith('.history') && !name.startsWith('.'))
    .sort();
