import { cellWidth, Lines, Pager, plainText, type Terminal } from '../../terminal/index.js';
import type { TextSink } from '../output.js';

/** So far a result may be ahead of what is looked at, in characters; then its query waits. */
const AHEAD = 64 * 1024 * 1024;
/** Lines for the summary and the next prompt. */
const SPARE = 2;
/** The head of a box: its upper edge, the names, the line below them. */
const BOX_HEAD = 3;
const BRAKE_MS = 50;

export interface ResultScreenOptions {
  readonly terminal: Terminal;
  /** Whether what is longer than the screen may be shown page by page. */
  pages(): boolean;
  /** What is going on, while something is. */
  state(): string;
  /** Stops the query. @returns false where none runs */
  interrupt(): boolean;
}

/** Where results go on a terminal: on the screen as they come; what does not fit it, into a pager. */
export class ResultScreen implements TextSink {
  #pending: string[] = [];
  #size = 0;
  #lines = new Lines();
  #rowsShown = 0;
  #pager: Pager | undefined;
  #progress = false;
  #atLineStart = true;
  #total = 0;
  /** The pager was left while the query ran: nobody wants the rest. */
  #isUnwanted = false;
  #talk: string[] = [];

  constructor(private readonly options: ResultScreenOptions) {}

  write(text: string): void {
    this.#pending.push(text);
    this.#size += text.length;
  }

  async flush(atLeast = 0): Promise<void> {
    if (this.#size < atLeast) return;
    this.show();
    // The pager is far behind: let its reader catch up.
    while (this.#pager?.isOpen && this.#total > AHEAD && this.#pager.bottom < this.#lines.count) {
      await new Promise((resolve) => setTimeout(resolve, BRAKE_MS));
    }
  }

  /** Shows what was written. */
  show(): void {
    if (this.#size === 0) return;
    const text = this.#pending.join('');
    this.#pending = [];
    this.#size = 0;
    if (this.#isUnwanted) return;
    this.#total += text.length;
    if (this.options.pages()) this.#printOrPage(text);
    else this.#print(text);
  }

  #printOrPage(text: string): void {
    this.#lines.append(text);
    if (this.#pager) return;
    const { rows, columns } = this.options.terminal;
    const room = rows - SPARE - this.#rowsShown;
    if (rowsOf(text, columns) <= room) {
      this.#print(text);
      return;
    }
    this.#print(firstRows(text, room, columns));
    this.#openPager();
  }

  #print(text: string): void {
    if (text === '') return;
    this.hideProgress();
    this.#rowsShown += rowsOf(text, this.options.terminal.columns);
    this.#atLineStart = text.endsWith('\n');
    this.options.terminal.write(text);
  }

  #openPager(): void {
    this.hideProgress();
    const head = plainText(this.#lines.line(0) ?? '').startsWith('┌') ? BOX_HEAD : 0;
    const { terminal, state, interrupt } = this.options;
    const pager = new Pager(terminal, { lines: this.#lines, head, state, interrupt });
    this.#pager = pager;
    void pager.left.then(() => {
      this.#isUnwanted = interrupt();
      // The first screenful stays behind: it is not all.
      terminal.write('⋮\n');
    });
  }

  /** A line for people: below the results, once they are no longer on a screen of their own. */
  tell(line: string): void {
    if (this.#isUnwanted) return;
    if (this.#pager?.isOpen) {
      this.#talk.push(line);
      return;
    }
    this.show();
    this.hideProgress();
    if (!this.#atLineStart) this.options.terminal.write('\n');
    this.#atLineStart = true;
    this.#rowsShown += rowsOf(`${line}\n`, this.options.terminal.columns);
    this.options.terminal.write(`${line}\n`);
  }

  /** A line at the bottom that goes away when anything else is shown. */
  showProgress(text: string): void {
    if (this.#pager?.isOpen) this.#pager.draw();
    if (this.#pager || !this.#atLineStart) return;
    this.options.terminal.write(`\r\u001b[2m${text}\u001b[0m\u001b[K`);
    this.#progress = true;
  }

  hideProgress(): void {
    if (this.#progress) this.options.terminal.write('\r\u001b[K');
    this.#progress = false;
  }

  /** The input has run: waits until its results were looked at, and is ready for the next. @returns whether all of them were wanted */
  async done(): Promise<boolean> {
    this.show();
    this.hideProgress();
    if (this.#pager?.isOpen) {
      this.#pager.draw();
      await this.#pager.left;
    }
    this.#lines.close();
    const isWanted = !this.#isUnwanted;
    this.#isUnwanted = false;
    this.#pager = undefined;
    for (const line of this.#talk.splice(0)) this.tell(line);
    if (!this.#atLineStart) this.options.terminal.write('\n');
    this.#lines = new Lines();
    this.#rowsShown = 0;
    this.#total = 0;
    this.#atLineStart = true;
    return isWanted;
  }
}

/** Rows of the screen that whole lines take. */
function rowsOf(text: string, columns: number): number {
  let rows = 0;
  for (const line of text.split('\n').slice(0, -1)) rows += heightOf(line, columns);
  return rows;
}

const heightOf = (line: string, columns: number): number =>
  line.length <= columns && !line.includes('\u001b') ? 1 : Math.max(1, Math.ceil(cellWidth(plainText(line)) / columns));

/** The first lines of a text, as many as fit so many rows. */
function firstRows(text: string, rows: number, columns: number): string {
  let left = rows;
  let end = 0;
  for (let next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', end)) {
    left -= heightOf(text.slice(end, next), columns);
    if (left < 0) break;
    end = next + 1;
  }
  return text.slice(0, end);
}
