import { compileGlob, compileLike, SqlError, toText, type Value } from '../../core/index.js';
import { compileRegexp } from '../../sql/functions/index.js';
import type { PatternExpr } from '../../sql/planner/index.js';
import type { Run } from '../run.js';
import { constantOf } from './constants.js';
import { certain, fromTernary, negation } from './truth.js';
import type { Evaluate, ExprScope, Truth } from './types.js';

export type Matcher = (text: string) => boolean;

/** Most compiled patterns that one expression keeps where the pattern differs from row to row. */
const KEPT_PATTERNS = 256;

/** LIKE, GLOB and REGEXP; null where an operand is (sql.md 2.9). */
export function pattern(expr: PatternExpr, scope: ExprScope): Truth {
  const truth = positive(expr, scope);
  return expr.negated ? negation(truth) : truth;
}

function positive(expr: PatternExpr, scope: ExprScope): Truth {
  const operand = scope.value(expr.operand);
  const matcher = fixedMatcher(expr, scope);
  if (matcher) return fixed(operand, matcher);
  const constant = constantOf(expr.pattern, scope);
  const escape = expr.escape ? constantOf(expr.escape, scope) : undefined;
  if (!constant || (expr.escape && !escape)) return changing(expr, scope, operand);
  // SQLite looks at ESCAPE before it looks for NULL.
  return fromTernary(() => {
    escapeCharacter(escape?.value);
    return null;
  });
}

/** What tests a text, where pattern and ESCAPE are the same all through a run and can match at all. */
export function fixedMatcher(expr: PatternExpr, scope: ExprScope): (() => Matcher) | undefined {
  const constant = constantOf(expr.pattern, scope);
  const escape = expr.escape ? constantOf(expr.escape, scope) : undefined;
  if (!constant || constant.value === null || (expr.escape && !escape)) return undefined;
  if (escape?.value === null || !isCharacter(escape?.value)) return undefined;
  return lazyMatcher(expr.op, constant.value, escape?.value, scope.run);
}

/** A pattern that is wrong fails when a row meets it, not before. */
function lazyMatcher(
  op: PatternExpr['op'],
  text: Exclude<Value, null>,
  escape: Value | undefined,
  run: Run,
): () => Matcher {
  let matcher: Matcher | undefined;
  return () => {
    matcher ??= compilePattern(op, toText(text), escapeCharacter(escape), run.caseSensitiveLike);
    return matcher;
  };
}

function fixed(operand: Evaluate, matcher: () => Matcher): Truth {
  return {
    value: (row) => {
      const v = operand(row);
      return v === null ? null : matcher()(typeof v === 'string' ? v : toText(v)) ? 1 : 0;
    },
    isTrue: (row) => {
      const v = operand(row);
      return v !== null && matcher()(typeof v === 'string' ? v : toText(v));
    },
    isFalse: (row) => {
      const v = operand(row);
      return v !== null && !matcher()(typeof v === 'string' ? v : toText(v));
    },
  };
}

function changing(expr: PatternExpr, scope: ExprScope, operand: Evaluate): Truth {
  const patternOf = scope.value(expr.pattern);
  const escapeOf = expr.escape && scope.value(expr.escape);
  const kept = new Map<string, Matcher>();
  return fromTernary((row) => {
    const text = operand(row);
    const source = patternOf(row);
    const escape = escapeOf?.(row);
    const escapeText = escapeCharacter(escape);
    if (text === null || source === null || escape === null) return null;
    const key = `${escapeText ?? ''}/${toText(source)}`;
    let matcher = kept.get(key);
    if (!matcher) {
      if (kept.size >= KEPT_PATTERNS) kept.clear();
      matcher = compilePattern(expr.op, toText(source), escapeText, scope.run.caseSensitiveLike);
      kept.set(key, matcher);
    }
    return matcher(toText(text));
  });
}

export function compilePattern(
  op: PatternExpr['op'],
  text: string,
  escape: string | undefined,
  caseSensitiveLike: boolean,
): Matcher {
  switch (op) {
    case 'like':
      return compileLike(text, escape, caseSensitiveLike);
    case 'glob':
      return compileGlob(text);
    case 'regexp':
      return compileRegexp(text);
  }
}

/** @throws SqlError where ESCAPE gives anything but one character */
export function escapeCharacter(escape: Value | undefined): string | undefined {
  if (escape === undefined || escape === null) return undefined;
  if (!isCharacter(escape)) throw new SqlError('misuse', 'ESCAPE expression must be a single character');
  return toText(escape);
}

const isCharacter = (escape: Value | undefined): boolean =>
  escape === undefined || escape === null || [...toText(escape)].length === 1;

/** Stands for conditions that only the planner uses: the operator above checks them itself. */
export const assumed: Truth = certain(() => true);
