import t from 'tap';
import { type Key, Lines, startView, turned, type View, viewFrame } from '../../src/terminal/index.js';

const SIZE = { columns: 20, rows: 6 };
const key = (name: string): Key => (name.length > 1 ? { kind: 'key', name } : { kind: 'text', text: name });

function linesOf(count: number): Lines {
  const lines = new Lines();
  lines.append('name\n');
  for (let index = 1; index < count; index++) lines.append(`line ${index}\n`);
  return lines;
}

function after(lines: Lines, head: number, ...keys: string[]): View {
  let view = startView(head);
  for (const name of keys) view = turned(view, key(name), lines, SIZE) ?? view;
  return view;
}

const shown = (view: View, lines: Lines): string[] =>
  viewFrame(view, lines, SIZE, '').rows.map((row) =>
    row
      .map((cell) => cell.text)
      .join('')
      .trimEnd(),
  );

t.test('moving', async (t) => {
  const lines = linesOf(100);
  t.strictSame(shown(after(lines, 1), lines).slice(0, 5), ['name', 'line 1', 'line 2', 'line 3', 'line 4']);
  t.equal(after(lines, 1, ' ').top, 4);
  t.equal(after(lines, 1, ' ', 'b', 'k').top, 0, 'no further than to the top');
  t.equal(after(lines, 1, 'G').top, 95);
  t.equal(after(lines, 1, 'G', 'j').top, 95, 'nor to the end');
  t.equal(after(lines, 0, 'd', 'down').top, 4);
  t.strictSame(shown(after(lines, 0, 'right'), lines)[1], '', 'what is to the left is out of sight');
  t.equal(after(lines, 0, 'right', 'left').left, 0);
  t.equal(turned(startView(), key('q'), lines, SIZE), undefined);
});

t.test('the end goes on as lines come', async (t) => {
  const lines = linesOf(10);
  const view = after(lines, 0, 'G');
  lines.append('last\n');
  t.equal(shown(view, lines)[4], 'last');
  t.match(shown(view, lines)[5], /^ lines 7-11/);
});

t.test('searching', async (t) => {
  const lines = linesOf(300);
  const found = after(lines, 1, '/', 'l', 'i', 'n', 'e', ' ', '2', '5', 'enter');
  t.equal(shown(found, lines)[1], 'line 25');
  t.equal(shown(after(lines, 1, '/', '2', '5', 'enter', 'n'), lines)[1], 'line 125');
  t.equal(shown(after(lines, 1, '/', '2', '5', 'enter', 'n', 'N'), lines)[1], 'line 25');
  t.match(after(lines, 1, '/', 'L', 'I', 'enter').note, 'not found: LI');
  t.equal(after(lines, 1, '/', 'x', 'escape').needle, '');
});

t.test('any number of lines, some megabytes of them in memory', async (t) => {
  const lines = new Lines();
  t.teardown(() => lines.close());
  const before = process.memoryUsage().rss;
  const COUNT = 1_000_000;
  for (let index = 0; index < COUNT; index += 100) {
    let text = '';
    for (let line = index; line < index + 100; line++) text += `${line} ${'ä'.repeat(60)}\n`;
    lines.append(text);
  }
  t.equal(lines.count, COUNT);
  for (const number of [0, 1, 999, 500_000, 999_998, 999_999]) t.match(lines.line(number), `${number} ä`);
  t.equal(lines.line(COUNT), undefined);
  const grownMiB = (process.memoryUsage().rss - before) / 1024 ** 2;
  t.ok(grownMiB < 80, `128 MB of text took ${grownMiB.toFixed(0)} MiB`);
});

t.test('lines may come in any parts', async (t) => {
  const lines = new Lines();
  lines.append('a');
  t.equal(lines.count, 1);
  t.equal(lines.line(0), 'a');
  lines.append('b\nc');
  lines.append('\n\n');
  t.strictSame(
    [0, 1, 2, 3].map((number) => lines.line(number)),
    ['ab', 'c', '', undefined],
  );
  t.equal(lines.count, 3);
});

t.test('colours are kept where a line is cut, and nothing else comes through', async (t) => {
  const lines = new Lines();
  lines.append('\u001b[1mab\u001b[0m\u001b[2J日本\u001b]0;x\n');
  const [row = []] = viewFrame(startView(), lines, SIZE, '').rows;
  t.equal(row.find(({ text }) => text === 'b')?.style, '1');
  t.equal(row.find(({ text }) => text === '日')?.style, '');
  t.notMatch(row.map(({ text }) => text).join(''), /\u001b|2J/);
  const [cut = []] = viewFrame({ ...startView(), left: 3 }, lines, SIZE, '').rows;
  t.equal(
    cut
      .map(({ text }) => text)
      .join('')
      .slice(0, 2),
    ' 本',
    'half a wide character is a blank',
  );
});
