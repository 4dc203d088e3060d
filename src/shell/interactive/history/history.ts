/** What was typed in this and earlier sessions, the oldest first. */
export interface History {
  readonly entries: readonly string[];
  /** Keeps a submitted text, where it is one to be kept. */
  add(text: string): void;
  /** The session ends. */
  close(): void;
}

/** A history of this session alone. */
export function inMemory(): History {
  const entries: string[] = [];
  return {
    entries,
    add(text) {
      if (isKept(text, entries.at(-1))) entries.push(text);
    },
    close() {},
  };
}

/** Texts longer than this are pasted data, not something to be found again. */
const LONGEST = 64 * 1024;

/** A blank first keeps a text out; so does being the one before once more. */
export const isKept = (text: string, last: string | undefined): boolean =>
  text.trim() !== '' && !text.startsWith(' ') && text !== last && text.length <= LONGEST;
