import type { Editor } from '../edit/index.js';

/** A search through the history, letter by letter. */
export interface Search {
  readonly needle: string;
  /** Towards the older, or the newer. */
  readonly direction: -1 | 1;
  readonly match: { readonly place: number; readonly offset: number } | undefined;
  /** Nothing holds the needle; the last match is still shown. */
  readonly isFailing: boolean;
  /** What to return to. */
  readonly before: Editor;
  readonly placeBefore: number;
}

export const searching = (before: Editor, place: number, direction: -1 | 1): Search => ({
  needle: '',
  direction,
  match: undefined,
  isFailing: false,
  before,
  placeBefore: place,
});

/**
 * The search with another needle. The entry shown stays while it holds it.
 * @param further look beyond the entry shown
 */
export function found(search: Search, entries: readonly string[], needle: string, further = false): Search {
  if (needle === '') return { ...search, needle, match: undefined, isFailing: false };
  const { direction, match, placeBefore } = search;
  const from = match ? match.place + (further ? direction : 0) : direction < 0 ? placeBefore - 1 : placeBefore + 1;
  const shown = match && entries[match.place];
  // Letters match in either case unless capitals are asked for.
  const fold = needle === needle.toLowerCase() ? (text: string) => text.toLowerCase() : (text: string) => text;
  for (let place = from; place >= 0 && place < entries.length; place += direction) {
    const entry = entries[place] ?? '';
    if (further && entry === shown) continue;
    const offset = fold(entry).lastIndexOf(needle);
    if (offset >= 0) return { ...search, needle, match: { place, offset }, isFailing: false };
  }
  return { ...search, needle, isFailing: true };
}
