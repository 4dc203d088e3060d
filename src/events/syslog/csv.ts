const [COMMA, QUOTE] = [',', '"'];

/**
 * Fields of a line of CSV as rsyslog writes it: a comma parts them outside of quotes, `""` within quotes is a quote, a
 * backslash is itself. White space around a field goes. Pure.
 */
export function parseCsvLine(line: string): string[] {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at <= line.length; ) {
    const next = nextMark(line, at);
    field += line.slice(at, next);
    const mark = line[next];
    at = next + 1;
    if (mark === QUOTE && isQuoted && line[at] === QUOTE) {
      field += QUOTE;
      at++;
    } else if (mark === QUOTE) {
      isQuoted = !isQuoted;
    } else if (mark === COMMA && isQuoted) {
      field += COMMA;
    } else {
      fields.push(field.trim());
      field = '';
    }
  }
  return fields;
}

/** Where the next comma or quote is; the line's end where there is none. */
function nextMark(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    const character = line[at];
    if (character === COMMA || character === QUOTE) return at;
  }
  return line.length;
}
