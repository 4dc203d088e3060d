import type { Row, Value } from '../../core/index.js';
import { cellText, visible } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** Values joined by the separator, as they are. The header comes with the first row. */
export const listMode = (settings: ModeSettings): Mode =>
  delimited(
    settings,
    (value) => cellText(value, settings),
    (name) => name,
  );

/** The same, with what could be misread in double quotes. NULL is bare, empty text is `""`. */
export function csvMode(settings: ModeSettings): Mode {
  const { separator, nullText, asOsquery } = settings;
  const special = asOsquery ? OSQUERY_SPECIAL : SPECIAL;
  const quoted = (text: string): string =>
    text === '' || special.test(text) || (separator !== '' && text.includes(separator))
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  return delimited(settings, (value) => (value === null ? nullText : quoted(cellText(value, settings))), quoted);
}

/** RFC 4180, and blanks at the ends, which some readers drop. */
const SPECIAL = /["\r\n]|^\s|\s$/;
const OSQUERY_SPECIAL = /[\u0000-\u0020"'\u007f-\uffff]/;

/** Values between tabs; what would break a line is written out: `\\t`, `\\n`, `\\r`, `\\\\`. */
export const tsvMode = (settings: ModeSettings): Mode =>
  delimited(settings, (value) => shown(escaped(cellText(value, { ...settings, width: undefined })), settings), escaped);

const shown = (text: string, { width }: ModeSettings): string => (width === undefined ? text : visible(text));

const escaped = (text: string): string => text.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] ?? char);
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

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
    goOn() {},
    row(row: Row) {
      out.write(`${pending}${row.map(cell).join(separator)}\n`);
      pending = '';
    },
    end() {},
    finish() {},
  };
}
