import { decodeText } from '../../../core/index.js';
import type { EventRow } from '../../source.js';
import { FieldReader } from '../records/fields.js';

/** Columns that are told as they stand, without quotes. */
const PLAIN = ['apparmor', 'operation', 'denied_mask', 'capname', 'requested_mask', 'info', 'error'] as const;
/** Those that may hold anything, and then come in hexadecimal digits. */
const UNTRUSTED = ['profile', 'name', 'comm', 'namespace', 'label'] as const;
const NUMBERS = ['parent', 'pid', 'fsuid', 'ouid', 'capability'] as const;
const fields = new FieldReader([...PLAIN, ...UNTRUSTED, ...NUMBERS]);

/**
 * A row of apparmor_events; undefined where the record tells of no decision. @param recordStart of the whole text
 * @param start of the fields
 */
export function apparmorRow(
  bytes: Buffer,
  recordStart: number,
  start: number,
  end: number,
  uptime: number | null,
): EventRow | undefined {
  fields.read(bytes, start, end);
  if (!fields.unquoted(0)) return undefined;
  const row: Record<string, string | number | null | undefined> = {
    type: 'AA',
    message: decodeText(bytes, recordStart, end),
    uptime,
  };
  let index = 0;
  for (const name of PLAIN) row[name] = fields.unquoted(index++);
  for (const name of UNTRUSTED) row[name] = fields.text(index++);
  for (const name of NUMBERS) row[name] = fields.decimal(index++);
  return row;
}
