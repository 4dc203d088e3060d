import {
  Comma,
  Dot,
  Illegal,
  kw,
  LeftParen,
  RightParen,
  Semicolon,
  type Token,
  tokenize,
} from '../../../sql/lexer/index.js';
import { nameOf } from './scope.js';

/** What stands at the cursor, and what may stand there. */
export interface Place {
  /** Of the statement that the cursor is in, comments and blanks left out. */
  readonly tokens: readonly Token[];
  /** How many of them stand before what is being typed. */
  readonly before: number;
  /** Where what is being typed begins. */
  readonly from: number;
  readonly typed: string;
  readonly expects: 'statement' | 'table' | 'expression' | 'path' | 'new-name' | 'nothing';
  /** `p` in `p.na`. */
  readonly qualifier: string | undefined;
}

const WORD_BEFORE = /[\p{L}\p{N}_$]*$/u;

/** What a statement's text says of a place in it. */
export function placeAt(text: string, cursor: number): Place {
  const before = tokenize(text.slice(0, cursor));
  const open = before.at(-1);
  const typed = WORD_BEFORE.exec(text.slice(0, cursor))?.[0] ?? '';
  const isQuoted = open?.tokenType === Illegal && /^["'`[]/.test(open.image);
  const from = isQuoted ? open.startOffset + 1 : cursor - typed.length;
  // What is being typed is no part of what stands around it.
  const around = [...tokenize(text.slice(0, isQuoted ? from - 1 : from)), ...behind(text, cursor, isQuoted)];
  const [tokens, count] = statementAround(around, from);
  const shape = {
    tokens,
    before: count,
    from,
    typed: isQuoted ? text.slice(from, cursor) : typed,
    qualifier: undefined,
  };
  if (isQuoted) {
    if (open.image.startsWith("'")) {
      return { ...shape, expects: /^'[/~]/.test(open.image) || isPathValue(tokens, count) ? 'path' : 'nothing' };
    }
  } else if (isInComment(text, cursor, open)) return { ...shape, expects: 'nothing' };
  if (/^\d/.test(typed)) return { ...shape, expects: 'nothing' };
  if (tokens[count - 1]?.tokenType === Dot) {
    const qualifier = nameOf(tokens[count - 2]);
    return { ...shape, expects: qualifier === undefined ? 'nothing' : 'expression', qualifier };
  }
  return { ...shape, expects: expectedAt(tokens, count) };
}

/** The tokens after the cursor; what is left of the word or text that it stands in is skipped. */
function behind(text: string, cursor: number, isQuoted: boolean): Token[] {
  const rest = text.slice(cursor);
  const skipped = isQuoted
    ? (/^[^'"`\]\n]*['"`\]]?/.exec(rest)?.[0].length ?? 0)
    : (/^[\p{L}\p{N}_$]*/u.exec(rest)?.[0].length ?? 0);
  return tokenize(' '.repeat(cursor + skipped) + rest.slice(skipped));
}

/** The tokens between the semicolons around an offset, and how many of them stand before it. */
function statementAround(tokens: readonly Token[], offset: number): [Token[], number] {
  const count = tokens.filter((token) => token.startOffset < offset).length;
  let start = count;
  while (start > 0 && tokens[start - 1]?.tokenType !== Semicolon) start--;
  let end = count;
  while (end < tokens.length && tokens[end]?.tokenType !== Semicolon) end++;
  return [tokens.slice(start, end), count - start];
}

/** Whether the cursor is in a comment: what stands between the last token and it begins one. */
function isInComment(text: string, cursor: number, last: Token | undefined): boolean {
  const gap = text.slice(last ? last.endOffset + 1 : 0, cursor);
  return /--[^\n]*$/.test(gap) || /\/\*(?:(?!\*\/)[^])*$/.test(gap);
}

const PATH_COLUMN = /path|directory|folder|file/i;

/** Whether a text at this place is compared with a column of paths: `path = `, `directory LIKE `, `path IN (`. */
function isPathValue(tokens: readonly Token[], count: number): boolean {
  let at = count - 1;
  while (at >= 0 && (tokens[at]?.tokenType === Comma || /^'/.test(tokens[at]?.image ?? ''))) at--;
  if (tokens[at]?.tokenType === LeftParen) at--;
  if (!/^(=|==|LIKE|GLOB|IN)$/i.test(tokens[at]?.image ?? '')) return false;
  return PATH_COLUMN.test(nameOf(tokens[at - 1]) ?? '');
}

const TABLE_BEHIND = new Set([kw.FROM, kw.JOIN, kw.INTO, kw.UPDATE, kw.TABLE]);
const ENDS_SOURCES = new Set([
  kw.WHERE,
  kw.GROUP,
  kw.ORDER,
  kw.HAVING,
  kw.LIMIT,
  kw.SELECT,
  kw.SET,
  kw.VALUES,
  kw.ON,
  kw.BY,
]);

function expectedAt(tokens: readonly Token[], count: number): Place['expects'] {
  const last = tokens[count - 1];
  if (!last) return 'statement';
  if (last.tokenType === kw.AS) return 'new-name';
  if (TABLE_BEHIND.has(last.tokenType)) return isNewTable(tokens, count) ? 'new-name' : 'table';
  if (last.tokenType === Comma && isInSources(tokens, count)) return 'table';
  if (last.tokenType === LeftParen && TABLE_BEHIND.has(tokens[count - 2]?.tokenType ?? kw.AS)) return 'table';
  return 'expression';
}

const isNewTable = (tokens: readonly Token[], count: number): boolean =>
  tokens[count - 1]?.tokenType === kw.TABLE && tokens.slice(0, count).some(({ tokenType }) => tokenType === kw.CREATE);

/** Whether a comma separates sources: FROM is the last word before it that tells. */
function isInSources(tokens: readonly Token[], count: number): boolean {
  let depth = 0;
  for (let at = count - 1; at >= 0; at--) {
    const type = tokens[at]?.tokenType;
    if (type === RightParen) depth++;
    else if (type === LeftParen) {
      if (depth === 0) return false;
      depth--;
    } else if (type && depth === 0) {
      if (type === kw.FROM) return true;
      if (ENDS_SOURCES.has(type)) return false;
    }
  }
  return false;
}
