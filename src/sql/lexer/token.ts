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
    // `createToken` always numbers its types; the field is optional only for hand-made ones.
    this.tokenTypeIdx = tokenType.tokenTypeIdx ?? 0;
  }
}
