import { cellWidth, graphemes } from '../cells.js';

/** One character on the screen: what is sent, the cells it takes, and its style as SGR parameters ('' for plain). */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly style: string;
}

export type Row = readonly Cell[];

/** What stands on the screen from the prompt down, and where the cursor is in it. */
export interface Frame {
  readonly rows: readonly Row[];
  readonly cursorRow: number;
  readonly cursorColumn: number;
}

/** A text as cells. It must be without control characters: see `visible`. */
export function cellsOf(text: string, style = ''): Cell[] {
  const cells: Cell[] = [];
  for (const char of graphemes(text)) cells.push({ text: char, width: cellWidth(char), style });
  return cells;
}

export const rowWidth = (row: Row): number => row.reduce((sum, { width }) => sum + width, 0);

const sgr = (style: string): string => `\u001b[${style === '' ? '0' : `0;${style}`}m`;

/** Cells as a terminal takes them; plain before and after. */
export function paintCells(cells: Row): string {
  let out = '';
  let style = '';
  for (const cell of cells) {
    if (cell.style !== style) {
      style = cell.style;
      out += sgr(style);
    }
    out += cell.text;
  }
  return style === '' ? out : `${out}${sgr('')}`;
}

/** A text in a style, for a terminal. */
export const styled = (style: string, text: string): string => (style === '' ? text : `${sgr(style)}${text}${sgr('')}`);
