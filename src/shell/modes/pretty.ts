import { isNumeric, type Row } from '../../core/index.js';
import { cellWidth, fit, padEnd, padStart, shownText, visible } from '../text.js';
import { lineMode } from './line.js';
import type { Mode, ModeSettings } from './mode.js';
import { sampled } from './sampled.js';

const NARROWEST = 4;

/**
 * A box. On a terminal it fits: long cells end in `…`, and where there are more columns than fit at all, each row
 * stands as lines. Numbers are right-aligned.
 */
export function prettyMode(settings: ModeSettings): Mode {
  const { nullText, width } = settings;
  return sampled((columns, rows) => {
    const natural = naturalWidths(columns, rows, nullText);
    const room = width === undefined ? Number.POSITIVE_INFINITY : width - 3 * columns.length - 1;
    const widths = squeeze(natural, room);
    return sum(widths) > room ? lineMode(settings) : boxMode(settings, widths);
  });
}

/** Cells that each column needs. */
export const naturalWidths = (columns: readonly string[], rows: readonly Row[], nullText: string): number[] =>
  columns.map((name, index) =>
    rows.reduce(
      (most, row) => Math.max(most, cellWidth(shownText(row[index] ?? null, nullText))),
      Math.max(1, cellWidth(visible(name))),
    ),
  );

/** The box itself, its widths known. Where there is no terminal nothing is cut: a longer cell breaks the line instead. */
function boxMode({ out, nullText, width, colour }: ModeSettings, widths: readonly number[]): Mode {
  const styled = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const dim = (text: string): string => styled(2, text);
  const rule = (left: string, middle: string, right: string): string =>
    `${dim(left + widths.map((cells) => '─'.repeat(cells + 2)).join(middle) + right)}\n`;
  const bar = dim('│');
  const line = (cells: readonly string[]): string => `${bar} ${cells.join(` ${bar} `)} ${bar}\n`;
  const fitted = (text: string, cells: number): string => (width === undefined ? text : fit(text, cells));
  return {
    begin(columns) {
      const names = columns.map((name, index) => padEnd(fitted(visible(name), widths[index] ?? 0), widths[index] ?? 0));
      out.write(rule('┌', '┬', '┐') + line(names.map((name) => styled(1, name))) + rule('├', '┼', '┤'));
    },
    row(row) {
      const cells = row.map((value, index) => {
        const cells = widths[index] ?? 0;
        const text = fitted(shownText(value, nullText), cells);
        const padded = isNumeric(value) ? padStart(text, cells) : padEnd(text, cells);
        return value === null ? dim(padded) : padded;
      });
      out.write(line(cells));
    },
    end() {
      out.write(rule('└', '┴', '┘'));
    },
    finish() {},
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Widths that add up to at most `room`: the widest columns give way first. */
function squeeze(natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, cells) => sum + cells, 0) - room;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
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
