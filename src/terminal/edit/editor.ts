/** A text being edited. Every change gives a new one. Offsets are in UTF-16 code units, never inside a character. */
export interface Editor {
  readonly text: string;
  readonly cursor: number;
  /** What was killed, the newest last; a yank takes it from there. */
  readonly killed: readonly string[];
  readonly undone: readonly Snapshot[];
  readonly redone: readonly Snapshot[];
  /** What the last command was, for those that go on where it left off. */
  readonly last: Last;
}

export interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

export type Last =
  | { readonly kind: 'other' }
  /** Characters were typed: more of them are undone together. */
  | { readonly kind: 'typing' }
  /** Text was killed: what is killed next joins it. */
  | { readonly kind: 'kill' }
  /** This stretch was yanked, from so deep in the ring. */
  | { readonly kind: 'yank'; readonly from: number; readonly to: number; readonly depth: number }
  /** The cursor went up or down: it keeps to its column. */
  | { readonly kind: 'vertical'; readonly column: number };

export const OTHER: Last = { kind: 'other' };

const UNDO_LIMIT = 200;
const KILL_LIMIT = 30;

export const emptyEditor: Editor = { text: '', cursor: 0, killed: [], undone: [], redone: [], last: OTHER };

/** An editor with another text, as a fresh one; what was killed is kept. */
export const withText = (editor: Editor, text: string, cursor = text.length): Editor => ({
  ...emptyEditor,
  killed: editor.killed,
  text,
  cursor,
});

/** The editor with its cursor elsewhere. */
export const movedTo = (editor: Editor, cursor: number, last: Last = OTHER): Editor => ({ ...editor, cursor, last });

/** The editor with a stretch of its text replaced, and the cursor behind what came. It can be undone. */
export function replaced(editor: Editor, from: number, to: number, text: string, last: Last = OTHER): Editor {
  const { text: old, cursor, undone } = editor;
  const joins = last.kind === 'typing' && editor.last.kind === 'typing';
  return {
    ...editor,
    text: old.slice(0, from) + text + old.slice(to),
    cursor: from + text.length,
    undone: joins ? undone : [...undone.slice(-UNDO_LIMIT + 1), { text: old, cursor }],
    redone: [],
    last,
  };
}

/** The stretch goes to the kill ring: to its newest entry where something was killed just before. */
export function killed(editor: Editor, from: number, to: number): Editor {
  if (from === to) return { ...editor, last: OTHER };
  const text = editor.text.slice(from, to);
  const joins = editor.last.kind === 'kill';
  const newest = joins ? (editor.killed.at(-1) ?? '') : '';
  // What was before the cursor goes before what is there.
  const entry = from < editor.cursor ? text + newest : newest + text;
  const ring = joins ? editor.killed.slice(0, -1) : editor.killed.slice(-KILL_LIMIT + 1);
  return { ...replaced(editor, from, to, '', { kind: 'kill' }), killed: [...ring, entry] };
}

export function undo(editor: Editor): Editor {
  const before = editor.undone.at(-1);
  if (!before) return editor;
  const { text, cursor } = editor;
  return {
    ...editor,
    ...before,
    undone: editor.undone.slice(0, -1),
    redone: [...editor.redone, { text, cursor }],
    last: OTHER,
  };
}

export function redo(editor: Editor): Editor {
  const after = editor.redone.at(-1);
  if (!after) return editor;
  const { text, cursor } = editor;
  return {
    ...editor,
    ...after,
    undone: [...editor.undone, { text, cursor }],
    redone: editor.redone.slice(0, -1),
    last: OTHER,
  };
}
