import { broken, cellWidth, fit, isolated, padEnd, padStart } from './cells.js';

/** A column is made no narrower than this to make the box fit. */
const NARROWEST = 4;

/** One cell of a box; its text is without control characters. */
export interface BoxCell {
  readonly text: string;
  readonly align: 'left' | 'right';
  /** SGR parameters; '' for plain. */
  readonly style: string;
}

export interface Box {
  /** Cells of the screen that each column takes, without its blanks and lines. */
  readonly widths: readonly number[];
  readonly hasColour: boolean;
  /** What becomes of a text that is wider than its column: it ends in `…`, goes on in further lines, or breaks the box. */
  readonly long: 'shorten' | 'wrap' | 'keep';
}

const LINE = '2';

const styled = ({ hasColour }: Box, style: string, text: string): string =>
  hasColour && style !== '' ? `\u001b[${style}m${text}\u001b[0m` : text;

const rule = (box: Box, left: string, middle: string, right: string): string =>
  `${styled(box, LINE, left + box.widths.map((cells) => '─'.repeat(cells + 2)).join(middle) + right)}\n`;

export const boxTop = (box: Box): string => rule(box, '┌', '┬', '┐');
export const boxMiddle = (box: Box): string => rule(box, '├', '┼', '┤');
export const boxBottom = (box: Box): string => rule(box, '└', '┴', '┘');

/** A row, of one line or of as many as its longest cell is broken into. */
export function boxRow(cells: readonly BoxCell[], box: Box): string {
  const bar = styled(box, LINE, '│');
  const parts = cells.map(({ text }, index) => linesOf(text, box.widths[index] ?? 0, box.long));
  const height = Math.max(1, ...parts.map((lines) => lines.length));
  let out = '';
  for (let line = 0; line < height; line++) {
    const shown = cells.map((cell, index) => {
      const width = box.widths[index] ?? 0;
      const text = parts[index]?.[line] ?? '';
      const pad = cell.align === 'right' ? padStart : padEnd;
      // Padded first: what isolates a text takes no cells, but would be counted.
      return styled(
        box,
        cell.style,
        pad(text, width).replace(text, () => isolated(text)),
      );
    });
    out += `${bar} ${shown.join(` ${bar} `)} ${bar}\n`;
  }
  return out;
}

function linesOf(text: string, width: number, long: Box['long']): readonly string[] {
  switch (long) {
    case 'shorten':
      return [fit(text, width)];
    case 'wrap':
      return cellWidth(text) <= width ? [text] : [...broken(text, width)];
    case 'keep':
      return [text];
  }
}

/**
 * Widths of columns that fit a terminal, the widest giving way first.
 * @param natural cells that each column would like
 * @returns undefined where even narrow columns do not fit
 */
export function boxWidths(natural: readonly number[], columns: number): number[] | undefined {
  const room = columns - 3 * natural.length - 1;
  const widths = [...natural];
  let excess = widths.reduce((sum, cells) => sum + cells, 0) - room;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) return undefined;
    const next = Math.max(NARROWEST, ...widths.filter((cells) => cells < widest));
    const fat = widths.filter((cells) => cells === widest).length;
    const step = Math.max(1, Math.min(widest - next, Math.ceil(excess / fat)));
    widths.forEach((cells, index) => {
      if (cells !== widest || excess <= 0) return;
      widths[index] = cells - step;
      excess -= step;
    });
  }
  return widths;
}
