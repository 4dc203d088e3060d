import type { IToken, TokenType } from 'chevrotain';

/** A word, sign or literal of a query: chevrotain's token without lines, which are counted only for errors. */
export class Token implements IToken {
  readonly tokenTypeIdx: number;

  constructor(
    readonly tokenType: TokenType,
    readonly image: string,
    readonly startOffset: number,
    /** The last code unit's offset, inclusive, as chevrotain counts. */
    readonly endOffset: number,
  ) {
    // Every type of ours has one (token-types.ts); chevrotain's interface only does not say so.
    this.tokenTypeIdx = tokenType.tokenTypeIdx ?? 0;
  }
}
