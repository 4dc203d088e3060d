import { COST, tableOf } from '../../catalog/index.js';
import { type LoginRecord, listWtmp, readOrWarn, readRecords } from '../../host/index.js';

const { table, integer, text } = tableOf<LoginRecord>();

const USER_PROCESS = 7;
const DEAD_PROCESS = 8;

/** A row per login and logout, oldest first. */
export const last = table({
  name: 'last',
  description: 'Logins and logouts, as /var/log/wtmp and its rotated files have them',
  rows: 500,
  rowCost: COST.syscall,
  sources: ['/var/log/wtmp and what was rotated from it'],
  examples: [
    "SELECT username, tty, host, datetime(time, 'unixepoch') AS at FROM last WHERE type_name = 'user-process'",
    'SELECT username, count(*) AS logins, max(time) AS latest FROM last WHERE type = 7 GROUP BY username',
  ],
  columns: {
    username: text('Name of the user; logouts seldom have one', (record) => record.user || null),
    tty: text('Terminal', (record) => record.line || null),
    pid: integer('Process of the session', (record) => record.pid),
    type: integer('7 for a login, 8 for a logout', (record) => record.type),
    type_name: text('user-process or dead-process', ({ type }) =>
      type === USER_PROCESS ? 'user-process' : 'dead-process',
    ),
    time: integer('When, in seconds since the epoch', (record) => record.time),
    host: text('Host the user came from', (record) => record.host || null),
  },
  *scan({ host, checkpoint, warn }) {
    for (const path of listWtmp(host)) {
      checkpoint();
      for (const record of readOrWarn<Iterable<LoginRecord>>([], warn, () => readRecords(host, path)))
        if (record.type === USER_PROCESS || record.type === DEAD_PROCESS) yield record;
    }
  },
});
