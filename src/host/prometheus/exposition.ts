/** A line of Prometheus's text format: `http_requests_total{method="post"} 1027 1395066363000`. */
export interface Sample {
  /** Labels included, as they are written. */
  readonly name: string;
  /** Null for one that is no number, or NaN. */
  readonly value: number | null;
}

/** Samples in their order; comments and lines without a value are passed over. Pure. */
export function* parseExposition(text: string): Generator<Sample> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).trim();
    start = end + 1;
    if (line === '' || line.startsWith('#')) continue;
    const nameEnd = endOfName(line);
    const [value] = /\S+/.exec(line.slice(nameEnd)) ?? [];
    if (value !== undefined) yield { name: line.slice(0, nameEnd), value: parseNumber(value) };
  }
}

/** Where a name ends, and labels in braces behind it: blanks and braces in quotes belong to them. */
function endOfName(line: string): number {
  const name = /^[^\s{]*[ \t]*\{/.exec(line);
  if (!name) return line.search(/\s|$/);
  let isQuoted = false;
  for (let at = name[0].length; at < line.length; at++) {
    const character = line[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\' && isQuoted) at++;
    else if (character === '}' && !isQuoted) return at + 1;
  }
  return line.length;
}

/** As Go and C write numbers. */
function parseNumber(text: string): number | null {
  const [, sign, word] = /^([+-]?)(inf|infinity)$/i.exec(text) ?? [];
  if (word !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  const [, hexSign, digits] = /^([+-]?)(0x[\da-f]{1,300})$/i.exec(text) ?? [];
  return digits === undefined ? null : Number(digits) * (hexSign === '-' ? -1 : 1);
}
