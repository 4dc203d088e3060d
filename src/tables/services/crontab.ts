import { COST, tableOf } from '../../catalog/index.js';
import { type CronJob, listCrontabs, readCrontab, readOrWarn } from '../../host/index.js';
import { type InNamespace, mountNamespaces, pidWithNamespace } from '../mount-namespace.js';

interface Job extends InNamespace {
  readonly job: CronJob;
  readonly path: string;
}

const { table, text } = tableOf<Job>();

const time = (description: string, at: 0 | 1 | 2 | 3 | 4) =>
  text(`${description}; null at an event`, ({ job }) => job.times?.[at]);

/** Users' own jobs are root's alone to read. */
export const crontab = table({
  name: 'crontab',
  description: 'Jobs of cron: of /etc/crontab, /etc/cron.d and of users',
  rows: 10,
  rowCost: COST.file,
  sources: ['/etc/crontab', '/etc/cron.d', '/var/spool/cron', '/var/spool/cron/crontabs'],
  privileges: 'root for the tables of users',
  examples: ['SELECT path, minute, hour, command FROM crontab', "SELECT command FROM crontab WHERE event = '@reboot'"],
  columns: {
    event: text('When else than at a time, such as @reboot', ({ job }) => job.event),
    minute: time('Minute', 0),
    hour: time('Hour', 1),
    day_of_month: time('Day of the month', 2),
    month: time('Month', 3),
    day_of_week: time('Day of the week, 0 and 7 for Sunday', 4),
    command: text('What runs; in files of /etc after the user it runs as', ({ job }) => job.command),
    path: text('File it is in', (row) => row.path),
    pid_with_namespace: pidWithNamespace(10),
  },
  *scan({ host, lookup, warn, checkpoint }) {
    for (const namespace of mountNamespaces(host, lookup.pid_with_namespace)) {
      for (const path of listCrontabs(namespace.host, warn)) {
        checkpoint();
        for (const job of readOrWarn([], warn, () => readCrontab(namespace.host, path))) yield { namespace, job, path };
      }
    }
  },
});
