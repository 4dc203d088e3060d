import type { TokenType } from 'chevrotain';
import { didYouMean } from '../../../core/index.js';
import * as lex from '../../lexer/index.js';
import { isReserved, kw, type Token } from '../../lexer/index.js';
import { cutShortHint, expectedHint, wantedHint } from './cut-short.js';
import { foreignHint } from './foreign.js';
import { APOSTROPHE } from './illegal.js';
import { CLAUSES, openParenthesis, type Place, typeAt, wordAt, zoneOf } from './place.js';

type Hint = (place: Place, token: Token) => string | undefined;

/** What to do about a token where it cannot stand: the first of these that has something to say. */
export function syntaxHint(place: Place, token: Token): string | undefined {
  for (const hint of HINTS) {
    const text = hint(place, token);
    if (text !== undefined) return text;
  }
  return undefined;
}

const STATEMENTS = [
  'SELECT',
  'WITH',
  'VALUES',
  'INSERT',
  'UPDATE',
  'DELETE',
  'REPLACE',
  'CREATE',
  'DROP',
  'ALTER',
  'BEGIN',
  'COMMIT',
  'ROLLBACK',
  'EXPLAIN',
  'PRAGMA',
  'ANALYZE',
  'VACUUM',
  'ATTACH',
  'DETACH',
  'SAVEPOINT',
  'RELEASE',
  'REINDEX',
];

const statementHint: Hint = (place, token) => {
  if (place.at !== 0) return undefined;
  if (token.tokenType === lex.LeftParen) return 'a statement does not begin with a parenthesis: SELECT * FROM (…)';
  const meant = didYouMean(token.image, STATEMENTS);
  if (meant !== undefined) return `did you mean ${meant}?`;
  return 'a statement begins with SELECT, WITH, INSERT, UPDATE, DELETE, CREATE or the like';
};

/** Types after which a comma is one too many. */
const AFTER_LIST = new Set<TokenType>([
  kw.FROM,
  kw.WHERE,
  kw.GROUP,
  kw.HAVING,
  kw.ORDER,
  kw.LIMIT,
  kw.UNION,
  kw.INTERSECT,
  kw.EXCEPT,
  kw.ON,
  kw.SET,
  kw.VALUES,
  kw.RETURNING,
  lex.RightParen,
  lex.Semicolon,
  lex.Comma,
]);

const commaHint: Hint = (place, token) => {
  if (token.tokenType === lex.Comma && OPERAND_PLACES.has(place.expected) && typeAt(place, -1) !== lex.Comma)
    return 'nothing stands before this comma';
  if (typeAt(place, -1) !== lex.Comma || !AFTER_LIST.has(token.tokenType)) return undefined;
  return token.tokenType === lex.Comma ? 'one comma is enough' : `remove the comma before ${shown(token)}`;
};

const noColumnsHint: Hint = (place, token) => {
  if (token.tokenType !== kw.FROM || !['select', 'distinct', 'all'].includes(wordAt(place, -1))) return undefined;
  return 'name the columns between SELECT and FROM, or * for all';
};

/** A clause that comes too late: WHERE after ORDER BY. */
const orderHint: Hint = (place, token) => {
  const isJoin =
    token.tokenType === kw.JOIN || ['left', 'right', 'inner', 'cross', 'full', 'natural'].includes(wordAt(place, 0));
  const rank = CLAUSES.indexOf(isJoin ? kw.FROM : token.tokenType);
  const zone = zoneOf(place);
  const behind = zone === undefined ? -1 : CLAUSES.indexOf(zone.tokenType);
  if (rank < 1 || behind < rank) return undefined;
  if (isJoin) return behind > rank ? `JOIN goes before ${clauseName(zone)}` : undefined;
  if (behind > rank) return `${clauseName(token)} goes before ${clauseName(zone)}`;
  if (token.tokenType === kw.WHERE) return 'there is a WHERE already: join the conditions with AND';
  return `there is a ${clauseName(token)} already`;
};

function clauseName(token: Token | undefined): string {
  const word = token?.image.toUpperCase() ?? '';
  return word === 'ORDER' || word === 'GROUP' ? `${word} BY` : word;
}

/** Rules and tokens that are waited for where an operand may stand. */
const OPERAND_PLACES = new Set([
  'operand',
  'exprList',
  'resultColumn',
  'resultColumns',
  'orderTerms',
  'fromItem',
  'LeftParen',
]);

const subqueryHint: Hint = (place, token) => {
  if (token.tokenType === kw.SELECT || token.tokenType === kw.VALUES) {
    return OPERAND_PLACES.has(place.expected) ? 'a query within another stands in parentheses of its own' : undefined;
  }
  if (token.tokenType !== lex.LeftParen) return undefined;
  if (!['union', 'all', 'intersect', 'except'].includes(wordAt(place, -1))) return undefined;
  return 'the arms of a compound query stand without parentheses; an arm that needs them is SELECT * FROM (…)';
};

const deleteHint: Hint = (place) => {
  if (typeAt(place, -1) === kw.DELETE) return 'write DELETE FROM table';
  return typeAt(place, -1) === kw.INSERT ? 'write INSERT INTO table' : undefined;
};

const aliasHint: Hint = (place, token) => {
  const head = typeAt(place, -2);
  if (token.tokenType !== lex.Word || typeAt(place, -1) !== lex.Word) return undefined;
  const needsAs = head === kw.UPDATE || head === kw.INTO || (head === kw.FROM && typeAt(place, -3) === kw.DELETE);
  return needsAs ? `an alias needs AS here: ${place.tokens[place.at - 1]?.image} AS ${shown(token)}` : undefined;
};

const constraintHint: Hint = (place, token) => {
  if (place.expected === 'tableConstraint') return 'columns go before table constraints';
  const starts = [kw.PRIMARY, kw.UNIQUE, kw.CHECK, kw.FOREIGN, kw.CONSTRAINT];
  if (place.expected !== 'Name' || typeAt(place, -1) !== lex.LeftParen || !starts.includes(token.tokenType))
    return undefined;
  return place.tokens[0]?.tokenType === kw.CREATE ? 'a table needs a column before its constraints' : undefined;
};

const parenthesisHint: Hint = (place, token) => {
  if (token.tokenType !== lex.RightParen || openParenthesis(place) !== undefined) return undefined;
  return 'no "(" is open here';
};

const apostropheHint: Hint = (place, token) =>
  typeAt(place, -1) === lex.Text && place.tokens[place.at - 1]?.endOffset === token.startOffset - 1 && isWord(token)
    ? APOSTROPHE
    : undefined;

/** Words that begin or join clauses: rather misplaced than meant as a name. */
const STRUCTURE = new Set<TokenType>([
  kw.FROM,
  kw.WHERE,
  kw.HAVING,
  kw.LIMIT,
  kw.UNION,
  kw.EXCEPT,
  kw.INTERSECT,
  kw.ON,
  kw.USING,
  kw.JOIN,
  kw.AND,
  kw.OR,
  kw.THEN,
  kw.ELSE,
  kw.WHEN,
  kw.AS,
  kw.SET,
  kw.SELECT,
  kw.VALUES,
  kw.IS,
  kw.IN,
  kw.BETWEEN,
  kw.NOT,
]);

const keywordHint: Hint = (place, token) => {
  if (!isReserved(token.tokenType)) return undefined;
  const wantsName = place.expected === 'Name' && typeAt(place, -1) !== lex.Comma;
  const wantsOperand = OPERAND_PLACES.has(place.expected) && place.expected !== 'LeftParen';
  const isClause = STRUCTURE.has(token.tokenType) || wordAt(place, 1) === 'by';
  const afterDot = typeAt(place, -1) === lex.Dot;
  if (afterDot && isClause) return 'a name must follow the dot';
  if (!afterDot && ((!wantsName && !wantsOperand) || isClause)) return undefined;
  return `${token.image} is a keyword: to use it as a name, quote it: "${token.image}"`;
};

const CLAUSE_WORDS = [
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'JOIN',
  'INNER',
  'LEFT',
  'UNION',
  'EXCEPT',
  'INTERSECT',
  'VALUES',
  'INTO',
  'LIKE',
  'BETWEEN',
  'USING',
  'RETURNING',
  'DISTINCT',
  'DEFAULT',
  'WINDOW',
];

/** A clause's word misspelt was read as an alias; what follows it makes no sense. */
const typoHint: Hint = (place, token) => {
  for (const candidate of [token, place.tokens[place.at - 1]]) {
    if (candidate?.tokenType !== lex.Word || candidate.image.length < 3) continue;
    const meant = didYouMean(candidate.image, CLAUSE_WORDS);
    if (meant !== undefined) return `did you mean ${meant}?`;
  }
  return undefined;
};

const OPERANDS = new Set<TokenType>([
  lex.Word,
  lex.QuotedName,
  lex.Text,
  lex.Integer,
  lex.Float,
  lex.Blob,
  lex.Parameter,
]);

const isWord = ({ tokenType }: Token): boolean => tokenType === lex.Word;

/** Two operands in a row: something between them is missing. */
const missingHint: Hint = (place, token) => {
  const before = typeAt(place, -1);
  const ends = before !== undefined && (OPERANDS.has(before) || before === lex.RightParen || before === lex.Star);
  if (!ends || !(OPERANDS.has(token.tokenType) || token.tokenType === lex.LeftParen)) return undefined;
  switch (zoneOf(place)?.tokenType) {
    case kw.SELECT:
    case kw.RETURNING:
    case kw.GROUP:
    case kw.ORDER:
    case kw.SET:
    case lex.LeftParen:
      return `a comma is missing before ${shown(token)}`;
    case kw.FROM:
      return `a comma or JOIN is missing before ${shown(token)}`;
    case kw.WHERE:
    case kw.HAVING:
    case kw.ON:
      return `an operator, perhaps AND, is missing before ${shown(token)}`;
    default:
      return undefined;
  }
};

/** The statement or a clause ends where something is still wanted. */
const tooEarlyHint: Hint = (place, token) => {
  if (token.tokenType === lex.Semicolon) return cutShortHint(place) ?? 'the statement ends too early at this ";"';
  const isEnd = CLAUSES.includes(token.tokenType) || token.tokenType === lex.RightParen;
  return isEnd || typeAt(place, -1) === kw.IN || typeAt(place, -1) === kw.VALUES ? wantedHint(place) : undefined;
};

const twiceHint: Hint = (place, token) =>
  token.tokenType === lex.Equal && typeAt(place, -1) === lex.Equal ? 'write = or ==, without a blank in it' : undefined;

const shown = ({ image }: Token): string => (image.length > 40 ? `${image.slice(0, 40)}…` : image);

const HINTS: readonly Hint[] = [
  foreignHint,
  statementHint,
  commaHint,
  noColumnsHint,
  orderHint,
  subqueryHint,
  deleteHint,
  aliasHint,
  constraintHint,
  parenthesisHint,
  apostropheHint,
  keywordHint,
  typoHint,
  missingHint,
  tooEarlyHint,
  twiceHint,
  expectedHint,
];
