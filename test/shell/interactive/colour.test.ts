import fc from 'fast-check';
import t from 'tap';
import { coloured } from '../../../src/shell/interactive/colour.js';

const stylesOf = (text: string): string[] =>
  coloured(text).map(({ start, end, style }) => `${text.slice(start, end)}:${style}`);

t.test('each part of a statement has its colour', async (t) => {
  t.strictSame(stylesOf("SELECT count(*), 'x', 12.5 FROM t -- why"), [
    'SELECT:34;1',
    'count:35',
    "'x':32",
    '12.5:36',
    'FROM:34;1',
    '-- why:2',
  ]);
  t.strictSame(stylesOf("x = 'unclosed"), ["'unclosed:32"]);
  t.strictSame(stylesOf('t.key = :a'), [':a:36'], 'behind a dot no word is a keyword');
  t.strictSame(stylesOf('.mode csv'), ['.mode:35;1']);
});

t.test('whatever is typed, the stretches are in order and inside the text', async () => {
  const piece = fc.constantFrom('SELECT ', "'", '"', '--', '/*', '*/', '\n', 'x', '1', '(', '.', '日', '\u0000', ';');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      let at = 0;
      for (const { start, end } of coloured(text)) {
        if (start < at || end <= start || end > text.length) return false;
        at = end;
      }
      return true;
    }),
  );
});
