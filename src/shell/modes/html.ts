import type { Value } from '../../core/index.js';
import { markedUp } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** A table in HTML for each result, a row a line. Nothing of the data can be markup. */
export function htmlMode({ out, nullText }: ModeSettings): Mode {
  const row = (tag: 'th' | 'td', cells: readonly Value[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${markedUp(cell, nullText, escaped)}</${tag}>`).join('')}</tr>\n`;
  let isOpen = false;
  const end = (): void => {
    if (isOpen) out.write('</tbody>\n</table>\n');
    isOpen = false;
  };
  return {
    begin(columns) {
      isOpen = true;
      out.write(`<table>\n<thead>\n${row('th', columns)}</thead>\n<tbody>\n`);
    },
    row: (values) => out.write(row('td', values)),
    end,
    finish: end,
  };
}

const escaped = (line: string): string => line.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
