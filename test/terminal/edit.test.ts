import fc from 'fast-check';
import t from 'tap';
import { COMMANDS, type Editor, emptyEditor, inserted, lineUpOrDown, typed, undo } from '../../src/terminal/index.js';

/** `ab|c`: the bar is the cursor. */
function editorOf(picture: string): Editor {
  const cursor = picture.indexOf('|');
  return { ...emptyEditor, text: picture.replace('|', ''), cursor };
}

const picture = ({ text, cursor }: Editor): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

/** What keys make of a text; a single character is typed. */
function after(start: string, ...keys: string[]): string {
  let editor = editorOf(start);
  for (const key of keys) {
    const command = COMMANDS.get(key);
    if (command) editor = command(editor);
    else if (key === 'up' || key === 'down') editor = lineUpOrDown(editor, key === 'up' ? -1 : 1) ?? editor;
    else editor = typed(editor, key);
  }
  return picture(editor);
}

const CASES: readonly [what: string, start: string, keys: readonly string[], end: string][] = [
  ['to the ends of the line', 'ab\ncd|ef\ngh', ['C-a'], 'ab\n|cdef\ngh'],
  ['', 'ab\ncd|ef\ngh', ['C-e'], 'ab\ncdef|\ngh'],
  ['to the ends of the text', 'ab\ncd|ef', ['M-<'], '|ab\ncdef'],
  ['', 'ab|\ncdef', ['M->'], 'ab\ncdef|'],
  ['a character is what looks like one', 'e\u0301|', ['left'], '|e\u0301'],
  ['', '|👨‍👩‍👧x', ['right'], '👨‍👩‍👧|x'],
  ['', 'a👨‍👩‍👧|', ['backspace'], 'a|'],
  ['', '|日本', ['delete'], '|本'],
  ['words', 'select |name from', ['M-f', 'M-f'], 'select name from|'],
  ['', 'a.bc_d  =|', ['M-b'], 'a.|bc_d  ='],
  ['what is killed is yanked', 'select na|me', ['C-w', 'C-y', 'C-y'], 'select nana|me'],
  ['', 'ab|cd\nef', ['C-k', 'C-k', 'C-y'], 'abcd\n|ef'],
  ['', 'ab c|d', ['C-u', 'C-e', 'C-y'], 'dab c|'],
  ['kills in a row are one', 'a b c|', ['C-w', 'C-w', 'C-y'], 'a b c|'],
  ['', 'a b c|', ['C-w', 'C-a', 'M-d', 'C-y', 'M-y'], 'c| b '],
  ['characters change places', 'ab|c', ['C-t'], 'acb|'],
  ['', 'abc|', ['C-t'], 'acb|'],
  ['', '|abc', ['C-t'], '|abc'],
  ['case', '|select x', ['M-u'], 'SELECT| x'],
  ['', '|SELECT x', ['M-l'], 'select| x'],
  ['', '| sELECT x', ['M-c'], ' Select| x'],
  ['up and down keep to the column', 'abcdef\ng\nhij|kl', ['up', 'up'], 'abc|def\ng\nhijkl'],
  ['', 'ab|c\nd', ['down'], 'abc\nd|'],
  ['', '日本|x\nabcdef', ['down'], '日本x\nabcd|ef'],
  ['what is typed in one go is undone at once', '|', ['a', 'b', 'c', 'C-_'], '|'],
  ['', 'x|', ['a', 'left', 'b', 'C-_'], 'x|a'],
  ['', 'x|', ['C-w', 'C-_', 'M-_'], '|'],
  ['a newline', 'a|b', ['M-enter'], 'a\n|b'],
];

t.test('keys edit as readline(3) has it', async (t) => {
  for (const [what, start, keys, end] of CASES)
    t.equal(after(start, ...keys), end, `${what} ${start} ${keys.join(' ')}`);
});

t.test('whatever is done, the cursor is between characters, and undoing leads back', async () => {
  const step = fc.oneof(
    fc.constantFrom(...COMMANDS.keys()).filter((key) => key !== 'C-_' && key !== 'M-_'),
    fc.constantFrom('a', 'ß', '日', '😀', 'e\u0301', '\n', ' ', "'"),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let editor: Editor = inserted(emptyEditor, "SELECT 'ä'\nFROM t");
      const start = editor.text;
      for (const step of steps) editor = COMMANDS.get(step)?.(editor) ?? typed(editor, step);
      const isInside = editor.cursor >= 0 && editor.cursor <= editor.text.length;
      const splits = /^[\udc00-\udfff]/.test(editor.text.slice(editor.cursor));
      while (editor.undone.length > 1) editor = undo(editor);
      return isInside && !splits && editor.text === start;
    }),
  );
});
