/** The moment and number of the event that a record belongs to. */
export interface RecordHeader {
  /** Unix time in milliseconds. */
  atMs: number;
  serial: number;
  /** Where the fields begin. */
  start: number;
}

const PREFIX = Buffer.from('audit(', 'latin1');
const [ZERO, NINE, DOT, COLON, CLOSE, SPACE] = [0x30, 0x39, 0x2e, 0x3a, 0x29, 0x20];
const MAX_SERIAL = 0xffff_ffff;
/** Seconds beyond this are no time that a date has. */
const MAX_SECONDS = 8_640_000_000_000;

/**
 * Reads `audit(<seconds>.<ms>:<serial>): `, into an object of the caller's: there are tens of thousands a second.
 * @returns whether a record begins so
 */
export function readHeader(bytes: Buffer, start: number, end: number, into: RecordHeader): boolean {
  for (let i = 0; i < PREFIX.length; i++) if (bytes[start + i] !== PREFIX[i] || start + i >= end) return false;
  let at = start + PREFIX.length;
  let seconds = 0;
  let digits = 0;
  for (; at < end && isDigit(bytes[at]); at++, digits++) seconds = seconds * 10 + (bytes[at] as number) - ZERO;
  if (digits === 0 || seconds > MAX_SECONDS || bytes[at++] !== DOT) return false;
  let ms = 0;
  for (digits = 0; at < end && isDigit(bytes[at]); at++, digits++) ms = ms * 10 + (bytes[at] as number) - ZERO;
  if (digits !== 3 || bytes[at++] !== COLON) return false;
  let serial = 0;
  for (digits = 0; at < end && isDigit(bytes[at]); at++, digits++) serial = serial * 10 + (bytes[at] as number) - ZERO;
  if (digits === 0 || serial > MAX_SERIAL || at + 1 >= end || bytes[at++] !== CLOSE || bytes[at++] !== COLON) {
    return false;
  }
  if (at < end && bytes[at] === SPACE) at++;
  into.atMs = seconds * 1000 + ms;
  into.serial = serial;
  into.start = at;
  return true;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE;
