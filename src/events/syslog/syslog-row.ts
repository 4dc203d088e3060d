import { decodeText } from '../../core/index.js';
import type { EventRow } from '../source.js';
import { parseCsvLine } from './csv.js';

/**
 * A row of syslog_events, from a line with time, host, number of the severity, name of the facility, tag and message;
 * undefined for a line of another shape. Pure.
 */
export function syslogRow(line: Buffer): EventRow | undefined {
  const fields = parseCsvLine(decodeText(line));
  if (fields.length !== 6) return undefined;
  const [datetime, host, severity = '', facility, tag = '', message] = fields;
  return {
    datetime,
    host,
    severity: /^\d{1,3}$/.test(severity) ? Number(severity) : null,
    facility,
    tag: tag.endsWith(':') ? tag.slice(0, -1) : tag,
    message,
  };
}

/** Unix time in milliseconds of a time as RFC 3339 has it; undefined for other texts. Pure. */
export function unixMsOf(datetime: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(datetime)) return undefined;
  const ms = Date.parse(datetime);
  return Number.isNaN(ms) ? undefined : ms;
}
