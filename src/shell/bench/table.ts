import { cellWidth, fit, padEnd, padStart, visible } from '../text.js';

export interface TableColumn {
  readonly name: string;
  readonly align: 'left' | 'right';
}

const NARROWEST = 12;

/** Cells may be coloured after they are laid out. */
export type Paint = (text: string, row: number, column: number) => string;

/** Aligned columns, two blanks apart, as many cells as there are columns in each row. Text in the last one gives way. */
export function tableText(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: Paint = (text) => text,
): string {
  const widths = columns.map(({ name }, at) =>
    Math.max(cellWidth(name), ...rows.map((row) => cellWidth(row[at] ?? ''))),
  );
  const room = width - widths.slice(0, -1).reduce((sum, cells) => sum + cells + 2, 0);
  const line = (cells: readonly string[], row: number): string =>
    cells
      .map((cell, at) => {
        const pad = columns[at]?.align === 'right' ? padStart : padEnd;
        const isLast = at === columns.length - 1 && columns[at]?.align === 'left';
        return paint(isLast ? fit(cell, Math.max(NARROWEST, room)) : pad(cell, widths[at] ?? 0), row, at);
      })
      .join('  ')
      .trimEnd();
  const lines = [
    line(
      columns.map(({ name }) => name),
      -1,
    ),
    ...rows.map(line),
  ];
  return lines.map((text) => `${text}\n`).join('');
}

/** Text in lines of a width, those after the first indented. */
export function wrapped(text: string, width: number, indent: string): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.trim() !== '' && cellWidth(last) + 1 + cellWidth(word) > width) lines.push(indent + word);
    else lines[lines.length - 1] = last.trim() === '' ? last + word : `${last} ${word}`;
  }
  return lines.join('\n');
}

export const oneLine = (text: string): string => visible(text.replaceAll(/\s+/g, ' '));

export function duration(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
}

export const colours = (isOn: boolean) => {
  const paint =
    (code: number) =>
    (text: string): string =>
      isOn ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { bold: paint(1), dim: paint(2), red: paint(31), green: paint(32), yellow: paint(33) };
};
