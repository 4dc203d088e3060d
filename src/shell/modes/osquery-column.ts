import { decodeText, encodeText, type Row } from '../../core/index.js';
import { cellText } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

const NARROWEST = 10;
/** The rule under a name is no longer. */
const LONGEST_RULE = 93;
/** Columns beyond are as wide as the narrowest. */
const MEASURED = 100;

/** osquery's columns: widths in bytes, of the name or the first row, and what is longer is cut. */
export function osqueryColumnMode(settings: ModeSettings): Mode {
  const { out, header, widths: wanted = [] } = settings;
  let columns: readonly string[] = [];
  let widths: readonly number[] | undefined;

  function line(cells: readonly string[]): void {
    out.write(`${cells.map((cell, index) => padded(cell, widths?.[index] ?? NARROWEST)).join('  ')}\n`);
  }

  function begin(texts: readonly string[]): void {
    widths = columns.map((name, index) => {
      if (index >= MEASURED) return NARROWEST;
      return wanted[index] || Math.max(NARROWEST, bytes(name), bytes(texts[index] ?? ''));
    });
    if (!header) return;
    line(columns);
    line(widths.map((width) => '-'.repeat(Math.min(LONGEST_RULE, Math.abs(width))).padEnd(Math.abs(width))));
  }

  return {
    begin(names) {
      columns = names;
      widths = undefined;
    },
    goOn(names) {
      columns = names;
    },
    row(row: Row) {
      const texts = row.map((value) => cellText(value, settings));
      if (!widths) begin(texts);
      line(texts);
    },
    end() {},
    finish() {},
  };
}

const bytes = (text: string): number => encodeText(text).length;

/** Cut and padded to so many bytes; to the right where the width is negative. */
function padded(text: string, width: number): string {
  const all = encodeText(text);
  const size = Math.abs(width);
  const kept = all.length > size ? decodeText(all.subarray(0, size)) : text;
  const padding = ' '.repeat(Math.max(0, size - all.length));
  return width < 0 ? padding + kept : kept + padding;
}
