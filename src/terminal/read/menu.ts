import { type Editor, replaced } from '../edit/index.js';

/** What could stand at a place. */
export interface Candidate {
  /** What is inserted. */
  readonly text: string;
  /** What is listed; absent: the text. */
  readonly label?: string;
  /** What it is, for whoever chooses. */
  readonly detail?: string;
}

/** Candidates for a stretch of the text. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly Candidate[];
}

/** Candidates to choose from; nothing is chosen at first. */
export interface Menu {
  /** The text without any of them. */
  readonly base: Editor;
  readonly completion: Completion;
  readonly selected: number | undefined;
}

/** What Tab does: inserts what all candidates begin with, and lists them where there are several. */
export function opened(editor: Editor, completion: Completion): { editor: Editor; menu: Menu | undefined } {
  const { from, to, candidates } = completion;
  const [only, ...others] = candidates;
  if (only && others.length === 0) return { editor: replaced(editor, from, to, only.text), menu: undefined };
  const typed = editor.text.slice(from, to);
  const common = commonStart(candidates.map(({ text }) => text));
  // Letters count in either case: what was typed may differ from all of them.
  if (common.length < typed.length || common === typed) {
    return { editor, menu: { base: editor, completion, selected: undefined } };
  }
  const base = replaced(editor, from, to, common);
  return { editor: base, menu: { base, completion: { ...completion, to: from + common.length }, selected: undefined } };
}

function commonStart(texts: readonly string[]): string {
  let common = texts[0] ?? '';
  for (const text of texts) {
    let length = 0;
    while (length < common.length && text[length] === common[length]) length++;
    common = common.slice(0, length);
  }
  // Half a character is none.
  return /[\ud800-\udbff]$/.test(common) ? common.slice(0, -1) : common;
}

export function stepped(menu: Menu, step: number): Menu {
  const count = menu.completion.candidates.length;
  const selected = menu.selected === undefined ? (step > 0 ? 0 : count - 1) : (menu.selected + step + count) % count;
  return { ...menu, selected };
}

/** The text with the chosen candidate in it. */
export function chosen({ base, completion: { from, to, candidates }, selected }: Menu): Editor {
  const candidate = selected === undefined ? undefined : candidates[selected];
  return candidate ? replaced(base, from, to, candidate.text) : base;
}

/** The text as it was before anything was chosen. */
export const closed = ({ base }: Menu): Editor => base;
