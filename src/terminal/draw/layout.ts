import { cellWidth, graphemes, visible } from '../cells.js';
import { type Cell, cellsOf, type Row, rowWidth } from './row.js';

/** A stretch of the text and its style as SGR parameters. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly style: string;
}

export interface Prompts {
  readonly first: Row;
  /** Before each further line. */
  readonly further: Row;
}

export interface Layout {
  readonly rows: readonly Row[];
  readonly cursorRow: number;
  readonly cursorColumn: number;
}

const TAB: readonly string[] = [' ', ' ', ' ', ' '];

/**
 * A text broken into rows of a width, prompts before its lines. Nothing that could steer the terminal comes through.
 * @param spans in order, not overlapping; what none covers is plain
 * @param strange style of control characters, which are written out
 */
export function layOut(
  text: string,
  cursor: number,
  spans: readonly Span[],
  prompts: Prompts,
  columns: number,
  strange = '7',
): Layout {
  const rows: Cell[][] = [[...prompts.first]];
  let used = rowWidth(prompts.first);
  let cursorRow = 0;
  let cursorColumn = used;
  let span = 0;
  let at = 0;

  function put(char: string, width: number, style: string): void {
    if (used + width > columns && used > 0) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push({ text: char, width, style });
    used += width;
  }
  function place(): void {
    // Behind a full row the cursor stands at the start of the next.
    if (used >= columns) {
      rows.push([]);
      used = 0;
    }
    cursorRow = rows.length - 1;
    cursorColumn = used;
  }

  for (const char of graphemes(text)) {
    if (at === cursor) place();
    while ((spans[span]?.end ?? Number.POSITIVE_INFINITY) <= at) span++;
    const current = spans[span];
    const style = current && current.start <= at ? current.style : '';
    at += char.length;
    if (char === '\n') {
      rows.push([...prompts.further]);
      used = rowWidth(prompts.further);
    } else if (char === '\t') {
      for (const blank of TAB) put(blank, 1, style);
    } else {
      const shown = visible(char);
      if (shown === char) put(char, isAscii(char) ? 1 : cellWidth(char), style);
      else for (const { text, width } of cellsOf(shown)) put(text, width, strange);
    }
  }
  if (at === cursor) place();
  return { rows, cursorRow, cursorColumn };
}

const isAscii = (char: string): boolean => char.length === 1 && char.charCodeAt(0) < 0x7f;

/** The rows around the cursor that fit a height. */
export function windowOf({ rows, cursorRow, cursorColumn }: Layout, height: number): Layout {
  if (rows.length <= height) return { rows, cursorRow, cursorColumn };
  const from = Math.max(0, Math.min(cursorRow - Math.floor(height / 2), rows.length - height));
  return { rows: rows.slice(from, from + height), cursorRow: cursorRow - from, cursorColumn };
}
