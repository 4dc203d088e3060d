import type { Value } from '../../../core/index.js';
import { checkSize } from '../size.js';
import { Arguments } from './arguments.js';
import { type Directive, readDirective } from './directive.js';
import { formatInteger } from './integers.js';
import { formatFloat } from './reals.js';
import { formatChar, formatQuoted, formatText, padded } from './texts.js';

/**
 * A text made after a format (SQLite: printf.html). A conversion that does not exist ends it there; null where nothing
 * at all was put out.
 * @throws SqlError 'string or blob too big'
 */
export function formatValues(format: string, values: readonly Value[]): string | null {
  const args = new Arguments(values);
  let out: string | null = null;
  for (let at = 0; at < format.length; ) {
    const percent = format.indexOf('%', at);
    const plain = format.slice(at, percent < 0 ? format.length : percent);
    if (plain !== '') out = appended(out, plain);
    if (percent < 0) break;
    if (percent === format.length - 1) return appended(out, '%');
    const read = readDirective(format, percent + 1, args);
    const text = read && convert(read.directive, args);
    if (text === undefined) break;
    out = appended(out, text);
    at = read?.next ?? format.length;
  }
  return out;
}

function appended(out: string | null, text: string): string {
  if (out === null) return text;
  checkSize(out.length + text.length);
  return out + text;
}

/** undefined: there is no such conversion. */
function convert(directive: Directive, args: Arguments): string | undefined {
  switch (directive.type) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
    case 'p':
    case 'r':
      return padded(formatInteger(args.nextInteger(), directive), directive, false);
    case 'f':
    case 'e':
    case 'E':
    case 'g':
    case 'G':
      return padded(formatFloat(args.nextReal(), directive), directive, false);
    case 's':
    case 'z':
      return padded(formatText(args.nextText() ?? '', directive), directive, directive.bang);
    case 'c':
      return padded(formatChar(args.nextText(), directive), directive, true);
    case 'q':
    case 'Q':
    case 'w':
      return padded(formatQuoted(args.nextText(), directive), directive, directive.bang);
    case '%':
      return padded('%', directive, false);
    case 'n':
      return '';
    default:
      return undefined;
  }
}
