import type { TokenType } from 'chevrotain';
import { kw, LeftParen, RightParen, type Token } from '../../lexer/index.js';

/** Where a parse failed. */
export interface Place {
  readonly text: string;
  /** The statement's. */
  readonly tokens: readonly Token[];
  /** The offending token's index; past the last where the text ends too early. */
  readonly at: number;
  /** The token type, or the rule, that was expected. */
  readonly expected: string;
}

/** The type of the token so many places from the offending one. */
export const typeAt = ({ tokens, at }: Place, offset: number): TokenType | undefined => tokens[at + offset]?.tokenType;

/** Its text in lower case; empty where there is none. */
export const wordAt = ({ tokens, at }: Place, offset: number): string => tokens[at + offset]?.image.toLowerCase() ?? '';

/** The clauses of a query in the order they must stand in. */
export const CLAUSES: readonly TokenType[] = [
  kw.SELECT,
  kw.FROM,
  kw.WHERE,
  kw.GROUP,
  kw.HAVING,
  kw.WINDOW,
  kw.ORDER,
  kw.LIMIT,
];

const ZONES = new Set<TokenType>([...CLAUSES, kw.SET, kw.VALUES, kw.RETURNING, kw.ON, kw.INTO, kw.TABLE]);

/** The clause or the parenthesis that the offending token stands in: the token that began it. */
export function zoneOf({ tokens, at }: Place): Token | undefined {
  let depth = 0;
  for (let index = at - 1; index >= 0; index--) {
    const token = tokens[index];
    if (token?.tokenType === RightParen) depth++;
    else if (token?.tokenType === LeftParen && depth-- === 0) return token;
    else if (token !== undefined && depth === 0 && ZONES.has(token.tokenType)) return token;
  }
  return undefined;
}

/** The innermost parenthesis that is open before the offending token. */
export function openParenthesis({ tokens, at }: Place): Token | undefined {
  let depth = 0;
  for (let index = at - 1; index >= 0; index--) {
    const token = tokens[index];
    if (token?.tokenType === RightParen) depth++;
    else if (token?.tokenType === LeftParen && depth-- === 0) return token;
  }
  return undefined;
}
