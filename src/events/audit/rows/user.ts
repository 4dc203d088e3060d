import { decodeText } from '../../../core/index.js';
import type { EventRow } from '../../source.js';
import { FieldReader } from '../records/fields.js';

const APOSTROPHE = 0x27;
const GROUP_SEPARATOR = 0x1d;
const MESSAGE_KEY = Buffer.from("msg='", 'latin1');

/** What the kernel writes of who sent the message. */
const sender = new FieldReader(['uid', 'auid', 'pid', 'ses']);
/** What the message itself says. */
const said = new FieldReader(['exe', 'addr', 'terminal', 'acct', 'hostname', 'res', 'op']);

/**
 * A row of user_events, of a record of type 1100 to 1199: `pid=… uid=… auid=… ses=… msg='op=… acct="…" … res=success'`. What
 * the message says never counts for who sent it. @param start of the fields
 */
export function userRow(type: number, bytes: Buffer, start: number, end: number, uptime: number | null): EventRow {
  const key = bytes.indexOf(MESSAGE_KEY, start);
  const hasMessage = key >= 0 && key < end;
  const messageStart = hasMessage ? key + MESSAGE_KEY.length : end;
  const messageEnd = hasMessage ? messageEndOf(bytes, messageStart, end) : end;
  sender.read(bytes, start, hasMessage ? key : end);
  said.read(bytes, messageStart, messageEnd);
  return {
    uid: sender.decimal(0),
    auid: sender.decimal(1),
    pid: sender.decimal(2),
    message: hasMessage ? decodeText(bytes, messageStart, messageEnd) : undefined,
    type,
    path: said.text(0),
    address: said.unquoted(1),
    terminal: said.unquoted(2),
    uptime,
    ses: sender.decimal(3),
    acct: said.text(3),
    hostname: said.unquoted(4),
    res: said.unquoted(5),
    op: said.unquoted(6),
  };
}

/** The apostrophe at the end, where it was not cut off; a dispatcher's additions stand behind it. */
function messageEndOf(bytes: Buffer, start: number, end: number): number {
  const separator = bytes.indexOf(GROUP_SEPARATOR, start);
  const last = separator >= 0 && separator < end ? separator : end;
  const close = bytes.lastIndexOf(APOSTROPHE, last - 1);
  return close >= start ? close : last;
}
