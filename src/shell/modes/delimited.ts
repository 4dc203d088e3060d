import type { Row, Value } from '../../core/index.js';
import { plainText } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** Values joined by the separator, as they are. The header comes with the first row. */
export const listMode = (settings: ModeSettings): Mode =>
  delimited(
    settings,
    (value) => plainText(value, settings.nullText),
    (name) => name,
  );

/** The same, with what could be misread in double quotes. NULL is bare, empty text is `""`. */
export function csvMode(settings: ModeSettings): Mode {
  const quoted = (text: string): string =>
    mustQuote(text, settings.separator) ? `"${text.replaceAll('"', '""')}"` : text;
  return delimited(settings, (value) => (value === null ? settings.nullText : quoted(plainText(value, ''))), quoted);
}

const mustQuote = (text: string, separator: string): boolean =>
  text === '' || /[\u0000-\u0020"'\u007f-\uffff]/.test(text) || (separator !== '' && text.includes(separator));

function delimited(
  { out, header, separator }: ModeSettings,
  cell: (value: Value) => string,
  name: (name: string) => string,
): Mode {
  let pending = '';
  return {
    begin(columns) {
      pending = header ? `${columns.map(name).join(separator)}\n` : '';
    },
    row(row: Row) {
      out.write(`${pending}${row.map(cell).join(separator)}\n`);
      pending = '';
    },
    end() {},
    finish() {},
  };
}
