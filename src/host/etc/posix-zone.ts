/**
 * A time zone as a rule: `CET-1CEST,M3.5.0,M10.5.0/3` (tzset(3)). It stands in TZ, and at the end of a zone file for
 * the time after its last recorded change.
 */
export interface PosixZone {
  readonly standard: string;
  /** Seconds east of Greenwich. */
  readonly standardOffset: number;
  readonly summer?: { readonly name: string; readonly offset: number; readonly from: Change; readonly until: Change };
}

/** A yearly change of clocks, by the wall clock before it. */
interface Change {
  readonly day:
    | { readonly kind: 'week'; readonly month: number; readonly week: number; readonly weekday: number }
    | { readonly kind: 'day'; readonly day: number; readonly countsLeapDay: boolean };
  readonly seconds: number;
}

const NAME = '([A-Za-z]{3,10}|<[A-Za-z0-9+-]{1,10}>)';
const OFFSET = '([+-]?\\d{1,3}(?::\\d{1,2}){0,2})';
const ZONE = new RegExp(`^${NAME}${OFFSET}(?:${NAME}${OFFSET}?(?:,([^,]+),([^,]+))?)?$`);

/** Null for a text that is no such rule. Pure. */
export function parsePosixZone(text: string): PosixZone | null {
  const match = ZONE.exec(text);
  if (!match) return null;
  const [, standard = '', west = '', summer, summerWest, from = 'M3.2.0', until = 'M11.1.0'] = match; // glibc's default: the USA's rule
  const standardOffset = -parseSeconds(west);
  if (summer === undefined) return { standard: unbracket(standard), standardOffset };
  const start = parseChange(from);
  const end = parseChange(until);
  if (!start || !end) return null;
  const offset = summerWest === undefined ? standardOffset + 3600 : -parseSeconds(summerWest);
  return {
    standard: unbracket(standard),
    standardOffset,
    summer: { name: unbracket(summer), offset, from: start, until: end },
  };
}

/** The zone's abbreviation at a moment, in seconds since the epoch. Pure. */
export function posixAbbreviation(zone: PosixZone, unixSeconds: number): string {
  const { summer } = zone;
  if (!summer) return zone.standard;
  const year = new Date((unixSeconds + zone.standardOffset) * 1000).getUTCFullYear();
  const from = momentOf(summer.from, year) - zone.standardOffset;
  const until = momentOf(summer.until, year) - summer.offset;
  const isSummer =
    from < until ? unixSeconds >= from && unixSeconds < until : unixSeconds >= from || unixSeconds < until; // south of the equator
  return isSummer ? summer.name : zone.standard;
}

const unbracket = (name: string): string => name.replace(/[<>]/g, '');

function parseSeconds(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
}

function parseChange(text: string): Change | null {
  const [day = '', time = '2'] = text.split('/');
  if (!/^[+-]?\d{1,3}(:\d{1,2}){0,2}$/.test(time)) return null;
  const seconds = parseSeconds(time);
  const week = /^M(\d{1,2})\.([1-5])\.([0-6])$/.exec(day);
  if (week)
    return { day: { kind: 'week', month: Number(week[1]), week: Number(week[2]), weekday: Number(week[3]) }, seconds };
  const julian = /^(J?)(\d{1,3})$/.exec(day);
  if (!julian) return null;
  const counts = julian[1] === '';
  return { day: { kind: 'day', day: Number(julian[2]) - (counts ? 0 : 1), countsLeapDay: counts }, seconds };
}

/** The change by the wall clock, as if that were UTC. */
function momentOf({ day, seconds }: Change, year: number): number {
  return Date.UTC(year, 0, 1 + dayOfYear(day, year)) / 1000 + seconds;
}

/** From 0 on. */
function dayOfYear(day: Change['day'], year: number): number {
  const dayMs = 86_400_000;
  const january1 = Date.UTC(year, 0, 1);
  if (day.kind === 'day') {
    const isLeap = (Date.UTC(year + 1, 0, 1) - january1) / dayMs === 366;
    return day.day + (!day.countsLeapDay && isLeap && day.day >= 59 ? 1 : 0);
  }
  const first = new Date(Date.UTC(year, day.month - 1, 1));
  const last = new Date(Date.UTC(year, day.month, 0)).getUTCDate();
  let date = 1 + ((day.weekday - first.getUTCDay() + 7) % 7) + (day.week - 1) * 7;
  while (date > last) date -= 7; // week 5 is the last one
  return (first.getTime() - january1) / dayMs + date - 1;
}
