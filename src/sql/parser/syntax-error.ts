import { SqlError } from '../../core/index.js';
import { Illegal, type Token } from '../lexer/index.js';
import { clip } from './literals.js';

export function syntaxError(text: string, tokens: readonly Token[], index: number): SqlError {
  const token = tokens[index];
  if (token === undefined) return new SqlError('incomplete-input', 'incomplete input', { start: text.length, end: text.length });
  const span = { start: token.startOffset, end: token.endOffset + 1 };
  if (token.tokenType === Illegal) return new SqlError('unrecognized-token', `unrecognized token: "${clip(token.image)}"`, span);
  return new SqlError('syntax-error', `near "${clip(token.image)}": syntax error`, span);
}
