import * as lex from '../../lexer/index.js';
import { kw } from '../../lexer/index.js';
import type { Frame, FrameBound, IndexedColumn, OrderTerm, WindowSpec } from '../ast.js';
import type { Rule } from './base.js';
import { Expressions } from './operators.js';

const EXCLUDE = { NO: 'no-others', CURRENT: 'current-row', GROUP: 'group', TIES: 'ties' } as const;

/** ORDER BY, and windows with their frames. */
export abstract class Windows extends Expressions {
  override readonly orderBy: Rule<OrderTerm[]> = this.rule('orderBy', () => {
    this.CONSUME(kw.ORDER);
    this.CONSUME(kw.BY);
    return this.SUBRULE(this.orderTerms);
  });

  readonly orderTerms: Rule<OrderTerm[]> = this.rule('orderTerms', () => {
    const terms: OrderTerm[] = [];
    let height = 0;
    this.AT_LEAST_ONE_SEP({
      SEP: lex.Comma,
      DEF: () => {
        const start = this.start();
        const expr = this.SUBRULE(this.expr);
        terms.push(this.orderTerm(expr, start));
        if (this.height > height) height = this.height;
      },
    });
    this.height = height;
    return terms;
  });

  private orderTerm(expr: OrderTerm['expr'], start: number): OrderTerm {
    const descending = this.took(kw.DESC);
    if (!descending) this.took(kw.ASC);
    if (!this.took(kw.NULLS)) return { expr, descending, span: this.since(start) };
    const nulls = this.took(kw.FIRST) ? 'first' : 'last';
    if (nulls === 'last') this.CONSUME(kw.LAST);
    return { expr, descending, nulls, span: this.since(start) };
  }

  /** `(a, b DESC)` of an index or a conflict target. */
  readonly indexedColumns: Rule<IndexedColumn[]> = this.rule('indexedColumns', () => {
    this.CONSUME(lex.LeftParen);
    const terms = this.SUBRULE(this.orderTerms);
    this.CONSUME(lex.RightParen);
    return this.withoutNulls(terms);
  });

  /** Terms of ORDER BY as columns of an index: where NULLs go cannot be said. */
  protected withoutNulls(terms: readonly OrderTerm[]): IndexedColumn[] {
    if (this.RECORDING_PHASE) return [];
    const wrong = terms.find(({ nulls }) => nulls !== undefined);
    if (wrong !== undefined) {
      this.complain('misuse', `unsupported use of NULLS ${wrong.nulls?.toUpperCase() ?? ''}`, wrong.span);
    }
    return terms.map(({ expr, descending }) => ({ expr, descending }));
  }

  readonly windowSpec: Rule<WindowSpec> = this.rule('windowSpec', () => {
    const start = this.CONSUME(lex.LeftParen).startOffset;
    const base = this.atFrame() || this.at(kw.PARTITION) || !this.atAny(lex.Name) ? undefined : this.name();
    let partitionBy: WindowSpec['partitionBy'] = [];
    if (this.took(kw.PARTITION)) {
      this.CONSUME(kw.BY);
      partitionBy = this.SUBRULE(this.exprList);
    }
    const orderBy = this.at(kw.ORDER) ? this.SUBRULE(this.orderBy) : [];
    const frame = this.atFrame() ? this.SUBRULE(this.frame) : undefined;
    this.CONSUME(lex.RightParen);
    return {
      kind: 'window',
      span: this.since(start),
      ...(base && { base }),
      partitionBy,
      orderBy,
      ...(frame && { frame }),
    };
  });

  private atFrame(): boolean {
    return this.at(kw.ROWS) || this.at(kw.RANGE) || this.at(kw.GROUPS);
  }

  readonly frame: Rule<Frame> = this.rule('frame', () => {
    const from = this.start();
    const unit = this.OR([
      { ALT: () => this.CONSUME(kw.ROWS) && ('rows' as const) },
      { ALT: () => this.CONSUME(kw.RANGE) && ('range' as const) },
      { ALT: () => this.CONSUME(kw.GROUPS) && ('groups' as const) },
    ]);
    if (this.RECORDING_PHASE) return { unit, start: CURRENT_ROW, end: CURRENT_ROW, exclude: 'no-others' };
    const both = this.took(kw.BETWEEN);
    const start = this.bound(kw.PRECEDING);
    if (both) this.CONSUME(kw.AND);
    const end = both ? this.bound(kw.FOLLOWING) : CURRENT_ROW;
    const exclude = this.took(kw.EXCLUDE) ? this.exclusion() : 'no-others';
    if (isBackward(start.kind, end.kind)) {
      this.complain('misuse', 'unsupported frame specification', this.since(from));
    }
    return { unit, start, end, exclude };
  });

  /** @param unbounded which way this side may be unbounded */
  private bound(unbounded: typeof kw.PRECEDING): FrameBound {
    if (this.took(kw.UNBOUNDED)) {
      this.CONSUME(unbounded);
      return { kind: unbounded === kw.PRECEDING ? 'unbounded-preceding' : 'unbounded-following' };
    }
    if (this.took(kw.CURRENT)) {
      this.CONSUME(kw.ROW);
      return CURRENT_ROW;
    }
    const offset = this.SUBRULE(this.expr);
    if (this.took(kw.PRECEDING)) return { kind: 'preceding', offset };
    this.CONSUME(kw.FOLLOWING);
    return { kind: 'following', offset };
  }

  private exclusion(): Frame['exclude'] {
    const word = (['NO', 'CURRENT', 'GROUP', 'TIES'] as const).find((candidate) => this.took(kw[candidate]));
    if (word === undefined) this.CONSUME(kw.NO);
    if (word === 'NO') this.CONSUME(kw.OTHERS);
    if (word === 'CURRENT') this.CONSUME(kw.ROW);
    return EXCLUDE[word ?? 'NO'];
  }
}

const CURRENT_ROW: FrameBound = { kind: 'current-row' };

/** A frame that ends before it starts whatever its offsets. */
function isBackward(start: FrameBound['kind'], end: FrameBound['kind']): boolean {
  if (start === 'current-row') return end === 'preceding';
  return start === 'following' && (end === 'preceding' || end === 'current-row');
}
