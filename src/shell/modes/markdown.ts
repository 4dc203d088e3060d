import { markedUp } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** A table as GitHub's Markdown has it. What would mean something there is escaped. */
export function markdownMode({ out, nullText }: ModeSettings): Mode {
  const line = (cells: readonly string[]): unknown => out.write(`| ${cells.join(' | ')} |\n`);
  let results = 0;
  return {
    begin(columns) {
      if (results++ > 0) out.write('\n');
      line(columns.map((name) => markedUp(name, nullText, escaped)));
      line(columns.map(() => '---'));
    },
    row: (row) => line(row.map((value) => markedUp(value, nullText, escaped))),
    end() {},
    finish() {},
  };
}

const escaped = (line: string): string => line.replace(/[\\`*_[\]<>&|~$#]/g, '\\$&');
