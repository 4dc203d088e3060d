import { COST, tableOf } from '../../catalog/index.js';
import { type LoginRecord, readOrWarn, readUtmp } from '../../host/index.js';

const { table, integer, bigint, text } = tableOf<LoginRecord>();

const TYPES = [
  ...['empty', 'runlevel', 'boot_time', 'new_time', 'old_time'],
  ...['init', 'login', 'user', 'dead', 'accounting'],
];

/** A row per record of utmp, but for those of process 1. Hosts without utmp have none. */
export const loggedInUsers = table({
  name: 'logged_in_users',
  description: 'Sessions of users, as /var/run/utmp has them',
  rows: 5,
  rowCost: COST.syscall,
  sources: ['/var/run/utmp'],
  examples: [
    "SELECT user, tty, host, datetime(time, 'unixepoch') AS since FROM logged_in_users WHERE type = 'user'",
    'SELECT l.user, l.host, p.cmdline FROM logged_in_users AS l JOIN processes AS p ON p.pid = l.pid',
  ],
  columns: {
    type: text('Kind of record: user for a session, login, dead, …', ({ type }) => TYPES[type] ?? 'unknown'),
    user: text('Name of the user', (record) => record.user || null),
    tty: text('Terminal', (record) => record.line || null),
    host: text('Host the user came from', (record) => record.host || null),
    time: bigint('When it began, in seconds since the epoch', (record) => record.time),
    pid: integer('Process of the session', (record) => record.pid),
    sid: text('Security id of the user, on Windows only', () => null, { hidden: true }),
    registry_hive: text('Registry of the user, on Windows only', () => null, { hidden: true }),
  },
  *scan({ host, warn }) {
    const records = readOrWarn<Iterable<LoginRecord>>([], warn, () => readUtmp(host));
    for (const record of records) if (record.pid !== 1) yield record;
  },
});
