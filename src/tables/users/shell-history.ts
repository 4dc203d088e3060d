import { COST, tableOf } from '../../catalog/index.js';
import { type HistoryEntry, parseShellHistory } from '../../host/index.js';
import { type HomeOwner, UserFiles } from './local-users.js';

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
  sources: ['~/.bash_history, ~/.zsh_history and the like', '/etc/passwd'],
  privileges: 'root for the files of all users; others see those they may read',
  examples: [
    "SELECT u.username, h.command FROM users AS u JOIN shell_history AS h USING (uid) WHERE h.command LIKE 'curl %| %sh'",
    "SELECT datetime(time, 'unixepoch') AS at, command FROM shell_history WHERE uid = 0 AND time > 0",
  ],
  columns: {
    uid: bigint('User id of the one whose history it is', (row) => row.uid, { key: { rowsPerValue: 60 } }),
    time: integer('When it ran, in seconds since the epoch; 0 where the shell did not keep it', (row) => row.time),
    command: text('The line', (row) => row.command),
    history_file: text('File it is in', (row) => row.file),
  },
  *scan(request) {
    const files = new UserFiles(request, 'shell_history');
    for (const owner of files.owners()) {
      for (const file of historyFiles(owner, files)) {
        request.checkpoint();
        const text = files.text(owner.namespace.host, file);
        for (const entry of parseShellHistory(text)) yield { ...entry, uid: owner.uid, file };
      }
    }
  },
});

function* historyFiles({ home, namespace }: HomeOwner, files: UserFiles): Generator<string> {
  for (const name of FILES) yield `${home}/${name}`;
  const sessions = `${home}/.bash_sessions`;
  const names = files.attempt<string[]>([], () => namespace.host.list(sessions));
  for (const name of names.filter(isSession).sort()) yield `${sessions}/${name}`;
}

const isSession = (name: string): boolean => name.endsWith('.history') && !name.startsWith('.');
