import { cellText, cellWidth, padStart } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** A line per value, names right-aligned, a blank line between rows. */
export function lineMode(settings: ModeSettings): Mode {
  const { out } = settings;
  let names: string[] = [];
  let count = 0;
  function name(columns: readonly string[]): void {
    const width = Math.max(5, ...columns.map(cellWidth));
    names = columns.map((one) => padStart(one, width));
  }

  return {
    begin(columns) {
      name(columns);
      count = 0;
    },
    goOn: name,
    row(row) {
      if (count++ > 0) out.write('\n');
      out.write(row.map((value, index) => `${names[index]} = ${cellText(value, settings)}\n`).join(''));
    },
    end() {},
    finish() {},
  };
}
