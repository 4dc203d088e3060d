import * as lex from '../../lexer/index.js';
import { kw, type Token } from '../../lexer/index.js';
import { type Place, typeAt, wordAt, zoneOf } from './place.js';

/** Words of other databases' SQL, and how the same is said here. */
export function foreignHint(place: Place, token: Token): string | undefined {
  const words = [wordAt(place, -1), wordAt(place, 0)];
  return (
    statementOfOthers(place, token) ??
    limitOfOthers(place, token, words) ??
    operatorOfOthers(place, token, words) ??
    sourceOfOthers(place, token)
  );
}

function statementOfOthers(place: Place, token: Token): string | undefined {
  const first = place.tokens[0]?.image.toLowerCase();
  if (first === 'show') return 'SHOW is not known here: SELECT name FROM sqlite_temp_schema lists the tables';
  if (first === 'describe' || (first === 'desc' && place.at === 0)) return 'write PRAGMA table_info(table)';
  if (token.tokenType === lex.Dot && place.at === 0)
    return 'commands that begin with a dot are for the interactive shell';
  return undefined;
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

function sourceOfOthers(place: Place, token: Token): string | undefined {
  if (token.tokenType === kw.SELECT && wordAt(place, -2) === 'lateral') {
    return 'LATERAL is not known here: a subquery in FROM cannot see its neighbours';
  }
  if (token.tokenType === lex.LeftParen && typeAt(place, -1) === lex.Word && zoneOf(place)?.tokenType === kw.FROM) {
    return 'columns cannot be named here: name them in the query, or WITH t(a, b) AS (…)';
  }
  return undefined;
}
