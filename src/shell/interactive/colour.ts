import {
  Blob,
  Float,
  Illegal,
  Integer,
  keywordType,
  LeftParen,
  Parameter,
  Text,
  type Token,
  tokenize,
  Word,
} from '../../sql/lexer/index.js';
import type { Span } from '../../terminal/index.js';

/** SGR parameters by what a stretch is. */
const KEYWORD = '34;1';
const TEXT = '32';
const NUMBER = '36';
const FUNCTION = '35';
const COMMENT = '2';
const COMMAND = '35;1';
const WRONG = '31';

/** The styles of an input as it is typed: SQL by our own lexer, or a dot command. */
export function coloured(text: string): Span[] {
  if (text.startsWith('.')) {
    const end = /\s/.exec(text)?.index ?? text.length;
    return [{ start: 0, end, style: COMMAND }];
  }
  const spans: Span[] = [];
  const tokens = tokenize(text);
  let at = 0;
  tokens.forEach((token, index) => {
    addComments(spans, text, at, token.startOffset);
    at = token.endOffset + 1;
    const style = styleOf(token, tokens[index - 1], tokens[index + 1]);
    if (style !== '') spans.push({ start: token.startOffset, end: at, style });
  });
  addComments(spans, text, at, text.length);
  return spans;
}

/** Between two tokens there are but blanks and comments. */
function addComments(spans: Span[], text: string, from: number, to: number): void {
  const gap = text.slice(from, to);
  const start = gap.search(/\S/);
  if (start >= 0) spans.push({ start: from + start, end: to, style: COMMENT });
}

function styleOf(token: Token, before: Token | undefined, after: Token | undefined): string {
  switch (token.tokenType) {
    case Text:
    case Blob:
      return TEXT;
    case Integer:
    case Float:
    case Parameter:
      return NUMBER;
    case Illegal:
      // A text that is not closed yet is one that is being typed.
      return token.image.startsWith("'") ? TEXT : /^["`[]/.test(token.image) ? '' : WRONG;
    case Word:
      return after?.tokenType === LeftParen && after.startOffset === token.endOffset + 1 ? FUNCTION : '';
    default:
      return before?.image !== '.' && isKeyword(token) ? KEYWORD : '';
  }
}

const isKeyword = ({ image, tokenType }: Token): boolean => keywordType(image, true) === tokenType;
