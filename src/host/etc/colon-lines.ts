const MAX_ID = 0xffff_ffff;
const SPACE = 0x20;
const HASH = 0x23;
/** isspace(3) of the C locale: String.trimStart would take more. */
export const LEADING_BLANKS = /^[ \t\r\v\f]+/;

/**
 * The lines of `/etc/passwd` and its like, cut at their colons; the last of `count` fields keeps its own. Blanks at the
 * start of a line do not count; empty lines and comments are left out. Pure.
 */
export function* fieldsOf(text: string, count: number): Generator<string[]> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line =
      text.charCodeAt(start) <= SPACE ? text.slice(start, end).replace(LEADING_BLANKS, '') : text.slice(start, end);
    start = end + 1;
    if (line !== '' && line.charCodeAt(0) !== HASH) yield cut(line, count);
  }
}

function cut(line: string, count: number): string[] {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < count - 1) {
    const colon = line.indexOf(':', from);
    if (colon < 0) break;
    fields.push(line.slice(from, colon));
    from = colon + 1;
  }
  fields.push(line.slice(from));
  return fields;
}

/** Whether a name stands for users or groups of NIS (nsswitch.conf(5), compat). */
export const isNisName = (name: string): boolean => name.startsWith('+') || name.startsWith('-');

/** A user or group id; of a NIS line that has none, 0. Null: no id. */
export function parseId(text: string | undefined, name: string): number | null {
  if (text === undefined || text === '') return isNisName(name) ? 0 : null;
  if (!/^\d{1,20}$/.test(text)) return null;
  const id = Number(text);
  return id <= MAX_ID ? id : null;
}
