import { RE2JS, RE2JSException } from 're2js';
import { SqlError } from '../../core/index.js';
import { translateRegexp } from './regexp-dialect.js';
import { remembering } from './remember.js';

/** The longest pattern that `regex_match` and `regex_split` take, in bytes (osquery: `--regex_max_size`). */
export const MAX_REGEXP_BYTES = 256;
/** The longest pattern of `REGEXP`. What a pattern compiles to grows with it. */
const MAX_OPERATOR_CHARS = 4096;

export const invalidRegexp = (reason?: string): SqlError => new SqlError('runtime', 'Invalid regex', undefined, reason);

/**
 * An ECMAScript pattern compiled for matching in time linear in the text.
 * @throws SqlError 'Invalid regex', also for look-ahead and back-references, which no linear matching has
 */
export function compilePattern(pattern: string): RE2JS {
  try {
    return RE2JS.compile(translateRegexp(pattern));
  } catch (error) {
    if (error instanceof RE2JSException) throw invalidRegexp(error.message);
    throw error;
  }
}

/**
 * The right side of `REGEXP` as a function: whether the pattern matches anywhere in a text.
 * @throws SqlError 'Invalid regex'
 */
export function compileRegexp(pattern: string): (text: string) => boolean {
  if (pattern.length > MAX_OPERATOR_CHARS) throw invalidRegexp(`a pattern may have ${MAX_OPERATOR_CHARS} characters`);
  const compiled = compilePattern(pattern);
  return (text) => compiled.test(text);
}

/** {@link compilePattern} for one call site. */
export const rememberingPattern = (check: (pattern: string) => void): ((pattern: string) => RE2JS) =>
  remembering((pattern) => {
    check(pattern);
    return compilePattern(pattern);
  });
