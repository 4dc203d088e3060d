import { readOr, readOrWarn } from '../errors.js';
import type { Host } from '../host.js';
import { linesOf } from '../words.js';

/** A job: either at an event such as `@reboot`, or at times. */
export interface CronJob {
  readonly event: string | null;
  /** Minute, hour, day of month, month, day of week; null at an event. */
  readonly times: readonly [string, string, string, string, string] | null;
  /** As it is written; in the system's own files the user comes first. */
  readonly command: string;
}

/** The system's own files, then users'. */
const FOLDERS = ['/etc/cron.d', '/var/at/tabs', '/var/spool/cron', '/var/spool/cron/crontabs'] as const;

/** What package managers and editors leave behind, which no cron reads. */
const LEFTOVER = /(^\.|~$|\.dpkg-[a-z]+$|\.rpm(save|new|orig)$|\.swp$)/;

/** Files that cron reads. What we may not list is a warning. */
export function* listCrontabs(host: Host, warn: (message: string) => void): Generator<string> {
  yield '/etc/crontab';
  for (const folder of FOLDERS) {
    const entries = readOrWarn([], warn, () => host.listEntries(folder));
    const names = entries.filter(({ kind }) => kind !== 'folder' && kind !== 'other').map(({ name }) => name);
    for (const name of names.sort())
      if (!LEFTOVER.test(name) && readOr(false, () => host.stat(`${folder}/${name}`).isFile()))
        yield `${folder}/${name}`;
  }
}

/** Throws as `Host.readBytes`. */
export const readCrontab = (host: Host, path: string): CronJob[] => [...parseCrontab(host.readText(path))];

/** crontab(5); settings of variables and comments are passed over. Pure. */
export function* parseCrontab(text: string): Generator<CronJob> {
  for (const line of linesOf(text)) {
    if (line.startsWith('#')) continue;
    const [, event, command = ''] = /^(@\S+)\s+(.+)$/.exec(line) ?? [];
    if (event !== undefined) yield { event, times: null, command };
    else if (!line.startsWith('@') && !/^["']?[a-z_]\w*["']?\s*=/i.test(line)) yield* parseTimes(line);
  }
}

function* parseTimes(line: string): Generator<CronJob> {
  const [, minute, hour, day, month, weekday, command] =
    /^(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S.*)$/.exec(line) ?? [];
  if (minute !== undefined && hour !== undefined && day !== undefined && month !== undefined)
    yield { event: null, times: [minute, hour, day, month, weekday ?? ''], command: command ?? '' };
}
