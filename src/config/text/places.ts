import { isHighSurrogate, isLowSurrogate } from '../../core/index.js';

export interface Place {
  /** From 1. */
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
}

/** The places of many offsets, in one walk over the text however many they are. */
export function placesOf(text: string, offsets: readonly number[]): Map<number, Place> {
  const places = new Map<number, Place>();
  let line = 1;
  let column = 1;
  let at = 0;
  for (const offset of [...new Set(offsets)].sort((a, b) => a - b)) {
    for (const end = Math.min(offset, text.length); at < end; at++) {
      const unit = text.charCodeAt(at);
      if (unit === 0x0a) {
        line++;
        column = 1;
      } else if (!isLowSurrogate(unit) || !isHighSurrogate(text.charCodeAt(at - 1))) {
        column++;
      }
    }
    places.set(offset, { line, column });
  }
  return places;
}
