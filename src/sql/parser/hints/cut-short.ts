import { lineAndColumn } from '../../../core/index.js';
import { Comma, kw, Word } from '../../lexer/index.js';
import { openParenthesis, type Place, typeAt, wordAt } from './place.js';

/** By the last word: what would have to come after it. */
const WANTED: ReadonlyMap<string, string> = new Map([
  ['select', 'columns or *'],
  ['distinct', 'columns'],
  ['from', 'a table'],
  ['join', 'a table'],
  ['update', 'a table'],
  ['table', "a table's name"],
  ['where', 'a condition'],
  ['on', 'a condition'],
  ['having', 'a condition'],
  ['and', 'a condition'],
  ['or', 'a condition'],
  ['not', 'a condition'],
  ['by', 'an expression'],
  ['limit', 'a number'],
  ['offset', 'a number'],
  ['as', 'a name'],
  ['set', 'column = value'],
  ['values', 'a row in parentheses'],
  ['order', 'BY'],
  ['group', 'BY'],
  ['partition', 'BY'],
  ['insert', 'INTO'],
  ['delete', 'FROM'],
  ['union', 'another SELECT'],
  ['all', 'another SELECT'],
  ['intersect', 'another SELECT'],
  ['except', 'another SELECT'],
  ['explain', 'a statement'],
  ['in', 'a list in parentheses'],
  ['like', 'a pattern'],
  ['glob', 'a pattern'],
  ['collate', 'the name of a collation'],
  ['with', 'a name'],
  ['plan', 'a statement'],
]);

/** Where the parser tries several words in turn, it reports the last: all of them. */
const CHOICES: ReadonlyMap<string, string> = new Map([
  ['LeftParen', '"("'],
  ['RightParen', '")"'],
  ['LIKE', 'IN, BETWEEN, LIKE or NULL'],
  ['LAST', 'FIRST or LAST'],
  ['FOLLOWING', 'PRECEDING or FOLLOWING'],
  ['NO', 'NO OTHERS, CURRENT ROW, GROUP or TIES'],
  ['UPDATE', 'NOTHING or UPDATE'],
  ['ABORT', 'ABORT, FAIL, IGNORE, REPLACE or ROLLBACK'],
  ['ROLLBACK', 'IGNORE, ROLLBACK, ABORT or FAIL'],
  ['IMMEDIATE', 'DEFERRED or IMMEDIATE'],
]);

/** What a text that ends too early lacks. */
export function cutShortHint(place: Place): string | undefined {
  if (typeAt(place, -1) === Comma) return 'something must follow the comma';
  const wanted = wantedHint(place);
  if (wanted !== undefined) return wanted;
  if (place.expected === 'END' || place.expected === 'WHEN' || isCaseOpen(place)) return 'CASE has no END';
  const open = openParenthesis(place);
  if (open === undefined) return expectedHint(place);
  const { line, column } = lineAndColumn(place.text, open.startOffset);
  return `the "(" at line ${line}, column ${column} is not closed`;
}

/** What the last word before the place needs after it. */
export function wantedHint(place: Place): string | undefined {
  const word = wordAt(place, -1);
  if (word === 'as' && place.expected === 'LeftParen') return 'a query in parentheses must follow AS';
  const wanted = typeAt(place, -1) === Word ? undefined : WANTED.get(word);
  return wanted && `${wanted} must follow ${word.toUpperCase()}`;
}

/** What the grammar waited for, where that is a word or a parenthesis. */
export function expectedHint({ expected, at }: Place): string | undefined {
  const words = CHOICES.get(expected) ?? (/^[A-Z]{2,}$/.test(expected) ? expected : undefined);
  return words !== undefined && at > 0 ? `expected ${words} here` : undefined;
}

function isCaseOpen({ tokens }: Place): boolean {
  const count = (type: typeof kw.CASE): number => tokens.filter(({ tokenType }) => tokenType === type).length;
  return count(kw.CASE) > count(kw.END);
}
