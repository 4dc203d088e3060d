import { isNumeric, type Row } from '../../core/index.js';
import { cellWidth, fit, padEnd, padStart, shownText, visible } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** Rows looked at before the columns' widths are settled; later rows are fitted to them. */
const SAMPLE = 1000;
const NARROWEST = 4;

/** A box that fits the terminal. Numbers are right-aligned; long cells end in `…`. */
export function prettyMode({ out, nullText, width, colour }: ModeSettings): Mode {
  let columns: readonly string[] = [];
  let sample: Row[] = [];
  let widths: number[] | undefined;
  let count = 0;
  const dim = (text: string): string => (colour ? `\u001b[2m${text}\u001b[0m` : text);
  const bold = (text: string): string => (colour ? `\u001b[1m${text}\u001b[0m` : text);
  const rule = (left: string, middle: string, right: string): string =>
    `${dim(left + (widths ?? []).map((cells) => '─'.repeat(cells + 2)).join(middle) + right)}\n`;
  const bar = dim('│');

  function line(row: Row): void {
    const cells = row.map((value, index) => {
      const cells = widths?.[index] ?? 0;
      const text = fit(shownText(value, nullText), cells);
      return isNumeric(value) ? padStart(text, cells) : padEnd(text, cells);
    });
    out.write(`${bar} ${cells.join(` ${bar} `)} ${bar}\n`);
  }

  function settle(): void {
    const natural = columns.map((name, index) =>
      Math.max(cellWidth(visible(name)), ...sample.map((row) => cellWidth(shownText(row[index] ?? null, nullText))), 1),
    );
    widths = width === undefined ? natural : squeeze(natural, width - 3 * columns.length - 1);
    out.write(rule('┌', '┬', '┐'));
    out.write(
      `${bar} ${columns.map((name, index) => bold(padEnd(fit(visible(name), widths?.[index] ?? 0), widths?.[index] ?? 0))).join(` ${bar} `)} ${bar}\n`,
    );
    out.write(rule('├', '┼', '┤'));
    for (const row of sample) line(row);
    sample = [];
  }

  return {
    begin(names) {
      columns = names;
      sample = [];
      widths = undefined;
      count = 0;
    },
    row(row) {
      count++;
      if (widths) return line(row);
      sample.push(row);
      if (sample.length >= SAMPLE) settle();
    },
    end() {
      if (count === 0 || columns.length === 0) return;
      if (!widths) settle();
      out.write(rule('└', '┴', '┘'));
    },
    finish() {},
  };
}

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
