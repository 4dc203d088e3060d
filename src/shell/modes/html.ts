import { cellText, visible } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** A table in HTML for each result, a row a line. Nothing of the data can be markup. */
export function htmlMode(settings: ModeSettings): Mode {
  const { out } = settings;
  const row = (tag: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>\n`;
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
    row: (values) =>
      out.write(
        row(
          'td',
          values.map((value) => cellText(value, { ...settings, width: undefined })),
        ),
      ),
    end,
    finish: end,
  };
}

const escaped = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => visible(line).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`))
    .join('<br>');
