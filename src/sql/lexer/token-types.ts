import { createToken, Lexer, type TokenType } from 'chevrotain';

/**
 * Signs, literals and the categories that tell where a word may stand as a name.
 * Patterns are absent: `tokenize` is written by hand (4 times faster than chevrotain's Lexer on this
 * vocabulary, and 58 ms less to build; its rules are SQLite's to the character).
 */
function type(name: string, categories: readonly TokenType[] = []): TokenType {
  return member(createToken({ name, pattern: Lexer.NA }), categories);
}

/**
 * Makes a type belong to categories, which then match it. Written to where chevrotain would put it, for
 * its own way from the `categories` option is slow: a fifth of the parser's construction.
 */
export function member(type: TokenType, categories: readonly TokenType[]): TokenType {
  const { tokenTypeIdx = 0 } = type;
  for (const { categoryMatches = [], categoryMatchesMap = {} } of categories) {
    categoryMatches.push(tokenTypeIdx);
    categoryMatchesMap[tokenTypeIdx] = true;
  }
  return type;
}

/** Can name anything after AS, a dot, FROM…: `x`, `"x"`, `'x'`, most keywords. SQLite's `nm`. */
export const Name = type('Name');
/** Can stand as a column or function where an expression begins. */
export const ColumnName = type('ColumnName');
/** Can be a table alias without AS, or a word of a type. SQLite's `ids`. */
export const BareAlias = type('BareAlias');
/** Can be a column alias without AS: {@link BareAlias} but for LIKE and its like. */
export const BareColumnAlias = type('BareColumnAlias');
/** A sign or word before an operand: `-`, `+`, `~`, NOT. */
export const Prefix = type('Prefix');

const ANYWHERE = [Name, ColumnName, BareAlias, BareColumnAlias];

/** A bare word that is no keyword. */
export const Word = type('Word', ANYWHERE);
/** `"x"`, `` `x` ``, `[x]`. */
export const QuotedName = type('QuotedName', ANYWHERE);
/** `'x'`: text, or a name where only a name can stand. */
export const Text = type('Text', [Name, BareAlias, BareColumnAlias]);
/** Decimal digits, or `0x` and hexadecimal ones. */
export const Integer = type('Integer');
export const Float = type('Float');
/** `x'4142'`. */
export const Blob = type('Blob');
/** `?`, `?1`, `:a`, `@a`, `$a`. */
export const Parameter = type('Parameter');
/** What no rule takes: the rest after an unclosed quote, `12abc`, a lone `!`. No token follows it. */
export const Illegal = type('Illegal');

export const Semicolon = type('Semicolon');
export const LeftParen = type('LeftParen');
export const RightParen = type('RightParen');
export const Comma = type('Comma');
export const Dot = type('Dot');
export const Star = type('Star');
export const Plus = type('Plus', [Prefix]);
export const Minus = type('Minus', [Prefix]);
export const Tilde = type('Tilde', [Prefix]);
export const Slash = type('Slash');
export const Percent = type('Percent');
export const Ampersand = type('Ampersand');
export const Bar = type('Bar');
export const BarBar = type('BarBar');
/** `=` and `==`. */
export const Equal = type('Equal');
/** `<>` and `!=`. */
export const NotEqual = type('NotEqual');
export const Less = type('Less');
export const LessEqual = type('LessEqual');
export const Greater = type('Greater');
export const GreaterEqual = type('GreaterEqual');
export const ShiftLeft = type('ShiftLeft');
export const ShiftRight = type('ShiftRight');
/** `->` */
export const Arrow = type('Arrow');
/** `->>` */
export const LongArrow = type('LongArrow');

/** Every type above, for the parser's vocabulary. */
export const signTypes: readonly TokenType[] = [
  Name,
  ColumnName,
  BareAlias,
  BareColumnAlias,
  Prefix,
  Word,
  QuotedName,
  Text,
  Integer,
  Float,
  Blob,
  Parameter,
  Illegal,
  Semicolon,
  LeftParen,
  RightParen,
  Comma,
  Dot,
  Star,
  Plus,
  Minus,
  Tilde,
  Slash,
  Percent,
  Ampersand,
  Bar,
  BarBar,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  ShiftLeft,
  ShiftRight,
  Arrow,
  LongArrow,
];
