import type { Row, Value } from '../../core/index.js';
import { cellText } from '../text.js';
import type { Mode, ModeSettings } from './mode.js';

/** Rows of a whole unit in osquery's shell: maps by name, so that of equal names the rightmost value stays. */
interface Pool {
  columns: readonly string[];
  readonly rows: Map<string, string>[];
}

function pooled(cell: (value: Value) => string, print: (pool: Pool) => void): Mode {
  const pool: Pool = { columns: [], rows: [] };
  let columns: readonly string[] = [];
  return {
    begin(names) {
      columns = names;
    },
    row(row: Row) {
      // The columns shown are those of the first statement that gave a row.
      if (pool.rows.length === 0) pool.columns = columns;
      pool.rows.push(new Map(columns.map((name, index) => [name, cell(row[index] ?? null)])));
    },
    end() {},
    finish() {
      print(pool);
    },
  };
}

const shown =
  (settings: ModeSettings) =>
  (value: Value): string =>
    cellText(value, settings);

/** JSON has its own escapes: none for the terminal before them. */
const escapedLater = (settings: ModeSettings) => shown({ ...settings, width: undefined });

/** Code points, as osquery counts them; not terminal cells. */
const points = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** osquery's box: everything left-aligned, newlines raw, nothing at all for no rows. */
export function osqueryPrettyMode(settings: ModeSettings): Mode {
  const { out, nullText } = settings;
  return pooled(shown(settings), ({ columns, rows }) => {
    if (rows.length === 0) return;
    const widths = columns.map((name) =>
      rows.reduce((width, row) => Math.max(width, points(row.get(name) ?? '')), points(name)),
    );
    const rule = `+${widths.map((width) => `${'-'.repeat(width + 2)}+`).join('')}\n`;
    const line = (cells: readonly string[]): string =>
      `|${cells.map((cell, index) => ` ${cell}${' '.repeat(Math.max(0, (widths[index] ?? 0) - points(cell)))} |`).join('')}\n`;
    out.write(rule + line(columns) + rule);
    for (const row of rows) out.write(line(columns.map((name) => row.get(name) ?? nullText)));
    out.write(rule);
  });
}

/** An array, an object a line; every value a string, keys in byte order. */
export function osqueryJsonMode(settings: ModeSettings): Mode {
  return pooled(escapedLater(settings), ({ rows }) => {
    const objects = rows.map(
      (row) =>
        `  {${fields(row)
          .map(([name, value]) => `${name}:${value}`)
          .join(',')}}`,
    );
    settings.out.write(`[\n${objects.join(',\n')}\n]\n`);
  });
}

export function osqueryJsonPrettyMode(settings: ModeSettings): Mode {
  return pooled(escapedLater(settings), ({ rows }) => {
    const objects = rows.map(
      (row) =>
        `  {\n${fields(row)
          .map(([name, value]) => `    ${name}: ${value}`)
          .join(',\n')}\n  }`,
    );
    settings.out.write(objects.length === 0 ? '[]\n' : `[\n${objects.join(',\n')}\n]\n`);
  });
}

const fields = (row: ReadonlyMap<string, string>): [string, string][] =>
  [...row]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => [jsonText(name), jsonText(value)]);

/** As osquery escapes: `/`, DEL and whatever is not ASCII pass, bytes that are no UTF-8 too. */
function jsonText(text: string): string {
  return `"${text.replace(/["\\\u0000-\u001f]/g, (char) => SHORT.get(char) ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);
