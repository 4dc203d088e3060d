import * as lex from '../../lexer/index.js';
import { kw, type Token } from '../../lexer/index.js';
import { type Place, typeAt, wordAt, zoneOf } from './place.js';

/** Words of other databases' SQL, and how the same is said here. */
export function foreignHint(place: Place, token: Token): string | undefined {
  const words = [wordAt(place, -1), wordAt(place, 0)];
  return (
    statementOfOthers(place, token) ??
    limitOfOthers(place, token, words) ??
    duplicatesOfOthers(place, token, words) ??
    operatorOfOthers(place, token, words) ??
    arrowOfOthers(place, token) ??
    sourceOfOthers(place, token)
  );
}

/** By the first word of a statement that does not exist here. */
const STATEMENTS: ReadonlyMap<string, string> = new Map([
  ['show', 'SHOW is not known here: SELECT name FROM sqlite_temp_schema lists the tables'],
  ['describe', 'write PRAGMA table_info(table)'],
  ['desc', 'write PRAGMA table_info(table)'],
  ['truncate', 'write DELETE FROM table'],
  ['merge', 'write INSERT INTO table … ON CONFLICT (…) DO UPDATE SET …'],
  ['upsert', 'write INSERT INTO table … ON CONFLICT (…) DO UPDATE SET …'],
  ['set', 'settings are pragmas: PRAGMA name = value'],
  ['from', 'a query begins with its columns: SELECT * FROM …'],
  ['.', 'a dot command begins a line of its own, in the shell and in scripts'],
]);

function statementOfOthers(place: Place, token: Token): string | undefined {
  return place.at === 0 ? STATEMENTS.get(token.image.toLowerCase()) : undefined;
}

function limitOfOthers(place: Place, token: Token, words: readonly string[]): string | undefined {
  const isCount = token.tokenType === lex.Integer || token.tokenType === lex.Parameter;
  if (words[0] === 'top' && isCount) return `write LIMIT ${token.image} at the end instead of TOP`;
  if (words.includes('fetch')) return 'write LIMIT n instead of FETCH FIRST n ROWS ONLY';
  if (words[0] === 'offset' && isCount) return `OFFSET goes with a LIMIT before it: LIMIT -1 OFFSET ${token.image}`;
  if (token.tokenType === kw.OFFSET && zoneOf(place)?.tokenType !== kw.LIMIT)
    return 'OFFSET goes with a LIMIT before it';
  return undefined;
}

function operatorOfOthers(place: Place, token: Token, words: readonly string[]): string | undefined {
  if (words.includes('ilike')) return 'write LIKE: it does not tell upper from lower case in ASCII letters';
  if (words.includes('rlike') || words.includes('similar')) return 'write REGEXP for regular expressions';
  if (token.tokenType === lex.Ampersand && typeAt(place, -1) === lex.Ampersand) return 'write AND instead of &&';
  if (
    token.tokenType === kw.SELECT &&
    typeAt(place, -1) === lex.LeftParen &&
    ['any', 'some'].includes(wordAt(place, -2))
  ) {
    return 'write IN (SELECT …) for = ANY, or compare with (SELECT max(…) …)';
  }
  if (token.tokenType === kw.ALL) return 'compare with (SELECT max(…) …) or (SELECT min(…) …) instead of ALL';
  return undefined;
}

/** `=>`, `=<` and `<=>` are two tokens each. */
function arrowOfOthers(place: Place, token: Token): string | undefined {
  const before = typeAt(place, -1);
  if (place.tokens[place.at - 1]?.endOffset !== token.startOffset - 1) return undefined;
  if (token.tokenType === lex.Greater && before === lex.Equal) return 'write >= for "at least"';
  if (token.tokenType === lex.Less && before === lex.Equal) return 'write <= for "at most"';
  if (token.tokenType === lex.Greater && before === lex.LessEqual) return 'write IS: it compares NULL like a value';
  return undefined;
}

function duplicatesOfOthers(place: Place, { tokenType, image }: Token, words: readonly string[]): string | undefined {
  const [before = ''] = words;
  const isSetOperator = [kw.UNION, kw.INTERSECT, kw.EXCEPT].some((type) => type === typeAt(place, -1));
  const operator = before.toUpperCase();
  if (isSetOperator && tokenType === kw.DISTINCT) return `remove DISTINCT: ${operator} drops duplicates by itself`;
  if (isSetOperator && tokenType === kw.ALL) return `${operator} takes no ALL: it drops duplicates`;
  if (before === 'minus' && tokenType === kw.SELECT) return 'write EXCEPT instead of MINUS';
  if (before === 'all' && tokenType === kw.DISTINCT) return `remove ALL or ${image}`;
  if (before === 'distinct' && tokenType === kw.ON)
    return 'DISTINCT ON is not known here: keep the rows where row_number() OVER (PARTITION BY … ORDER BY …) is 1';
  return undefined;
}

function sourceOfOthers(place: Place, token: Token): string | undefined {
  if (token.tokenType === kw.UPDATE && wordAt(place, -1) === 'for')
    return 'remove FOR UPDATE: rows are not locked here';
  if (token.tokenType === kw.USING && zoneOf(place)?.tokenType === kw.ON) return 'a join takes ON or USING, not both';
  if (token.tokenType === kw.SELECT && wordAt(place, -2) === 'lateral') {
    return 'LATERAL is not known here: a subquery in FROM cannot see its neighbours';
  }
  if (token.tokenType === lex.LeftParen && typeAt(place, -1) === lex.Word && zoneOf(place)?.tokenType === kw.FROM) {
    return 'columns cannot be named here: name them in the query, or WITH t(a, b) AS (…)';
  }
  return undefined;
}
