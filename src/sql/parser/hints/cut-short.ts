import { lineAndColumn } from '../../../core/index.js';
import { Comma, kw, Word } from '../../lexer/index.js';
import { openParenthesis, type Place, typeAt, wordAt } from './place.js';

/** By the last word: what would have to come after it. */
const WANTED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    select: 'columns, or *',
    distinct: 'columns',
    from: 'a table',
    join: 'a table',
    into: 'a table',
    update: 'a table',
    table: "a table's name",
    where: 'a condition',
    on: 'a condition',
    having: 'a condition',
    and: 'a condition',
    or: 'a condition',
    not: 'a condition',
    by: 'an expression',
    limit: 'a number',
    offset: 'a number',
    as: 'a name',
    set: 'column = value',
    values: 'a row in parentheses',
    order: 'BY',
    group: 'BY',
    partition: 'BY',
    insert: 'INTO',
    delete: 'FROM',
    union: 'another SELECT',
    all: 'another SELECT',
    intersect: 'another SELECT',
    except: 'another SELECT',
    explain: 'a statement',
    in: 'a list in parentheses',
  }),
);

/** What a text that ends too early lacks. */
export function cutShortHint(place: Place): string | undefined {
  if (typeAt(place, -1) === Comma) return 'something must follow the comma';
  const wanted = wantedHint(place);
  if (wanted !== undefined) return wanted;
  if (place.expected === 'END' || place.expected === 'WHEN' || isCaseOpen(place)) return 'CASE has no END';
  const open = openParenthesis(place);
  if (open === undefined) return undefined;
  const { line, column } = lineAndColumn(place.text, open.startOffset);
  return `the "(" at line ${line}, column ${column} is not closed`;
}

/** What the last word before the place needs after it. */
export function wantedHint(place: Place): string | undefined {
  const word = wordAt(place, -1);
  const wanted = typeAt(place, -1) === Word ? undefined : WANTED.get(word);
  return wanted && `${wanted} must follow ${word.toUpperCase()}`;
}

function isCaseOpen({ tokens }: Place): boolean {
  const count = (type: typeof kw.CASE): number => tokens.filter(({ tokenType }) => tokenType === type).length;
  return count(kw.CASE) > count(kw.END);
}
