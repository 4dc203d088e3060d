import { readOr } from '../errors.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';
import { UNIT_FOLDERS } from './unit-files.js';

/** What a timer's files say (systemd.timer(5)). */
export interface TimerSettings {
  /** Calendar expressions: `daily`, `Mon *-*-* 00:00:00`. */
  readonly calendar: readonly string[];
  /** Spans of time, as `OnBootSec=15min`. */
  readonly spans: readonly string[];
  /** Whether it makes up for what passed while the machine was off. */
  readonly isPersistent: boolean;
  /** The unit that it starts, where it is not the service of its own name. */
  readonly unit: string | null;
}

const MAX_BYTES = 1024 * 1024;
const MAX_DROP_INS = 100;

/** A timer's file, and the files that change it: `<id>.d/*.conf`, of which those of one name count once. */
export function readTimerSettings(host: Host, id: string, file: string | null): TimerSettings {
  const dropIns = new Map<string, string>();
  for (const folder of UNIT_FOLDERS)
    for (const name of readOr<string[]>([], () => host.list(`${folder}/${id}.d`)))
      if (name.endsWith('.conf') && !dropIns.has(name)) dropIns.set(name, `${folder}/${id}.d/${name}`);
  const later = [...dropIns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
  const files = [...(file === null ? [] : [file]), ...later.slice(0, MAX_DROP_INS)];
  return parseTimer(files.map((path) => readOr('', () => readRegularText(host, path, MAX_BYTES))));
}

const SPAN = /^On(Active|Boot|Startup|UnitActive|UnitInactive)Sec$/;

/** Files in the order in which they count; a setting without a value takes back all of its kind. Pure. */
export function parseTimer(texts: readonly string[]): TimerSettings {
  let times: { readonly isSpan: boolean; readonly text: string }[] = [];
  let isPersistent = false;
  let unit: string | null = null;
  for (const text of texts) {
    let isTimer = false;
    for (const line of text.replace(/\\\n/g, ' ').split('\n')) {
      if (line.startsWith('[')) isTimer = line.trim() === '[Timer]';
      const [, key = '', value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (!isTimer || key === '') continue;
      const isSpan = SPAN.test(key);
      if (isSpan || key === 'OnCalendar') {
        if (value === '') times = [];
        else times.push({ isSpan, text: isSpan ? `${key}=${value}` : value });
      } else if (key === 'Persistent') isPersistent = /^(1|yes|y|true|t|on)$/i.test(value);
      else if (key === 'Unit') unit = value || null;
    }
  }
  const of = (isSpan: boolean): string[] => times.filter((time) => time.isSpan === isSpan).map((time) => time.text);
  return { calendar: of(false), spans: of(true), isPersistent, unit };
}

/** When a timer that makes up for lost time last elapsed, in seconds since the epoch: systemd keeps it as a file's time. */
export const readTimerStamp = (host: Host, id: string): number | null =>
  readOr(null, () => Number(host.stat(`/var/lib/systemd/timers/stamp-${id}`).mtimeMs / 1000n));
