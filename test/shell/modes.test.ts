import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { Real, type Row } from '../../src/core/index.js';
import { MODES, type ModeName, modeNamed, nullTextOf, separatorOf } from '../../src/shell/modes/index.js';
import { isRewriting } from '../run/case-file.js';

/** Two statements; the rows hold what is hard to print. */
const FIRST = ['id', 'name', 'value'];
const ROWS: Row[] = [
  [1, 'plain', 1.5],
  [2, 'two words', new Real(1)],
  [9223372036854775807n, 'quote " and \' and , and |', Number.POSITIVE_INFINITY],
  [null, '', null],
  [5, 'line\nbreak\ttab \u001b[31mred\u0000end', new Uint8Array([0x00, 0xff])],
  [6, '日本 café cafe\u0301 👩‍👩‍👧', -0.25],
  [7, 'raw \udcff byte, turned \u202e round', 1e300],
];
const SECOND = ['id', 'id'];

interface Variant {
  readonly name: string;
  readonly width?: number;
  readonly asOsquery?: boolean;
}
const VARIANTS: Variant[] = [{ name: 'pipe' }, { name: 'terminal', width: 40 }, { name: 'osquery', asOsquery: true }];

/** The modes that osquery has. */
const OSQUERY_MODES: ReadonlySet<ModeName> = new Set([
  'pretty',
  'line',
  'list',
  'csv',
  'column',
  'json',
  'json_pretty',
]);

function print(
  mode: ModeName,
  { width, asOsquery = false }: Variant,
  statements: readonly [string[], Row[]][],
): string {
  let text = '';
  const printer = modeNamed(mode, {
    out: {
      write(piece) {
        text += piece;
      },
    },
    header: true,
    separator: asOsquery ? '|' : separatorOf(mode),
    nullText: asOsquery ? '' : nullTextOf(mode),
    width,
    colour: false,
    asOsquery,
  });
  for (const [columns, rows] of statements) {
    printer.begin(columns);
    for (const row of rows) printer.row(row);
    printer.end();
  }
  printer.finish();
  return text;
}

for (const mode of MODES) {
  for (const variant of VARIANTS) {
    if (variant.asOsquery && !OSQUERY_MODES.has(mode)) continue;
    t.test(`${mode}, ${variant.name}`, async (t) => {
      const file = `test/shell/golden/${mode}-${variant.name}.txt`;
      // Escaped only where the file's own encoding would lose it.
      const actual = print(mode, variant, [
        [FIRST, ROWS],
        [SECOND, [[1, 2]]],
      ]).replaceAll('\udcff', '<raw ff>');
      if (isRewriting) writeFileSync(file, actual);
      t.equal(actual, existsSync(file) ? readFileSync(file, 'utf8') : '');
    });
  }
}

t.test('typed JSON is JSON, whatever the rows hold', async (t) => {
  const rows = JSON.parse(print('json', { name: '' }, [[FIRST, ROWS]]));
  t.equal(rows.length, ROWS.length);
  t.equal(rows[6].name, ROWS[6]?.[1], 'a byte that is no UTF-8 comes back');
  t.equal(rows[2].value, Number.POSITIVE_INFINITY);
  t.match(print('json', { name: '' }, [[['x'], [[9223372036854775807n]]]]), '9223372036854775807');
});

t.test('no rows', async (t) => {
  const none = (mode: ModeName, asOsquery = false): string => print(mode, { name: '', asOsquery }, [[['a'], []]]);
  t.equal(none('json'), '[]\n');
  t.equal(none('json', true), '[\n\n]\n');
  t.equal(none('json_pretty', true), '[]\n');
  for (const mode of ['pretty', 'csv', 'list', 'line', 'ndjson'] as const) t.equal(none(mode), '', mode);
});

t.test('osquery pools the statements of a unit', async (t) => {
  const pooled: [string[], Row[]][] = [
    [['a'], [[1]]],
    [['b'], [[2]]],
  ];
  t.equal(print('pretty', { name: '', asOsquery: true }, pooled), '+---+\n| a |\n+---+\n| 1 |\n|   |\n+---+\n');
  t.equal(print('json', { name: '', asOsquery: true }, pooled), '[\n  {"a":"1"},\n  {"b":"2"}\n]\n');
});

t.test('more columns than fit stand as lines', async (t) => {
  const columns = Array.from({ length: 20 }, (_, index) => `column${index}`);
  const text = print('pretty', { name: '', width: 60 }, [[columns, [columns.map((_, index) => index)]]]);
  t.match(text, / column0 = 0\n/);
  t.notMatch(text, '┌');
});

t.test('a box on a terminal is never wider', async (t) => {
  for (const width of [30, 44, 80]) {
    const text = print('pretty', { name: '', width }, [[FIRST, ROWS]]);
    for (const line of text.split('\n')) t.ok([...line].length <= width, `${width}: ${line}`);
  }
});

t.test('widths are settled by the first rows, and nothing is lost in a pipe', async (t) => {
  const rows: Row[] = Array.from({ length: 1500 }, (_, index) => [index === 1400 ? 'x'.repeat(50) : 'y']);
  t.match(print('pretty', { name: '' }, [[['a'], rows]]), 'x'.repeat(50));
  t.match(print('pretty', { name: '', width: 20 }, [[['a'], rows]]), '│ … │');
});
