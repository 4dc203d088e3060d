/** What is run as one: a dot command, or SQL up to the line that completes it. */
export interface InputUnit {
  readonly kind: 'dot' | 'sql';
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** False for the last one, where the input ended before a semicolon. */
  readonly isTerminated: boolean;
}

/** Piped input as osquery's shell takes it, line by line. */
export function splitUnits(input: string): InputUnit[] {
  const units: InputUnit[] = [];
  const lines = input.split(/\r?\n/);
  let pending: string[] = [];
  let line = 0;
  for (const [index, text] of lines.entries()) {
    if (pending.length === 0) {
      if (isBlank(text)) continue;
      line = index + 1;
      if (text.startsWith('.')) {
        if (text.trim() !== '.') units.push({ kind: 'dot', text, line, isTerminated: true });
        continue;
      }
    }
    pending.push(text);
    const sql = pending.join('\n');
    if (!text.includes(';') || endOf(sql) !== 'complete') continue;
    units.push({ kind: 'sql', text: sql, line, isTerminated: true });
    pending = [];
  }
  const rest = pending.join('\n');
  if (endOf(rest) !== 'nothing') units.push({ kind: 'sql', text: rest, line, isTerminated: false });
  return units;
}

const isBlank = (text: string): boolean => endOf(text) === 'nothing';

const OPENED: Readonly<Record<string, RegExp>> = { "'": /'/g, '"': /"/g, '`': /`/g, '[': /\]/g };

/**
 * How a text ends: `complete` after a semicolon, `nothing` where it holds but blanks and comments (an open comment
 * swallows the rest), else `open`.
 */
function endOf(sql: string): 'complete' | 'open' | 'nothing' {
  let state: 'complete' | 'open' | 'nothing' = 'nothing';
  for (let at = 0; at < sql.length; ) {
    const comment = /(?:\s+|--.*|\/\*[^]*?(?:\*\/|$))/y;
    comment.lastIndex = at;
    if (comment.test(sql)) {
      at = comment.lastIndex;
      continue;
    }
    const char = sql[at] ?? '';
    state = char === ';' ? 'complete' : 'open';
    const close = OPENED[char];
    at++;
    if (!close) continue;
    close.lastIndex = at;
    if (!close.test(sql)) return 'open';
    at = close.lastIndex;
  }
  return state;
}
