import type { IToken } from 'chevrotain';
import { SqlError } from '../../core/index.js';
import { kw, Semicolon, type Token, tokenize } from '../lexer/index.js';
import type { Expr, Statement } from './ast.js';
import type { Base } from './grammar/base.js';
import { QueryGrammar } from './grammar/queries.js';
import { StatementGrammar } from './grammar/statements.js';
import { syntaxError } from './syntax-error.js';

// Made at first use: construction is a good part of what a one-shot query costs.
let queries: QueryGrammar | undefined;
let statements: StatementGrammar | undefined;

/** The smallest grammar that knows the statement. */
function grammarFor(tokens: readonly Token[]): Base {
  if (isQuery(tokens)) {
    queries ??= new QueryGrammar();
    return queries;
  }
  statements ??= new StatementGrammar();
  return statements;
}

/** False for `WITH … INSERT` too. */
function isQuery(tokens: readonly Token[]): boolean {
  const first = tokens[0]?.tokenType;
  if (first !== kw.WITH) return first === kw.SELECT || first === kw.VALUES;
  const changes = [kw.INSERT, kw.REPLACE, kw.UPDATE, kw.DELETE];
  return !tokens.some(({ tokenType }) => changes.includes(tokenType));
}

/**
 * All statements of a query text; empty ones are dropped.
 * @throws SqlError for the first mistake, with its span
 */
export function parse(text: string): Statement[] {
  return [...parseEach(text)];
}

/**
 * The statements of a query text, one by one, so that those before a mistake can run as they do in
 * SQLite's shell.
 * @throws SqlError when it comes to a mistake, with its span
 */
export function* parseEach(text: string): Generator<Statement> {
  const tokens = tokenize(text);
  let from = 0;
  while (from < tokens.length) {
    if (tokens[from]?.tokenType === Semicolon) {
      from++;
      continue;
    }
    const end = statementEnd(tokens, from);
    const statement = tokens.slice(from, end);
    yield read(grammarFor(statement), (grammar) => grammar.statementAlone(), statement, text);
    from = end;
  }
}

/**
 * One expression and nothing else.
 * @throws SqlError for a mistake, with its span
 */
export function parseExpression(text: string): Expr {
  queries ??= new QueryGrammar();
  return read(queries, (grammar) => grammar.expr(), tokenize(text), text);
}

/** The index after the semicolon that ends the statement at `from`, or of the text's end. */
function statementEnd(tokens: readonly Token[], from: number): number {
  const trigger = isTrigger(tokens, from);
  for (let at = from; at < tokens.length; at++) {
    if (tokens[at]?.tokenType !== Semicolon) continue;
    // A trigger holds statements of its own, and ends at the semicolon after END.
    if (!trigger || (tokens[at - 1]?.tokenType === kw.END && tokens[at - 2]?.tokenType === Semicolon)) return at + 1;
  }
  return tokens.length;
}

/** `[EXPLAIN [QUERY PLAN]] CREATE [TEMP] TRIGGER` */
function isTrigger(tokens: readonly Token[], from: number): boolean {
  const types = tokens.slice(from, from + 6).map((token) => token.tokenType);
  const create = types.indexOf(kw.CREATE);
  return create >= 0 && types.slice(create + 1, create + 3).includes(kw.TRIGGER);
}

function read<T>(grammar: Base, rule: (grammar: Base) => T, tokens: Token[], text: string): T {
  grammar.text = text;
  grammar.input = tokens;
  try {
    const node = rule(grammar);
    const [error] = grammar.errors;
    const wrong = error === undefined ? tokens.length + 1 : indexOf(tokens, error.token);
    const { complaint } = grammar;
    if (complaint !== undefined && indexOf(tokens, complaint.before) < wrong) throw complaint.error;
    if (error !== undefined) throw syntaxError({ text, tokens, at: wrong, expected: error.message });
    return node;
  } catch (error) {
    // The nesting limit is well below what the stack holds, but not where the caller is deep already.
    if (error instanceof RangeError) throw new SqlError('limit', 'parser stack overflow');
    throw error;
  } finally {
    // Do not keep a 10 MB text alive until the next query.
    grammar.text = '';
    grammar.input = [];
  }
}

/** Where a token stands; past the last for the end of the text. */
function indexOf(tokens: readonly IToken[], token: IToken): number {
  const index = tokens.indexOf(token);
  return index < 0 ? tokens.length : index;
}
