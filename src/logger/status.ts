import { calendarTime, localParts } from './calendar.js';
import { addDecorations } from './format.js';
import { jsonText, Members } from './json.js';
import type { Severity, StatusRecord } from './record.js';

/** Severities by their numbers. */
export const SEVERITIES = ['info', 'warning', 'error', 'fatal'] as const satisfies readonly Severity[];

export const severityNumber = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** glog's line, local time: `W0105 03:04:05.000417  2231 config.cpp:120] something odd`. */
export function glogLine({ severity, time, file, line, message }: StatusRecord, threadId: number): string {
  const { month, day, hour, minute, second } = localParts(time);
  const micros = String(Math.floor((time - Math.floor(time / 1000) * 1000) * 1000)).padStart(6, '0');
  const letter = severity.charAt(0).toUpperCase();
  const thread = String(threadId).padStart(5, ' ');
  return `${letter}${month}${day} ${hour}:${minute}:${second}.${micros} ${thread} ${file}:${line}] ${message}`;
}

/** The line that stdout and syslog get. */
export const plainStatusLine = ({ severity, file, line, message }: StatusRecord): string =>
  `severity=${severityNumber(severity)} location=${file}:${line} message=${message}`;

export interface StatusJsonOptions {
  readonly hostIdentifier: string;
  readonly version: string;
  readonly decorations: ReadonlyMap<string, string>;
  readonly topLevelDecorations: boolean;
}

/** The form for forwarders. */
export function statusJson(record: StatusRecord, options: StatusJsonOptions): string {
  const seconds = Math.floor(record.time / 1000);
  const members = new Members()
    .set('hostIdentifier', jsonText(options.hostIdentifier))
    .set('calendarTime', jsonText(calendarTime(seconds)))
    .set('unixTime', String(seconds))
    .set('severity', String(severityNumber(record.severity)))
    .set('filename', jsonText(record.file))
    .set('line', String(record.line))
    .set('message', jsonText(record.message))
    .set('version', jsonText(options.version));
  return addDecorations(members, options.decorations, options.topLevelDecorations).toString();
}
