import type { TokenType } from 'chevrotain';
import { BareAlias, BareColumnAlias, type Category, ColumnName, Name, Prefix, tokenType } from './token-types.js';

/** Never a name unless quoted (https://www.sqlite.org/lang_keywords.html says more than is true of each). */
const RESERVED = [
  'ADD',
  'ALL',
  'ALTER',
  'AND',
  'AS',
  'AUTOINCREMENT',
  'BETWEEN',
  'CASE',
  'CHECK',
  'COLLATE',
  'COMMIT',
  'CONSTRAINT',
  'CREATE',
  'DEFAULT',
  'DEFERRABLE',
  'DELETE',
  'DISTINCT',
  'DROP',
  'ELSE',
  'ESCAPE',
  'EXCEPT',
  'EXISTS',
  'FOREIGN',
  'FROM',
  'GROUP',
  'HAVING',
  'IN',
  'INDEX',
  'INSERT',
  'INTERSECT',
  'INTO',
  'IS',
  'ISNULL',
  'JOIN',
  'LIMIT',
  'NOTHING',
  'NOTNULL',
  'NULL',
  'ON',
  'OR',
  'ORDER',
  'PRIMARY',
  'REFERENCES',
  'RETURNING',
  'SELECT',
  'SET',
  'TABLE',
  'THEN',
  'TO',
  'TRANSACTION',
  'UNION',
  'UNIQUE',
  'UPDATE',
  'USING',
  'VALUES',
  'WHEN',
  'WHERE',
] as const;

/** A keyword only where the grammar asks for it; a name everywhere else. */
const SOFT = [
  'ABORT',
  'ACTION',
  'AFTER',
  'ALWAYS',
  'ANALYZE',
  'ASC',
  'ATTACH',
  'BEFORE',
  'BEGIN',
  'BY',
  'CASCADE',
  'COLUMN',
  'CONFLICT',
  'CURRENT',
  'DATABASE',
  'DEFERRED',
  'DESC',
  'DETACH',
  'DO',
  'EACH',
  'END',
  'EXCLUDE',
  'EXCLUSIVE',
  'EXPLAIN',
  'FAIL',
  'FILTER',
  'FIRST',
  'FOLLOWING',
  'FOR',
  'GENERATED',
  'GROUPS',
  'IF',
  'IGNORE',
  'IMMEDIATE',
  'INITIALLY',
  'INSTEAD',
  'KEY',
  'LAST',
  'MATERIALIZED',
  'NO',
  'NULLS',
  'OF',
  'OFFSET',
  'OTHERS',
  'OVER',
  'PARTITION',
  'PLAN',
  'PRAGMA',
  'PRECEDING',
  'QUERY',
  'RANGE',
  'RECURSIVE',
  'REINDEX',
  'RELEASE',
  'RENAME',
  'REPLACE',
  'RESTRICT',
  'ROLLBACK',
  'ROW',
  'ROWS',
  'SAVEPOINT',
  'TEMP',
  'TIES',
  'TRIGGER',
  'UNBOUNDED',
  'VACUUM',
  'VIEW',
  'VIRTUAL',
  'WINDOW',
  'WITH',
  'WITHOUT',
] as const;

/** A name but where an expression begins: there each has a meaning of its own. */
const SPECIAL_VALUES = ['CAST', 'RAISE', 'CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP'] as const;

/** A name, but not an alias without AS. */
const JOIN_WORDS = ['CROSS', 'FULL', 'INNER', 'INDEXED', 'LEFT', 'NATURAL', 'OUTER', 'RIGHT'] as const;

/** Operators after an expression, names elsewhere: `like(a, b)`. */
const PATTERN_WORDS = ['GLOB', 'LIKE', 'MATCH', 'REGEXP'] as const;

export type Keyword =
  | (typeof RESERVED)[number]
  | (typeof SOFT)[number]
  | (typeof SPECIAL_VALUES)[number]
  | (typeof JOIN_WORDS)[number]
  | (typeof PATTERN_WORDS)[number]
  | 'NOT';

const types = new Map<string, TokenType>();

function define(words: readonly string[], categories: readonly Category[]): void {
  for (const word of words) types.set(word, tokenType(word, categories));
}
define(RESERVED, []);
define(['NOT'], [Prefix]);
define(SOFT, [Name, ColumnName, BareAlias, BareColumnAlias]);
define(SPECIAL_VALUES, [Name, BareAlias, BareColumnAlias]);
define(JOIN_WORDS, [Name, ColumnName]);
define(PATTERN_WORDS, [Name, ColumnName, BareAlias]);

/** The token type of each keyword: `kw.SELECT`. */
// Every member of Keyword was defined just above; the map cannot tell the compiler so.
export const kw = Object.fromEntries(types) as Readonly<Record<Keyword, TokenType>>;

const LONGEST = Math.max(...[...types.keys()].map((word) => word.length));

/** Both spellings that people use; mixed case is folded first. */
const bySpelling = new Map<string, TokenType>(
  [...types, ['TEMPORARY', kw.TEMP] as const].flatMap(([word, type]) => [
    [word, type],
    [word.toLowerCase(), type],
  ]),
);

/**
 * The keyword that an ASCII word is, if any.
 * @param mixed the word has letters of both cases
 */
export function keywordType(word: string, mixed: boolean): TokenType | undefined {
  if (word.length > LONGEST) return undefined;
  return bySpelling.get(mixed ? word.toLowerCase() : word);
}

/** True for a keyword that can be a name nowhere unless quoted. */
export function isReserved(type: TokenType): boolean {
  return type === kw.NOT || (RESERVED as readonly string[]).includes(type.name);
}
