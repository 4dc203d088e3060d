import type { TokenType } from 'chevrotain';

/** chevrotain numbers its own end of input 1. */
let lastIndex = 1;

/**
 * A token type, whole as chevrotain's `createToken` would make it: that takes ten times longer, and a
 * one-shot query pays for 190 of them.
 */
export function tokenType(name: string, categories: readonly Category[] = []): TokenType {
  lastIndex++;
  for (const { members } of categories) members[lastIndex] = true;
  return {
    name,
    tokenTypeIdx: lastIndex,
    CATEGORIES: [],
    categoryMatches: [],
    categoryMatchesMap: {},
    isParent: false,
  };
}

/** Token types that can stand in one place: chevrotain's categories, but for looking up by number. */
export interface Category {
  /** Stands for all of them in the grammar, and is of no token. */
  readonly type: TokenType;
  /** By `tokenTypeIdx`. */
  readonly members: boolean[];
}

const category = (name: string): Category => ({ type: tokenType(name), members: [] });

/** Can name anything after AS, a dot, FROM…: `x`, `"x"`, `'x'`, most keywords. SQLite's `nm`. */
export const Name = category('Name');
/** Can stand as a column or function where an expression begins. */
export const ColumnName = category('ColumnName');
/** Can be a table alias without AS, or a word of a type. SQLite's `ids`. */
export const BareAlias = category('BareAlias');
/** Can be a column alias without AS: {@link BareAlias} but for LIKE and its like. */
export const BareColumnAlias = category('BareColumnAlias');
/** A sign or word before an operand: `-`, `+`, `~`, NOT. */
export const Prefix = category('Prefix');

/** By the type that stands for it. */
export const categories: ReadonlyMap<TokenType, Category> = new Map(
  [Name, ColumnName, BareAlias, BareColumnAlias, Prefix].map((of) => [of.type, of]),
);

/*
 * Signs and literals. They have no patterns: `tokenize` is written by hand (4 times faster than
 * chevrotain's Lexer on this vocabulary, and 58 ms less to build; its rules are SQLite's to the
 * character).
 */

const ANYWHERE = [Name, ColumnName, BareAlias, BareColumnAlias];

/** A bare word that is no keyword. */
export const Word = tokenType('Word', ANYWHERE);
/** `"x"`, `` `x` ``, `[x]`. */
export const QuotedName = tokenType('QuotedName', ANYWHERE);
/** `'x'`: text, or a name where only a name can stand. */
export const Text = tokenType('Text', [Name, BareAlias, BareColumnAlias]);
/** Decimal digits, or `0x` and hexadecimal ones. */
export const Integer = tokenType('Integer');
export const Float = tokenType('Float');
/** `x'4142'`. */
export const Blob = tokenType('Blob');
/** `?`, `?1`, `:a`, `@a`, `$a`. */
export const Parameter = tokenType('Parameter');
/** What no rule takes: the rest after an unclosed quote, `12abc`, a lone `!`. No token follows it. */
export const Illegal = tokenType('Illegal');

export const Semicolon = tokenType('Semicolon');
export const LeftParen = tokenType('LeftParen');
export const RightParen = tokenType('RightParen');
export const Comma = tokenType('Comma');
export const Dot = tokenType('Dot');
export const Star = tokenType('Star');
export const Plus = tokenType('Plus', [Prefix]);
export const Minus = tokenType('Minus', [Prefix]);
export const Tilde = tokenType('Tilde', [Prefix]);
export const Slash = tokenType('Slash');
export const Percent = tokenType('Percent');
export const Ampersand = tokenType('Ampersand');
export const Bar = tokenType('Bar');
export const BarBar = tokenType('BarBar');
/** `=` and `==`. */
export const Equal = tokenType('Equal');
/** `<>` and `!=`. */
export const NotEqual = tokenType('NotEqual');
export const Less = tokenType('Less');
export const LessEqual = tokenType('LessEqual');
export const Greater = tokenType('Greater');
export const GreaterEqual = tokenType('GreaterEqual');
export const ShiftLeft = tokenType('ShiftLeft');
export const ShiftRight = tokenType('ShiftRight');
/** `->` */
export const Arrow = tokenType('Arrow');
/** `->>` */
export const LongArrow = tokenType('LongArrow');
