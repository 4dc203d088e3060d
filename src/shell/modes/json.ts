import type { Row } from '../../core/index.js';
import { typedJson } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** The columns in the order of the query; of equal names the rightmost stays, as JSON objects have it. */
export function objectWriter(columns: readonly string[]): (row: Row, between: string, colon: string) => string {
  const last = new Map(columns.map((name, index) => [name, index]));
  const fields = [...last].map(([name, index]) => [JSON.stringify(name), index] as const);
  return (row, between, colon) =>
    fields.map(([name, index]) => name + colon + typedJson(row[index] ?? null)).join(between);
}

/** One array of objects, rows of all statements together. Streams. */
function arrayMode({ out }: ModeSettings, open: string, between: string, colon: string, close: string): Mode {
  let count = 0;
  let object = objectWriter([]);
  out.write('[');
  return {
    begin(columns) {
      object = objectWriter(columns);
    },
    row(row) {
      out.write(`${count++ === 0 ? '\n' : ',\n'}  ${open}${object(row, between, colon)}${close}`);
    },
    end() {},
    finish() {
      out.write(count === 0 ? ']\n' : '\n]\n');
    },
  };
}

/** An object a line. */
export const jsonMode = (settings: ModeSettings): Mode => arrayMode(settings, '{', ',', ':', '}');

/** A member a line. */
export const jsonPrettyMode = (settings: ModeSettings): Mode =>
  arrayMode(settings, '{\n    ', ',\n    ', ': ', '\n  }');

/** An object a line: for programs that read while the query runs. */
export function ndjsonMode({ out }: ModeSettings): Mode {
  let object = objectWriter([]);
  return {
    begin(columns) {
      object = objectWriter(columns);
    },
    row(row) {
      out.write(`{${object(row, ',', ':')}}\n`);
    },
    end() {},
    finish() {},
  };
}
