import xterm from '@xterm/headless';
import fc from 'fast-check';
import t from 'tap';
import { cellsOf, type Frame, Painter, rowWidth, styled } from '../../src/terminal/index.js';

const COLUMNS = 12;
const ROWS = 8;

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '日', 'e\u0301'), maxLength: 12 }).map((text) => {
  let kept = cellsOf(text);
  while (rowWidth(kept) > COLUMNS) kept = kept.slice(0, -1);
  return kept.map((cell) => cell.text).join('');
});
const row = fc.tuple(text, fc.constantFrom('', '1', '32')).map(([text, style]) => cellsOf(text, style));
const frame: fc.Arbitrary<Frame> = fc
  .array(row, { minLength: 1, maxLength: ROWS - 2 })
  .chain((rows) =>
    fc
      .tuple(fc.nat(rows.length - 1), fc.nat(COLUMNS - 1))
      .map(([cursorRow, cursorColumn]) => ({ rows, cursorRow, cursorColumn })),
  );

/** What a terminal shows of some bytes, from the line `top` on. */
async function shown(bytes: string): Promise<{ lines: string[]; cursor: [number, number] }> {
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true, convertEol: false });
  await new Promise<void>((done) => terminal.write(bytes, done));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, y) =>
    (active.getLine(y)?.translateToString() ?? '').trimEnd(),
  );
  while (lines.at(-1) === '') lines.pop();
  return { lines, cursor: [active.baseY + active.cursorY, active.cursorX] };
}

t.test('whatever stood there before, the screen shows the frame', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 6 }), fc.nat(ROWS), async (frames, above) => {
      const painter = new Painter();
      const before = 'x\r\n'.repeat(above);
      const bytes = frames.map((one) => painter.paint(one)).join('');
      const last = frames.at(-1);
      const { lines, cursor } = await shown(before + bytes);
      const expected =
        last?.rows.map((cells) =>
          cells
            .map((cell) => cell.text)
            .join('')
            .trimEnd(),
        ) ?? [];
      while (expected.at(-1) === '') expected.pop();
      t.strictSame(lines.slice(above), expected);
      t.strictSame(cursor, [above + (last?.cursorRow ?? 0), last?.cursorColumn ?? 0]);
      t.strictSame(lines.slice(0, above), 'x'.repeat(above).split(''), 'nothing above is touched');
    }),
    { numRuns: 300 },
  );
});

t.test('only what has changed is sent', async (t) => {
  const painter = new Painter();
  const rows = Array.from({ length: 20 }, (_, index) => cellsOf(`line ${index} of a long statement`));
  painter.paint({ rows, cursorRow: 0, cursorColumn: 0 });
  const same = painter.paint({ rows: rows.map((row) => [...row]), cursorRow: 0, cursorColumn: 0 });
  t.equal(same, '\r');
  const changed = rows.with(7, cellsOf('line 7 of a lone statement'));
  t.ok(painter.paint({ rows: changed, cursorRow: 0, cursorColumn: 0 }).length < 40);
});

t.test('a style ends where its text does', async (t) => {
  t.equal(styled('1', 'x'), '\u001b[0;1mx\u001b[0m');
  t.equal(styled('', 'x'), 'x');
});
