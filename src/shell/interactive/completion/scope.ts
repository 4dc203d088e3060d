import { Comma, Dot, Illegal, kw, LeftParen, RightParen, Star, type Token } from '../../../sql/lexer/index.js';

/** Something that rows come from, as a statement names it. */
export interface Source {
  /** What qualifies its columns. */
  readonly alias: string;
  /** A table, view or function; undefined for a subquery. */
  readonly table: string | undefined;
  /** What a subquery puts out, as far as its text tells. */
  readonly output?: readonly OutputColumn[];
}

/** A column of a subquery: a name, or all columns of its sources (of one of them). */
export type OutputColumn = { readonly name: string } | { readonly all: readonly Source[] };

/** What a query sees: its own sources before those of the queries around it. */
export interface Scope {
  readonly sources: readonly Source[];
  /** Names given by WITH. */
  readonly named: readonly Source[];
}

/** The name that a token is, or undefined for one that can be none. */
export function nameOf(token: Token | undefined): string | undefined {
  if (!token || token.tokenType === Illegal) return undefined;
  const { image } = token;
  if (/^["`']/.test(image)) return image.slice(1, -1).replaceAll(image[0]?.repeat(2) ?? '', image[0] ?? '');
  if (image.startsWith('[')) return image.slice(1, -1);
  return /^[\p{L}_\u0080-\uffff]/u.test(image) ? image : undefined;
}

/** What can be named at a place in a statement, wherever in the statement its sources are. */
export function scopeAt(tokens: readonly Token[], place: number): Scope {
  const sources: Source[] = [];
  const named: Source[] = [];
  for (const [from, to] of queriesAround(tokens, place)) {
    named.push(...commonTables(tokens, from, to, named));
    sources.push(...sourcesIn(tokens, from, to));
  }
  return { sources, named };
}

/** From the innermost query around a place to the whole statement, as stretches of tokens. */
function queriesAround(tokens: readonly Token[], place: number): [from: number, to: number][] {
  const found: [number, number][] = [];
  let depth = 0;
  for (let at = place - 1; at >= 0; at--) {
    const type = tokens[at]?.tokenType;
    if (type === RightParen) depth++;
    else if (type === LeftParen && depth > 0) depth--;
    else if (type === LeftParen && isQuery(tokens[at + 1])) found.push([at + 1, closing(tokens, at)]);
  }
  return [...found, [0, tokens.length]];
}

const isQuery = (token: Token | undefined): boolean =>
  token?.tokenType === kw.SELECT || token?.tokenType === kw.WITH || token?.tokenType === kw.VALUES;

/** The offset of the parenthesis that closes the one at an offset. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const type = tokens[at]?.tokenType;
    if (type === LeftParen) depth++;
    if (type === RightParen && --depth === 0) return at;
  }
  return tokens.length;
}

/** Words behind which a source stands. */
const BEFORE_SOURCE = new Set([kw.FROM, kw.JOIN, kw.INTO, kw.UPDATE, kw.TABLE]);
/** Words that end the list of sources. */
const AFTER_SOURCES = new Set([
  kw.WHERE,
  kw.GROUP,
  kw.ORDER,
  kw.HAVING,
  kw.LIMIT,
  kw.WINDOW,
  kw.UNION,
  kw.EXCEPT,
  kw.INTERSECT,
  kw.SET,
  kw.SELECT,
  kw.VALUES,
  kw.RETURNING,
]);
/** Words that can stand behind a source and are no alias of it. */
const NO_ALIAS = new Set([
  ...AFTER_SOURCES,
  kw.ON,
  kw.USING,
  kw.JOIN,
  kw.LEFT,
  kw.RIGHT,
  kw.FULL,
  kw.INNER,
  kw.CROSS,
  kw.NATURAL,
  kw.OUTER,
  kw.INDEXED,
  kw.NOT,
  kw.AS,
]);

/** The sources of one query, those of subqueries in it left out. */
function sourcesIn(tokens: readonly Token[], from: number, to: number): Source[] {
  const found: Source[] = [];
  let isList = false;
  for (let at = from; at < to; at++) {
    const type = tokens[at]?.tokenType;
    if (!type) break;
    if (BEFORE_SOURCE.has(type)) {
      isList = true;
      const next = sourceAt(tokens, at + 1, to);
      if (next.source) found.push(next.source);
      at = next.end - 1;
    } else if (type === Comma && isList) {
      const next = sourceAt(tokens, at + 1, to);
      if (next.source) found.push(next.source);
      at = next.end - 1;
    } else if (AFTER_SOURCES.has(type)) isList = false;
    else if (type === LeftParen) at = closing(tokens, at);
  }
  return found;
}

/** A source at an offset, and the offset behind it. */
function sourceAt(tokens: readonly Token[], start: number, to: number): { source: Source | undefined; end: number } {
  let at = start;
  let table: string | undefined;
  let output: readonly OutputColumn[] | undefined;
  if (tokens[at]?.tokenType === LeftParen) {
    const end = Math.min(closing(tokens, at), to);
    if (!isQuery(tokens[at + 1])) return { source: undefined, end: at + 1 };
    output = outputOf(tokens, at + 1, end);
    at = end + 1;
  } else {
    const first = tokens[at];
    if (first && NO_ALIAS.has(first.tokenType)) return { source: undefined, end: at };
    table = nameOf(first);
    if (table === undefined) return { source: undefined, end: at };
    at++;
    if (tokens[at]?.tokenType === Dot) {
      table = nameOf(tokens[at + 1]) ?? table;
      at += 2;
    }
    if (tokens[at]?.tokenType === LeftParen) at = closing(tokens, at) + 1;
  }
  if (tokens[at]?.tokenType === kw.AS) at++;
  const next = at < to ? tokens[at] : undefined;
  const alias = next && !NO_ALIAS.has(next.tokenType) ? nameOf(next) : undefined;
  if (alias !== undefined) at++;
  return { source: { alias: alias ?? table ?? '', table, ...(output && { output }) }, end: at };
}

/** What WITH names at the start of a query. */
function commonTables(tokens: readonly Token[], from: number, to: number, known: readonly Source[]): Source[] {
  if (tokens[from]?.tokenType !== kw.WITH) return [];
  const found: Source[] = [];
  let at = from + 1;
  if (tokens[at]?.tokenType === kw.RECURSIVE) at++;
  while (at < to) {
    const name = nameOf(tokens[at]);
    if (name === undefined) break;
    at++;
    let columns: OutputColumn[] | undefined;
    if (tokens[at]?.tokenType === LeftParen) {
      const end = closing(tokens, at);
      columns = tokens.slice(at + 1, end).flatMap((token) => {
        const column = nameOf(token);
        return column === undefined ? [] : [{ name: column }];
      });
      at = end + 1;
    }
    while (at < to && tokens[at]?.tokenType !== LeftParen) at++;
    const end = closing(tokens, at);
    const output = columns ?? resolved(outputOf(tokens, at + 1, Math.min(end, to)), [...found, ...known]);
    found.push({ alias: name, table: undefined, output });
    at = end + 1;
    if (tokens[at]?.tokenType !== Comma) break;
    at++;
  }
  return found;
}

/** Output in which the names of WITH stand for what they put out. */
const resolved = (output: readonly OutputColumn[], named: readonly Source[]): OutputColumn[] =>
  output.map((column) => ('all' in column ? { all: column.all.map((source) => meant(source, named)) } : column));

/** The source, or what WITH says its name stands for. */
export function meant(source: Source, named: readonly Source[]): Source {
  const key = source.table?.toLowerCase();
  const found = key === undefined ? undefined : named.find(({ alias }) => alias.toLowerCase() === key);
  return found?.output ? { ...source, table: undefined, output: found.output } : source;
}

/** The columns of a query, by the text of its list. */
function outputOf(tokens: readonly Token[], from: number, to: number): OutputColumn[] {
  let at = from;
  while (at < to && tokens[at]?.tokenType !== kw.SELECT) at++;
  at++;
  if (tokens[at]?.tokenType === kw.DISTINCT || tokens[at]?.tokenType === kw.ALL) at++;
  const sources = sourcesIn(tokens, from, to);
  const found: OutputColumn[] = [];
  let item: Token[] = [];
  const finish = (): void => {
    const column = outputColumn(item, sources);
    if (column) found.push(column);
    item = [];
  };
  for (; at < to; at++) {
    const token = tokens[at];
    if (!token || token.tokenType === kw.FROM || AFTER_SOURCES.has(token.tokenType)) break;
    if (token.tokenType === LeftParen) {
      item.push(token);
      at = closing(tokens, at);
      const close = tokens[at];
      if (close) item.push(close);
    } else if (token.tokenType === Comma) finish();
    else item.push(token);
  }
  finish();
  return found;
}

function outputColumn(item: readonly Token[], sources: readonly Source[]): OutputColumn | undefined {
  const last = item.at(-1);
  if (last?.tokenType === Star) {
    const qualifier = item.length > 1 ? nameOf(item[0])?.toLowerCase() : undefined;
    return { all: sources.filter(({ alias }) => qualifier === undefined || alias.toLowerCase() === qualifier) };
  }
  const name = nameOf(last);
  return name === undefined ? undefined : { name };
}
