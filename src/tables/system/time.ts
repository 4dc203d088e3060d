import { COST, tableOf } from '../../catalog/index.js';
import { type Host, readZoneAbbreviation } from '../../host/index.js';

/** The moment of the query. */
interface Moment {
  readonly host: Host;
  readonly utc: Date;
  readonly unixSeconds: number;
}

const { table, integer, bigint, text } = tableOf<Moment>();

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** One row; all in UTC but the name of the local zone. */
export const time = table({
  name: 'time',
  description: 'The current time in UTC',
  rows: 1,
  sources: ['clock_gettime(2)', '/etc/localtime'],
  examples: ['SELECT unix_time, iso_8601 FROM time', 'SELECT weekday, hour, minutes, local_timezone FROM time'],
  columnAliases: { date_time: 'datetime' },
  columns: {
    weekday: text('Day of the week, in English', ({ utc }) => WEEKDAYS[utc.getUTCDay()]),
    year: integer('Year', ({ utc }) => utc.getUTCFullYear()),
    month: integer('Month, 1 to 12', ({ utc }) => utc.getUTCMonth() + 1),
    day: integer('Day of the month, 1 to 31', ({ utc }) => utc.getUTCDate()),
    hour: integer('Hour, 0 to 23', ({ utc }) => utc.getUTCHours()),
    minutes: integer('Minute, 0 to 59', ({ utc }) => utc.getUTCMinutes()),
    seconds: integer('Second, 0 to 59', ({ utc }) => utc.getUTCSeconds()),
    timezone: text('Time zone of this row: always UTC', () => 'UTC'),
    local_timezone: text("Abbreviation of the host's own time zone at this moment, such as CEST", readZone, {
      cost: COST.file,
    }),
    unix_time: integer('Seconds since 1970-01-01 00:00:00 UTC', ({ unixSeconds }) => unixSeconds),
    timestamp: text('The time as asctime(3) writes it, such as "Thu Aug  6 21:46:12 2026 UTC"', ({ utc }) =>
      asctime(utc),
    ),
    datetime: text('The time by ISO 8601, such as 2026-08-06T21:46:12Z', ({ utc }) => iso8601(utc)),
    iso_8601: text('The time by ISO 8601, such as 2026-08-06T21:46:12Z', ({ utc }) => iso8601(utc)),
    win_timestamp: bigint('Ticks of 100 ns since 1601-01-01, on Windows only', () => null, { hidden: true }),
  },
  *scan({ host }) {
    const unixSeconds = Math.floor(host.facts.nowMs() / 1000);
    yield { host, utc: new Date(unixSeconds * 1000), unixSeconds };
  },
});

function readZone({ host, unixSeconds }: Moment): string {
  return readZoneAbbreviation(host, unixSeconds);
}

const iso8601 = (utc: Date): string => utc.toISOString().replace('.000Z', 'Z');

function asctime(utc: Date): string {
  const weekday = WEEKDAYS[utc.getUTCDay()]?.slice(0, 3);
  const day = String(utc.getUTCDate()).padStart(2);
  return `${weekday} ${MONTHS[utc.getUTCMonth()]} ${day} ${utc.toISOString().slice(11, 19)} ${utc.getUTCFullYear()} UTC`;
}
