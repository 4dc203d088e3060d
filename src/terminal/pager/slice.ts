import { cellWidth, graphemes } from '../cells.js';
import type { Cell } from '../draw/index.js';

const PARTS = /\u001b\[([0-9;]*)m|\u001b\[[0-?]*[ -/]*[@-~]|[^\u001b]+|\u001b/g;

/** A line without its colours. */
export const plainText = (line: string): string => line.replace(/\u001b\[[0-9;]*m/g, '');

/**
 * The cells of a line that are seen between two columns. Its colours (SGR) hold; any other sequence is dropped. A wide
 * character that is cut in half is a blank.
 */
export function sliceCells(line: string, from: number, width: number): Cell[] {
  const cells: Cell[] = [];
  let style = '';
  let column = 0;
  for (const [part, parameters] of line.matchAll(PARTS)) {
    if (column >= from + width) break;
    if (parameters !== undefined) style = nextStyle(style, parameters);
    else if (!part.startsWith('\u001b')) column = addCells(cells, part, { style, column, from, to: from + width });
  }
  return cells;
}

const nextStyle = (style: string, parameters: string): string => {
  if (parameters === '' || parameters === '0') return '';
  if (parameters.startsWith('0;')) return parameters.slice(2);
  return style === '' ? parameters : `${style};${parameters}`;
};

interface Stretch {
  readonly style: string;
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

/** @returns the column behind the text, or some column behind the stretch */
function addCells(cells: Cell[], text: string, { style, column, from, to }: Stretch): number {
  // Far to the left nothing is measured that need not be: plain characters are one cell each.
  const skipped = from > column ? (/^[\u0020-\u007e]*/.exec(text.slice(0, from - column))?.[0].length ?? 0) : 0;
  let at = column + skipped;
  for (const char of graphemes(text.slice(skipped, skipped + 8 * (to - from) + 8 * Math.max(0, from - at)))) {
    if (at >= to) break;
    const width = cellWidth(char);
    if (at >= from && at + width <= to) cells.push({ text: char, width, style });
    else if (at + width > from && width > 0)
      cells.push({ text: ' ', width: Math.min(at + width, to) - Math.max(at, from), style });
    at += width;
  }
  return at;
}
