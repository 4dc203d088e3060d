import fc from 'fast-check';
import t from 'tap';
import { type Box, boxRow, boxTop, boxWidths, broken, cellWidth, fit, visible } from '../../src/terminal/index.js';

const cell = (text: string, align: 'left' | 'right' = 'left') => ({ text, align, style: '' });
const box = (widths: readonly number[], long: Box['long'] = 'shorten'): Box => ({ widths, hasColour: false, long });

t.test('cells stand below each other', async (t) => {
  t.equal(boxTop(box([1, 3])), '┌───┬─────┐\n');
  t.equal(boxRow([cell('a'), cell('7', 'right')], box([1, 3])), '│ a │   7 │\n');
  t.equal(boxRow([cell('日本語'), cell('x')], box([4, 1])), '│ 日…  │ x │\n', 'half a wide character is not shown');
  t.equal(boxRow([cell('日本語'), cell('x')], box([4, 1], 'wrap')), '│ 日本 │ x │\n│ 語   │   │\n');
  t.equal(boxRow([cell('שלום')], box([5])), '│ \u200eשלום\u200e  │\n', 'in marks that take no cells');
});

t.test('every line is as wide as the box', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map(visible);
  const row = fc.array(text, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(row, fc.integer({ min: 30, max: 60 }), fc.constantFrom('shorten', 'wrap'), (texts, columns, long) => {
      const widths = boxWidths(texts.map(cellWidth), columns);
      if (!widths) return true;
      const look = box(widths, long);
      const width = cellWidth(boxTop(look).trimEnd());
      const lines = boxRow(
        texts.map((one) => cell(one)),
        look,
      )
        .split('\n')
        .slice(0, -1);
      return width <= columns && lines.every((line) => cellWidth(line) === width);
    }),
  );
});

t.test('nothing is lost where a text is wrapped', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 2, max: 10 }), (text, width) => {
      const shown = visible(text);
      return [...broken(shown, width)].join('') === shown && cellWidth(fit(shown, width)) <= width;
    }),
  );
});

t.test('the widest columns give way first', async (t) => {
  t.strictSame(boxWidths([5, 5], 80), [5, 5]);
  t.strictSame(boxWidths([5, 50], 30), [5, 18]);
  t.strictSame(boxWidths([40, 50], 31), [12, 12]);
  t.equal(boxWidths(Array(20).fill(9), 60), undefined, 'there are more than fit at all');
});

t.test('nothing that could steer a terminal stays', async (t) => {
  t.equal(visible('a\u001b[0m\n\t\0\u0085\u202e\udc80😀e\u0301'), 'a\\e[0m\\n\\t\\0\\x85\\u202e\\x80😀e\u0301');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u.test(visible(text))),
  );
});
