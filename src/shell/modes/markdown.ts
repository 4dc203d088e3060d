import { cellText, visible } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** A table as GitHub's Markdown has it. What would mean something there is escaped. */
export function markdownMode(settings: ModeSettings): Mode {
  const { out } = settings;
  const line = (cells: readonly string[]): unknown => out.write(`| ${cells.join(' | ')} |\n`);
  let results = 0;
  return {
    begin(columns) {
      if (results++ > 0) out.write('\n');
      line(columns.map(escaped));
      line(columns.map(() => '---'));
    },
    row: (row) => line(row.map((value) => escaped(cellText(value, { ...settings, width: undefined })))),
    end() {},
    finish() {},
  };
}

const escaped = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => visible(line).replace(/[\\`*_[\]<>&|~$#]/g, '\\$&'))
    .join('<br>');
