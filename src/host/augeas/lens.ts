import type { AugeasNode } from './node.js';

/** How a kind of file is read as a tree. */
export interface Lens {
  readonly name: string;
  /** Paths with `*` for any text within one name. */
  readonly files: readonly string[];
  /** Of those, not these. */
  readonly except?: readonly string[];
  /** Pure. @param skip is told the number of each line that does not fit, which is left out */
  parse(text: string, skip: (line: number) => void): AugeasNode[];
}

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line break. */
  readonly text: string;
}

/** A text's lines. @param continues whether a backslash at the end of one makes it go on in the next */
export function* linesIn(text: string, continues = false): Generator<Line> {
  const all = text.split(/\r?\n/);
  for (let at = 0; at < all.length; at++) {
    const number = at + 1;
    let line = all[at] ?? '';
    if (continues)
      for (let end = line.trimEnd(); end.endsWith('\\') && at + 1 < all.length; end = line.trimEnd())
        line = `${end.slice(0, -1).trimEnd()} ${(all[++at] ?? '').trimStart()}`;
    yield { number, text: line };
  }
}

/** `text # comment` in two; a comment must begin after `mark`. */
export function splitComment(text: string, mark: RegExp = /#/): { readonly text: string; readonly comment: string } {
  const found = mark.exec(text);
  if (!found) return { text: text.trim(), comment: '' };
  return { text: text.slice(0, found.index).trim(), comment: text.slice(found.index + found[0].length) };
}

/** Longer ones are no settings, and patterns would take long over them. */
export const MAX_LINE = 16 * 1024;

/**
 * Lines of files that have a comment or an entry in each: what is empty is passed over.
 * @param marks characters that begin a comment
 * @param continues see {@link linesIn}
 */
export function* entryLines(
  text: string,
  skip: (line: number) => void,
  marks = '#',
  continues = false,
): Generator<Line & { readonly comment: string | null }> {
  for (const line of linesIn(text, continues)) {
    const trimmed = line.text.trim();
    if (trimmed === '') continue;
    const isComment = marks.includes(trimmed[0] ?? '');
    if (trimmed.length > MAX_LINE) skip(line.number);
    else yield { number: line.number, text: trimmed, comment: isComment ? trimmed.slice(1) : null };
  }
}
