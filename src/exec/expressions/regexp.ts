import { RE2JS } from 're2js';
import { SqlError } from '../../core/index.js';

/**
 * `x REGEXP pattern`: found anywhere in the text. RE2's syntax, so that no pattern takes more than linear time.
 * @throws SqlError `runtime` for a pattern that is none
 */
export function compileRegexp(pattern: string): (text: string) => boolean {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    throw new SqlError('runtime', `invalid regular expression: ${error instanceof Error ? error.message : String(error)}`);
  }
  return (text) => compiled.matcher(text).find();
}
