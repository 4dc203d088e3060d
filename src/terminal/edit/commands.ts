import { type Editor, killed, movedTo, redo, replaced, undo } from './editor.js';
import { blankLeft, columnOf, left, lineEnd, lineStart, right, vertical, wordLeft, wordRight } from './motions.js';

export type Command = (editor: Editor) => Editor;

/** Characters as they are typed. */
export const typed = (editor: Editor, text: string): Editor =>
  replaced(editor, editor.cursor, editor.cursor, text, { kind: 'typing' });

/** Text from elsewhere: undone by itself. */
export const inserted = (editor: Editor, text: string): Editor => replaced(editor, editor.cursor, editor.cursor, text);

const motion =
  (to: (text: string, cursor: number) => number): Command =>
  (editor) =>
    movedTo(editor, to(editor.text, editor.cursor));

const kill =
  (to: (text: string, cursor: number) => number): Command =>
  (editor) => {
    const end = to(editor.text, editor.cursor);
    return killed(editor, Math.min(end, editor.cursor), Math.max(end, editor.cursor));
  };

const erase =
  (to: (text: string, cursor: number) => number): Command =>
  (editor) => {
    const end = to(editor.text, editor.cursor);
    if (end === editor.cursor) return editor;
    return replaced(editor, Math.min(end, editor.cursor), Math.max(end, editor.cursor), '');
  };

/** To the end of the line; at the end, the newline itself. */
const restOfLine = (text: string, at: number): number => {
  const end = lineEnd(text, at);
  return end === at && end < text.length ? end + 1 : end;
};

const yank: Command = (editor) => {
  const text = editor.killed.at(-1);
  if (text === undefined) return editor;
  const from = editor.cursor;
  return replaced(editor, from, from, text, { kind: 'yank', from, to: from + text.length, depth: 1 });
};

/** After a yank, what was killed before that instead. */
const yankEarlier: Command = (editor) => {
  if (editor.last.kind !== 'yank') return editor;
  const { from, to } = editor.last;
  const depth = (editor.last.depth % editor.killed.length) + 1;
  const text = editor.killed.at(-depth) ?? '';
  return replaced(editor, from, to, text, { kind: 'yank', from, to: from + text.length, depth });
};

/** The characters around the cursor change places; at the end of a line, the two before it. */
const transpose: Command = (editor) => {
  const { text, cursor } = editor;
  const isAtEnd = cursor === lineEnd(text, cursor);
  const middle = isAtEnd ? left(text, cursor) : cursor;
  const from = left(text, middle);
  const to = right(text, middle);
  if (middle <= lineStart(text, cursor) || to === middle) return editor;
  return replaced(editor, from, to, text.slice(middle, to) + text.slice(from, middle));
};

/** The word from the cursor on, changed. */
const word =
  (change: (word: string) => string): Command =>
  (editor) => {
    const to = wordRight(editor.text, editor.cursor);
    return to === editor.cursor
      ? editor
      : replaced(editor, editor.cursor, to, change(editor.text.slice(editor.cursor, to)));
  };

const capitalised = (text: string): string => text.toLowerCase().replace(/[\p{L}\p{N}]/u, (char) => char.toUpperCase());

/** One line up or down, or undefined where there is none. The cursor keeps to the column it set out from. */
export function lineUpOrDown(editor: Editor, direction: -1 | 1): Editor | undefined {
  const { text, cursor, last } = editor;
  const column = last.kind === 'vertical' ? last.column : columnOf(text, cursor);
  const to = vertical(text, cursor, direction, column);
  return to === undefined ? undefined : movedTo(editor, to, { kind: 'vertical', column });
}

/** By key, as readline(3) and Emacs have them. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['C-a', motion(lineStart)],
  ['home', motion(lineStart)],
  ['C-e', motion(lineEnd)],
  ['end', motion(lineEnd)],
  ['C-b', motion(left)],
  ['left', motion(left)],
  ['C-f', motion(right)],
  ['right', motion(right)],
  ['M-b', motion(wordLeft)],
  ['C-left', motion(wordLeft)],
  ['M-left', motion(wordLeft)],
  ['M-f', motion(wordRight)],
  ['C-right', motion(wordRight)],
  ['M-right', motion(wordRight)],
  ['M-<', motion(() => 0)],
  ['C-home', motion(() => 0)],
  ['M->', motion((text) => text.length)],
  ['C-end', motion((text) => text.length)],
  ['backspace', erase(left)],
  ['delete', erase(right)],
  ['C-d', erase(right)],
  ['C-k', kill(restOfLine)],
  ['C-u', kill(lineStart)],
  ['C-w', kill(blankLeft)],
  ['M-backspace', kill(wordLeft)],
  ['C-backspace', kill(wordLeft)],
  ['M-d', kill(wordRight)],
  ['C-delete', kill(wordRight)],
  ['C-y', yank],
  ['M-y', yankEarlier],
  ['C-t', transpose],
  ['M-u', word((text) => text.toUpperCase())],
  ['M-l', word((text) => text.toLowerCase())],
  ['M-c', word(capitalised)],
  ['C-_', undo],
  ['M-_', redo],
  ['M-enter', (editor) => inserted(editor, '\n')],
]);
