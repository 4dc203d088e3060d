import { cellWidth, fit, padEnd, visible } from '../cells.js';
import type { Candidate, Menu } from '../read/index.js';
import { cellsOf, type Row } from './row.js';

const GAP = 2;
const SELECTED = '7';
const DETAIL = '2';

/** The candidates in columns, as many rows as fit a height around the chosen one; below, what the chosen one is. */
export function menuRows(menu: Menu, columns: number, height: number): Row[] {
  const { candidates } = menu.completion;
  if (height < 1) return [];
  const labels = candidates.map(labelOf);
  const room = Math.max(1, columns - 1);
  const width = Math.min(room, Math.max(...labels.map(cellWidth)) + GAP);
  const across = Math.max(1, Math.floor(room / width));
  const down = Math.ceil(labels.length / across);
  const shown = Math.max(1, Math.min(down, height - 1));
  const selectedRow = menu.selected === undefined ? 0 : menu.selected % down;
  const top = Math.max(0, Math.min(selectedRow - Math.floor(shown / 2), down - shown));
  const rows = Array.from({ length: shown }, (_, y) =>
    Array.from({ length: across }, (_, x) => x * down + top + y)
      .filter((index) => index < labels.length)
      .flatMap((index) => {
        const text = fit(labels[index] ?? '', width - GAP > 0 ? width - GAP : width);
        const style = index === menu.selected ? SELECTED : '';
        return [
          ...cellsOf(text, style),
          ...cellsOf(' '.repeat(Math.max(0, cellWidth(padEnd('', width)) - cellWidth(text)))),
        ];
      }),
  );
  const note = noteOf(menu, down > shown);
  return note === '' || height < 2 ? rows : [...rows, cellsOf(fit(note, room), DETAIL)];
}

const labelOf = ({ label, text }: Candidate): string => visible(label ?? text);

function noteOf({ completion: { candidates }, selected }: Menu, isCut: boolean): string {
  const detail = selected === undefined ? undefined : candidates[selected]?.detail;
  if (detail !== undefined) return visible(detail);
  return isCut ? `${candidates.length} possibilities, Tab goes through them` : '';
}
