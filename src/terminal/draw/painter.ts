import { type Cell, type Frame, paintCells, type Row, rowWidth } from './row.js';

const CLEAR_BELOW = '\u001b[J';
const CLEAR_RIGHT = '\u001b[K';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

/**
 * Keeps what stands on the screen like the frame it is given, with few bytes. Knows only of its own rows: the first is
 * where the cursor stood at the first frame, in column 0.
 */
export class Painter {
  #rows: readonly Row[] = [];
  #cursorRow = 0;

  /** What to send so that the screen shows this frame, of rows no wider than the terminal and no more than it has. */
  paint({ rows, cursorRow, cursorColumn }: Frame): string {
    const changed: string[] = [];
    let at = this.#cursorRow;
    rows.forEach((row, y) => {
      const old = this.#rows[y];
      const change = changeOf(old, row);
      if (change === undefined) return;
      changed.push(vertically(at, y, this.#rows.length), change);
      at = y;
      if (!old) this.#rows = [...this.#rows, []];
    });
    if (rows.length < this.#rows.length) {
      changed.push(vertically(at, rows.length, this.#rows.length), '\r', CLEAR_BELOW);
      at = rows.length;
    }
    // On a single line nothing can be seen to jump.
    const isLarge = changed.length > 2;
    const move = vertically(at, cursorRow, this.#rows.length) + column(cursorColumn);
    this.#rows = rows;
    this.#cursorRow = cursorRow;
    return isLarge ? HIDE_CURSOR + changed.join('') + move + SHOW_CURSOR : changed.join('') + move;
  }

  /** What to send to take the frame off the screen: the cursor is then where the frame began. */
  erase(): string {
    const move = `${vertically(this.#cursorRow, 0, this.#rows.length)}\r${CLEAR_BELOW}`;
    this.forget();
    return move;
  }

  /** The same on a terminal whose width has changed, and which broke the frame's rows anew. */
  eraseAt(columns: number): string {
    const heightOf = (row: Row): number => Math.max(1, Math.ceil(rowWidth(row) / Math.max(1, columns)));
    const above = this.#rows.slice(0, this.#cursorRow).reduce((sum, row) => sum + heightOf(row), 0);
    this.forget();
    return `${above > 0 ? `\u001b[${above}A` : ''}\r${CLEAR_BELOW}`;
  }

  /** What to send to go on below the frame; it stays on the screen. */
  leave(): string {
    const move = `${vertically(this.#cursorRow, Math.max(0, this.#rows.length - 1), this.#rows.length)}\r\n`;
    this.forget();
    return move;
  }

  forget(): void {
    this.#rows = [];
    this.#cursorRow = 0;
  }
}

const column = (x: number): string => (x > 0 ? `\r\u001b[${x}C` : '\r');

/** Up and down among rows that are there; below the last one, new rows are made. */
function vertically(from: number, to: number, count: number): string {
  if (to < from) return `\u001b[${from - to}A`;
  const last = Math.max(0, count - 1);
  const down = Math.max(0, Math.min(to, last) - from);
  const made = Math.max(0, to - Math.max(from, last));
  return (down > 0 ? `\u001b[${down}B` : '') + (made > 0 ? '\r'.concat('\n'.repeat(made)) : '');
}

/** What makes of one row another, from wherever the cursor is in it; nothing where they are the same. */
function changeOf(old: Row | undefined, row: Row): string | undefined {
  if (!old) return `\r${paintCells(row)}`;
  const start = firstDifference(old, row);
  if (start === row.length && start === old.length) return undefined;
  const end = rowWidth(old) === rowWidth(row) ? lastDifference(old, row, start) : row.length;
  const x = rowWidth(row.slice(0, start));
  const clear = rowWidth(old) > rowWidth(row) ? CLEAR_RIGHT : '';
  return column(x) + paintCells(row.slice(start, end)) + clear;
}

const isSame = (a: Cell | undefined, b: Cell | undefined): boolean => a?.text === b?.text && a?.style === b?.style;

function firstDifference(a: Row, b: Row): number {
  let index = 0;
  while (index < a.length && index < b.length && isSame(a[index], b[index])) index++;
  return index;
}

/** The end of the last cell that differs, in the new row; both are equally wide. */
function lastDifference(old: Row, row: Row, start: number): number {
  let back = 0;
  while (
    back < row.length - start &&
    back < old.length - start &&
    isSame(old[old.length - 1 - back], row[row.length - 1 - back])
  )
    back++;
  return row.length - back;
}
