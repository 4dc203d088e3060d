import { SqlError, toInteger, toText, type Value } from '../../../core/index.js';
import type { FunctionEnv } from '../spec.js';

/** How a command line is read. */
interface CommandLine {
  readonly text: string;
  /** `"` toggles quoting. */
  readonly quoting: boolean;
  readonly escape: string;
}

/** The arguments of the functions below: the command line, whether quotes count (no), the escape character (`\`). */
export function readArguments(values: readonly Value[], refusal: string): CommandLine {
  const [command, quoting = 0, escape = '\\'] = values;
  const wrong = (): SqlError => new SqlError('runtime', refusal);
  if (command === undefined || command === null || quoting === null || escape === null) throw wrong();
  const escapeText = toText(escape);
  if (escapeText.length !== 1) throw wrong();
  return { text: toText(command), quoting: toInteger(quoting) !== 0, escape: escapeText };
}

/** A command line may have this many words that are looked up; a longer one is judged by its start. */
const MAX_WORDS = 1000;

/**
 * The prefixes of a command line that may be its program's path, shortest first: up to each unquoted blank, and the
 * whole. Quotes and escape characters are taken out.
 */
export function* candidatePaths({ text, quoting, escape }: CommandLine): Generator<string> {
  let path = '';
  let quoted = false;
  let words = 0;
  for (let at = text.search(/[^ ]|$/); at < text.length; at++) {
    const char = text.charAt(at);
    if (char === escape) path += text.charAt(++at);
    else if (char === '"' && quoting) quoted = !quoted;
    else {
      if (char === ' ' && !quoted) {
        if (words++ >= MAX_WORDS) return;
        yield path;
      }
      path += char;
    }
  }
  yield path;
}

export const isFileIn =
  ({ isFile }: FunctionEnv) =>
  (path: string): boolean =>
    path !== '' && isFile !== undefined && isFile(path);
