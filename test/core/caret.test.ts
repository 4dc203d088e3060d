import t from 'tap';
import { describeError, excerpt, lineAndColumn, SqlError, textWidth } from '../../src/core/index.js';

const at = (text: string, marked: string): SqlError => {
  const start = text.indexOf(marked);
  return new SqlError('syntax-error', 'wrong', { start, end: start + marked.length });
};

const cases: readonly (readonly [name: string, text: string, marked: string, shown: readonly string[]])[] = [
  ['a line', 'select a b z', 'z', ['wrong (line 1, column 12)', '  select a b z', '             ^']],
  ['a run', 'select from t', 'from', ['wrong (line 1, column 8)', '  select from t', '         ^^^^']],
  ['a later line', 'select a,\n  b c d\nfrom t', 'd', ['wrong (line 2, column 7)', '    b c d', '        ^']],
  ['the end of a line', 'select a\nfrom t', 'a\nfrom', ['wrong (line 1, column 8)', '  select a', '         ^']],
  ['CRLF', 'select a,\r\n  b c d\r\nfrom t', 'd', ['wrong (line 2, column 7)', '    b c d', '        ^']],
  ['tabs', 'a\t\tb', 'b', ['wrong (line 1, column 4)', '  a        b', '           ^']],
  ['a tab in the run', 'a\tb', 'a\tb', ['wrong (line 1, column 1)', '  a    b', '  ^^^^^^']],
  [
    'wide characters',
    "select '日本', x",
    'x',
    ['wrong (line 1, column 14)', "  select '日本', x", '                 ^'],
  ],
  ['a wide run', 'select 日本 x', '日本', ['wrong (line 1, column 8)', '  select 日本 x', '         ^^^^']],
  ['combining marks', 'cafe\u0301 x', 'x', ['wrong (line 1, column 7)', '  cafe\u0301 x', '       ^']],
  ['beyond the basic plane', '😀😀 x', 'x', ['wrong (line 1, column 4)', '  😀😀 x', '       ^']],
  ['control characters', 'a\u001b[31m b', 'b', ['wrong (line 1, column 8)', '  a\ufffd[31m b', '         ^']],
  ['text that runs backwards', 'a \u202e b', 'b', ['wrong (line 1, column 5)', '  a \ufffd b', '      ^']],
  ['half a character', 'a \ud800 b', 'b', ['wrong (line 1, column 5)', '  a \ufffd b', '      ^']],
  ['what is no UTF-8', 'a \udcff b', 'b', ['wrong (line 1, column 5)', '  a \ufffd b', '      ^']],
];

for (const [name, text, marked, shown] of cases) {
  t.test(name, (t) => {
    t.equal(describeError(at(text, marked), text), shown.join('\n'));
    t.end();
  });
}

t.test('past the last character', (t) => {
  const error = new SqlError('incomplete-input', 'incomplete input', { start: 8, end: 8 }, 'go on');
  t.equal(
    describeError(error, 'select a'),
    'incomplete input (line 1, column 9)\n  select a\n          ^\nhint: go on',
  );
  t.equal(describeError(error, ''), 'incomplete input (line 1, column 1)\n  \n  ^\nhint: go on');
  t.end();
});

t.test('without a place', (t) => {
  t.equal(describeError(new SqlError('timeout', 'took too long'), 'select 1'), 'took too long');
  t.end();
});

t.test('painted', (t) => {
  const text = 'select a b';
  t.equal(
    describeError(at(text, 'b'), text, (part) => `<${part}>`)
      .split('\n')
      .slice(1)
      .join('|'),
    '  select a <b>|           <^>',
  );
  t.end();
});

t.test('a long line is cut around the place', (t) => {
  const words = 'word '.repeat(2_000);
  for (const offset of [0, 3, 50, 61, 100, 5_000, 9_990, 9_999]) {
    const { before, marked, after } = excerpt(words, { start: offset, end: offset + 1 });
    const shown = before + marked + after;
    t.ok(textWidth(shown) <= 101, `${offset}: ${textWidth(shown)} columns`);
    t.equal(marked, words[offset] ?? '', `${offset}`);
    t.ok(words.includes(shown.replaceAll('…', '')), `${offset} shows what is there`);
    t.equal(before.startsWith('…'), offset > 60, `${offset}: cut on the left`);
    t.equal(after.endsWith('…'), offset < 9_950, `${offset}: cut on the right`);
  }
  const { marked, after } = excerpt(words, { start: 0, end: 9_000 });
  t.ok(textWidth(marked) <= 101);
  t.equal(after, '');
  t.end();
});

t.test('a line of 10 MB takes no time to speak of', (t) => {
  const text = 'x'.repeat(10 << 20);
  const start = performance.now();
  const described = describeError(new SqlError('syntax-error', 'wrong', { start: 9 << 20, end: 10 << 20 }), text);
  t.ok(described.length < 400);
  t.match(described, /line 1, column 9437185/);
  t.ok(performance.now() - start < 2_000);
  t.end();
});

t.test('line and column', (t) => {
  const text = 'a\nbc\r\n\n😀d';
  const places = [0, 1, 2, 4, 6, 7, 9, 10].map((offset) => lineAndColumn(text, offset));
  t.strictSame(
    places.map(({ line, column }) => `${line}:${column}`),
    ['1:1', '1:2', '2:1', '2:3', '3:1', '4:1', '4:2', '4:3'],
  );
  t.end();
});

t.test('width', (t) => {
  for (const [text, width] of [
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['ｆ', 2],
    ['한', 2],
    ['😀', 2],
    ['\u200b', 0],
  ] as const) {
    t.equal(textWidth(text), width, text);
  }
  t.end();
});
