import { isReserved, keywordType, kw } from '../../../sql/lexer/index.js';
import type { Candidate, Completion } from '../../../terminal/index.js';
import { pathCandidates } from './paths.js';
import { type Place, placeAt } from './place.js';
import { meant, type Scope, type Source, scopeAt } from './scope.js';

/** Something with a name that a statement can use. */
export interface Named {
  readonly name: string;
  /** What it is, in a few words. */
  readonly detail?: string;
}

/** What the names of a statement can mean. */
export interface Vocabulary {
  tables(): readonly Named[];
  /** All columns of a table, hidden ones too; none where there is no such table. */
  columns(table: string): readonly Named[];
  functions(): readonly Named[];
}

const STATEMENTS = [
  'SELECT',
  'WITH',
  'EXPLAIN',
  'CREATE',
  'INSERT',
  'UPDATE',
  'DELETE',
  'DROP',
  'ALTER',
  'PRAGMA',
  'BEGIN',
  'COMMIT',
  'ROLLBACK',
  'VALUES',
  'ANALYZE',
];
const KEYWORDS = Object.keys(kw);

/** What could stand at the cursor of a statement. */
export function completeSql(text: string, cursor: number, vocabulary: Vocabulary): Completion | undefined {
  const place = placeAt(text, cursor);
  const { from } = place;
  if (place.expects === 'path') {
    return { from, to: cursor, candidates: pathCandidates(place.typed.replaceAll("''", "'"), "'") };
  }
  return { from, to: cursor, candidates: matching(place.typed, offered(place, vocabulary)) };
}

function offered(place: Place, vocabulary: Vocabulary): Candidate[] {
  switch (place.expects) {
    case 'statement':
      return place.typed === '' ? [] : inCaseOf(place.typed, STATEMENTS);
    case 'table': {
      const { named } = scopeAt(place.tokens, place.before);
      const own = named.map(({ alias }) => ({ name: alias, detail: 'named by WITH' }));
      return [...own, ...vocabulary.tables()].map(toCandidate);
    }
    case 'expression':
      return expression(place, vocabulary);
    default:
      return [];
  }
}

function expression(place: Place, vocabulary: Vocabulary): Candidate[] {
  const scope = scopeAt(place.tokens, place.before);
  const columnsOf = (source: Source): readonly Named[] => columnsIn(source, scope, vocabulary);
  if (place.qualifier !== undefined) {
    const wanted = place.qualifier.toLowerCase();
    const source = scope.sources.find(({ alias }) => alias.toLowerCase() === wanted);
    return (source ? columnsOf(source) : []).map(toCandidate);
  }
  const columns = scope.sources.flatMap(columnsOf).map(toCandidate);
  const aliases = scope.sources
    .filter(({ alias }) => alias !== '')
    .map(({ alias, table }) => ({
      text: `${quoted(alias)}.`,
      detail: table === undefined ? 'a subquery' : `table ${table}`,
    }));
  // With nothing typed everything fits: only what the statement itself is about is worth reading.
  if (place.typed === '') return [...columns, ...aliases];
  const functions = vocabulary.functions().map(({ name, detail }) => ({ text: `${name}(`, ...(detail && { detail }) }));
  return [...columns, ...aliases, ...inCaseOf(place.typed, KEYWORDS), ...functions];
}

/** The columns of a source. @param depth how deep subqueries are read */
function columnsIn(source: Source, scope: Scope, vocabulary: Vocabulary, depth = 8): readonly Named[] {
  const { table, output } = meant(source, scope.named);
  if (!output) return table === undefined ? [] : vocabulary.columns(table);
  if (depth === 0) return [];
  return output.flatMap((column) =>
    'all' in column ? column.all.flatMap((inner) => columnsIn(inner, scope, vocabulary, depth - 1)) : [column],
  );
}

const toCandidate = ({ name, detail }: Named): Candidate => ({ text: quoted(name), ...(detail && { detail }) });

/** A name as SQL takes it. */
function quoted(name: string): string {
  const type = keywordType(name, true);
  const isBare = /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) && !(type && isReserved(type));
  return isBare ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Keywords in the letters that are being typed: small ones stay small. */
const inCaseOf = (typed: string, words: readonly string[]): Candidate[] =>
  words.map((word) => ({ text: typed === typed.toLowerCase() ? word.toLowerCase() : word, detail: 'keyword' }));

/** Those that begin so, each once. */
function matching(typed: string, candidates: readonly Candidate[]): Candidate[] {
  const wanted = typed.toLowerCase();
  const seen = new Set<string>();
  return candidates.filter(({ text }) => {
    const key = text.toLowerCase();
    if (seen.has(key) || !key.replace(/^"/, '').startsWith(wanted)) return false;
    seen.add(key);
    return true;
  });
}
