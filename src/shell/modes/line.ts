import { plainText } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** A line per value, names right-aligned, a blank line between rows. */
export function lineMode({ out, nullText }: ModeSettings): Mode {
  let names: string[] = [];
  let count = 0;
  return {
    begin(columns) {
      const width = Math.max(5, ...columns.map((name) => name.length));
      names = columns.map((name) => name.padStart(width));
      count = 0;
    },
    row(row) {
      if (count++ > 0) out.write('\n');
      out.write(row.map((value, index) => `${names[index]} = ${plainText(value, nullText)}\n`).join(''));
    },
    end() {},
    finish() {},
  };
}
