import xterm from '@xterm/headless';
import { openPty, type Pty, type PtyOptions } from './pty.js';

/** Longest that anything on the screen is waited for. */
const PATIENCE_MS = 20_000;

/** How a cell is drawn; absent: as the terminal's user has it. */
export interface Style {
  readonly bold?: true;
  readonly dim?: true;
  readonly inverse?: true;
  readonly underline?: true;
  /** Number in the terminal's palette. */
  readonly colour?: number;
  readonly background?: number;
}

/** A stretch of one line in one style. */
export interface Run {
  readonly text: string;
  /** Cells. */
  readonly width: number;
  readonly style: Style;
}

/** A program in a pseudo-terminal, seen through a terminal emulator. */
export class Screen {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly pty: Pty;
  /** Every byte that the program wrote. */
  raw = '';
  #watchers = new Set<() => void>();

  constructor(command: readonly string[], options: PtyOptions) {
    const { columns: cols, rows } = options;
    this.#terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 5000 });
    this.pty = openPty(command, options);
    this.pty.onData((bytes) => {
      this.raw += bytes.toString('latin1');
      this.#terminal.write(bytes, () => this.#wake());
    });
    // Answers to what the program asks the terminal.
    this.#terminal.onData((text) => void this.pty.write(text));
    void this.pty.ended.then(() => setTimeout(() => this.#wake(), 50));
  }

  #wake(): void {
    for (const watcher of this.#watchers) watcher();
  }

  type(text: string): Promise<void> {
    return this.pty.write(text);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.pty.resize(columns, rows);
  }

  /** The lines on the screen, blanks at their ends and empty lines at its end left out. */
  get lines(): string[] {
    const buffer = this.#terminal.buffer.active;
    return this.#read(buffer.viewportY, buffer.viewportY + this.#terminal.rows);
  }

  /** The same with all that has scrolled out of it. */
  get everything(): string[] {
    return this.#read(0, this.#terminal.buffer.active.length);
  }

  #read(from: number, to: number): string[] {
    const buffer = this.#terminal.buffer.active;
    const lines: string[] = [];
    for (let y = from; y < to; y++) lines.push(buffer.getLine(y)?.translateToString(true) ?? '');
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  get text(): string {
    return this.lines.join('\n');
  }

  /** Where the cursor is, both from 0. */
  get cursor(): { readonly row: number; readonly column: number } {
    const { cursorY: row, cursorX: column } = this.#terminal.buffer.active;
    return { row, column };
  }

  /** The screen's lines with their colours. */
  get runs(): Run[][] {
    const buffer = this.#terminal.buffer.active;
    const lines: Run[][] = [];
    for (let y = 0; y < this.#terminal.rows; y++) {
      const line = buffer.getLine(buffer.viewportY + y);
      const runs: { text: string; style: Style; width: number }[] = [];
      for (let x = 0; x < this.#terminal.cols; x++) {
        const cell = line?.getCell(x);
        if (!cell || cell.getWidth() === 0) continue;
        const style: Style = {
          ...(cell.isBold() && { bold: true }),
          ...(cell.isDim() && { dim: true }),
          ...(cell.isInverse() && { inverse: true }),
          ...(cell.isUnderline() && { underline: true }),
          ...(cell.isFgPalette() && { colour: cell.getFgColor() }),
          ...(cell.isBgPalette() && { background: cell.getBgColor() }),
        };
        const last = runs.at(-1);
        const text = cell.getChars() || ' ';
        const width = cell.getWidth();
        if (last && JSON.stringify(last.style) === JSON.stringify(style)) {
          last.text += text;
          last.width += width;
        } else runs.push({ text, style, width });
      }
      lines.push(runs);
    }
    return lines;
  }

  /** Waits until the screen is so. @throws Error with the screen where it never is */
  async until(isSo: (screen: Screen) => boolean, what = isSo.toString()): Promise<void> {
    if (isSo(this)) return;
    await new Promise<void>((done, fail) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(watcher);
      };
      const timer = setTimeout(() => {
        stop();
        fail(new Error(`never: ${what}\n--- the screen:\n${this.text}\n---`));
      }, PATIENCE_MS);
      const watcher = (): void => {
        if (!isSo(this)) return;
        stop();
        done();
      };
      this.#watchers.add(watcher);
    });
  }

  /** Waits until a text is somewhere on the screen. */
  sees(text: string | RegExp): Promise<void> {
    const found = typeof text === 'string' ? (screen: string) => screen.includes(text) : (s: string) => text.test(s);
    return this.until((screen) => found(screen.text), String(text));
  }

  /** Waits until the line with the cursor is this one; `|` is the cursor. */
  line(expected: string): Promise<void> {
    return this.until((screen) => screen.cursorLine === expected, `the line ${expected}`);
  }

  /** The line the cursor is on, with `|` at its place. */
  get cursorLine(): string {
    const { row, column } = this.cursor;
    const line = (
      this.#terminal.buffer.active.getLine(this.#terminal.buffer.active.baseY + row)?.translateToString() ?? ''
    ).padEnd(column);
    return `${line.slice(0, column)}|${line.slice(column).trimEnd()}`;
  }

  async close(): Promise<void> {
    await this.pty.close();
    this.#terminal.dispose();
  }
}
