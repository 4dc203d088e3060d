import { isNumeric } from '../../core/index.js';
import { fit, padEnd, padStart, shownText, visible } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';
import { naturalWidths } from './pretty.js';
import { sampled } from './sampled.js';

/** Columns side by side under a rule, as wide as they need or as `.width` says; longer values end in `…`. */
export const columnMode = (settings: ModeSettings): Mode =>
  sampled((columns, rows) => {
    const natural = naturalWidths(columns, rows, settings);
    return columnsOf(settings, natural);
  });

function columnsOf({ out, header, nullText, widths: wanted = [] }: ModeSettings, natural: readonly number[]): Mode {
  const widths = natural.map((cells, index) => Math.abs(wanted[index] || cells));
  const cell = (text: string, index: number, toRight: boolean): string => {
    const cells = widths[index] ?? 0;
    const cut = fit(text, cells);
    return toRight || (wanted[index] ?? 0) < 0 ? padStart(cut, cells) : padEnd(cut, cells);
  };
  const line = (cells: readonly string[]): unknown => out.write(`${cells.join('  ').trimEnd()}\n`);
  return {
    begin(columns) {
      if (!header) return;
      line(columns.map((name, index) => cell(visible(name), index, false)));
      line(widths.map((cells) => '-'.repeat(cells)));
    },
    row: (row) => line(row.map((value, index) => cell(shownText(value, nullText), index, isNumeric(value)))),
    end() {},
    finish() {},
  };
}
