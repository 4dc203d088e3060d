import { cellWidth, padEnd, shownText, visible } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** Each row as a block: a rule with its number, then a line per column. */
export function verticalMode({ out, nullText, colour }: ModeSettings): Mode {
  const styled = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  let names: readonly string[] = [];
  let count = 0;
  return {
    begin(columns) {
      const shown = columns.map(visible);
      const width = Math.max(0, ...shown.map(cellWidth));
      names = shown.map((name) => styled(1, padEnd(name, width)));
      count = 0;
    },
    row(row) {
      const rule = styled(2, `─── ${++count} ───`);
      const lines = row.map((value, index) => `${names[index]}  ${shownText(value, nullText)}`.trimEnd());
      out.write(`${[rule, ...lines].join('\n')}\n`);
    },
    end() {},
    finish() {},
  };
}
