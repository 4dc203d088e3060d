import { SqlError } from '../../core/index.js';
import { Illegal } from '../lexer/index.js';
import { cutShortHint } from './hints/cut-short.js';
import { illegalHint } from './hints/illegal.js';
import type { Place } from './hints/place.js';
import { syntaxHint } from './hints/syntax.js';
import { clip } from './literals.js';

/** The error for the token that no rule could take, in SQLite's words, with the likely fix. */
export function syntaxError(place: Place): SqlError {
  const { tokens, at } = place;
  const token = tokens[at];
  if (token === undefined) {
    const end = (tokens.at(-1)?.endOffset ?? -1) + 1;
    return new SqlError('incomplete-input', 'incomplete input', { start: end, end }, cutShortHint(place));
  }
  const span = { start: token.startOffset, end: token.endOffset + 1 };
  const image = clip(token.image);
  if (token.tokenType === Illegal) {
    return new SqlError('unrecognized-token', `unrecognized token: "${image}"`, span, illegalHint(place, token));
  }
  return new SqlError('syntax-error', `near "${image}": syntax error`, span, syntaxHint(place, token));
}
