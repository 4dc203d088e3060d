import {
  type Effect,
  freshReader,
  type Hooks,
  type Key,
  type Look,
  Painter,
  press,
  readerFrame,
  submittedFrame,
  type Terminal,
} from '../../terminal/index.js';

export type Typed =
  | { readonly kind: 'text'; readonly text: string }
  /** Ctrl-C: the text was given up. */
  | { readonly kind: 'cancelled' }
  /** Ctrl-D, or the terminal is gone. */
  | { readonly kind: 'end' };

export interface Reading {
  readonly terminal: Terminal;
  readonly hooks: Hooks;
  readonly entries: readonly string[];
  /** How things look at the terminal's size of the moment. */
  look(): Look;
  /** What was killed in earlier inputs; what is killed in this one is added. */
  readonly killed: string[];
}

const CLEAR_SCREEN = '\u001b[H\u001b[2J';
const BELL = '\u0007';

/** One input from the terminal, from an empty line to Enter at its end. */
export function readStatement({ terminal, hooks, entries, look, killed }: Reading): Promise<Typed> {
  const painter = new Painter();
  let reader = freshReader(entries, killed);
  let isDrawn = true;

  const draw = (): void => {
    isDrawn = true;
    terminal.write(painter.paint(readerFrame(reader, look())));
  };
  /** Keys that come at once are drawn once. */
  const drawSoon = (): void => {
    if (!isDrawn) return;
    isDrawn = false;
    setImmediate(() => {
      if (!isDrawn) draw();
    });
  };
  const leave = (sign: string): void => {
    isDrawn = true;
    const frame = submittedFrame({ ...reader, menu: undefined, search: undefined }, look());
    // A text that was higher than the screen is printed once more as a whole.
    const isWhole = frame.rows.length <= terminal.rows;
    terminal.write((isWhole ? '' : painter.erase()) + painter.paint(frame) + sign + painter.leave());
  };

  return new Promise((resolve) => {
    const finish = (typed: Typed): void => {
      unlisten();
      killed.splice(0, killed.length, ...reader.editor.killed);
      leave(typed.kind === 'cancelled' ? '^C' : '');
      resolve(typed);
    };
    const effects: Record<Effect, () => void> = {
      none: drawSoon,
      bell() {
        terminal.write(BELL);
        drawSoon();
      },
      submit: () => finish({ kind: 'text', text: reader.editor.text }),
      cancel: () => finish({ kind: 'cancelled' }),
      end: () => finish({ kind: 'end' }),
      clear() {
        painter.forget();
        terminal.write(CLEAR_SCREEN);
        draw();
      },
      suspend() {
        terminal.write(painter.erase());
        terminal.suspend();
        draw();
      },
    };
    const unlisten = terminal.listen({
      key(key: Key) {
        const pressed = press(reader, key, hooks);
        reader = pressed.reader;
        effects[pressed.effect]();
      },
      resize() {
        terminal.write(painter.eraseAt(terminal.columns));
        draw();
      },
      end: () => finish({ kind: 'end' }),
    });
    draw();
  });
}
