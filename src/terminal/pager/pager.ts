import { Painter } from '../draw/index.js';
import type { Key } from '../keys.js';
import type { Terminal } from '../terminal.js';
import type { Lines } from './lines.js';
import { startView, turned, type View, viewFrame } from './view.js';

const ENTER = '\u001b[?1049h\u001b[H';
const LEAVE = '\u001b[?1049l';
const HOME_CLEAR = '\u001b[H\u001b[2J';

export interface PagerOptions {
  readonly lines: Lines;
  /** Lines that stay on top. */
  readonly head: number;
  /** What is going on, for the last line; '' when nothing is. */
  state(): string;
  /** Ctrl-C. @returns whether there was something to stop; else the pager ends */
  interrupt(): boolean;
}

/** Shows lines on a screen of its own, page by page, also while more of them come. */
export class Pager {
  readonly #painter = new Painter();
  readonly #unlisten: () => void;
  /** Resolves when it was left. */
  readonly left: Promise<void>;
  #view: View;
  #leave: () => void = () => {};
  #isOpen = true;

  constructor(
    private readonly terminal: Terminal,
    private readonly options: PagerOptions,
  ) {
    this.#view = startView(options.head);
    this.left = new Promise((resolve) => {
      this.#leave = resolve;
    });
    this.#unlisten = terminal.listen({
      key: (key) => this.#press(key),
      resize: () => this.#redraw(),
      end: () => this.close(),
    });
    terminal.write(ENTER + HOME_CLEAR);
    this.draw();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Number of the last line that is shown. */
  get bottom(): number {
    if (this.#view.follows) return Number.POSITIVE_INFINITY;
    return this.#view.head + this.#view.top + this.terminal.rows;
  }

  #press(key: Key): void {
    // Letters may come several at once.
    const keys: Key[] = key.kind === 'text' ? [...key.text].map((text): Key => ({ kind: 'text', text })) : [key];
    for (const one of keys) {
      if (one.kind === 'key' && one.name === 'C-c' && !this.#view.typing && this.options.interrupt()) continue;
      if (one.kind === 'key' && one.name === 'C-l') {
        this.#redraw();
        continue;
      }
      if (!this.#isOpen) {
        this.terminal.keep(one);
        continue;
      }
      const next = turned(this.#view, one, this.options.lines, this.terminal);
      if (!next) this.close();
      else this.#view = next;
    }
    this.draw();
  }

  #redraw(): void {
    this.terminal.write(HOME_CLEAR);
    this.#painter.forget();
    this.draw();
  }

  /** Brings the screen up to date: lines have come, or the state has changed. */
  draw(): void {
    if (!this.#isOpen) return;
    this.terminal.write(
      this.#painter.paint(viewFrame(this.#view, this.options.lines, this.terminal, this.options.state())),
    );
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#unlisten();
    this.terminal.write(LEAVE);
    this.#leave();
  }
}
