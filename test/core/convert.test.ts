import fc from 'fast-check';
import t from 'tap';
import {
  type Affinity,
  affinityOfType,
  applyAffinity,
  castTo,
  encodeText,
  formatReal,
  quoteLiteral,
  real,
  toNumber,
  type Value,
} from '../../src/core/index.js';
import { askSqlite, differences, show, toSql, withOracle } from './sqlite-oracle.js';

const REALS: readonly [value: number, text: string][] = [
  [0.1 + 0.2, '0.3'],
  [100, '100.0'],
  [-0, '0.0'],
  [0.0001, '0.0001'],
  [1 / 3, '0.333333333333333'],
  [1e100, '1.0e+100'],
  [Math.SQRT2, '1.4142135623731'],
  [1e14, '100000000000000.0'],
  [1e15, '1.0e+15'],
  [1234567890123456, '1.23456789012346e+15'],
  [1e-5, '1.0e-05'],
  [5e-324, '4.94065645841247e-324'],
  [Infinity, 'Inf'],
  [-Infinity, '-Inf'],
  [1e16 - 4, '1.0e+16'],
  [999999999999999.9, '1.0e+15'],
  [1e14 - 0.015625, '100000000000000.0'],
  [-0.00123, '-0.00123'],
  [1e14 + 0.5, '100000000000001.0'],
];

t.test('a real as text', async (t) => {
  for (const [value, text] of REALS) t.equal(formatReal(value), text, String(value));
});

/** Half-way between two texts of 15 digits, as far as 16 digits tell: sqlite3's long double goes either way. */
const isTie = (value: number): boolean => /^-?\d\.\d{14}5e/.test(value.toExponential(15));

t.test('a real as text agrees with sqlite3', withOracle, async (t) => {
  const values = [
    ...fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), { numRuns: 1500, seed: 7 }),
    ...fc.sample(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { numRuns: 1500, seed: 8 }),
    ...fc.sample(fc.integer({ min: -1e9, max: 1e9 }), { numRuns: 500, seed: 9 }).map((cents) => cents / 100),
  ].map((value) => value + 0);
  const answers = askSqlite(values.map((value) => `CAST(${toSql(real(value))} AS TEXT)`));
  const wrong = values.filter((value, index) => !isTie(value) && answers[index] !== `text '${formatReal(value)}'`);
  t.same(
    wrong.map((value) => `${value}: ${answers[values.indexOf(value)]}, ours ${formatReal(value)}`),
    [],
  );
});

t.test('literals read back', async (t) => {
  t.equal(quoteLiteral(1 / 3), '3.33333333333333314829e-01');
  t.equal(quoteLiteral("it's"), "'it''s'");
  t.equal(quoteLiteral(Uint8Array.of(0, 255)), "X'00FF'");
  t.equal(quoteLiteral(null), 'NULL');
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (value) => Number(quoteLiteral(real(value))) === value,
    ),
  );
});

const TYPES: readonly [declared: string, affinity: Affinity][] = [
  ['BIGINT', 'integer'],
  ['UNSIGNED BIGINT', 'integer'],
  ['FLOATPOINT', 'integer'],
  ['VARCHAR(3)', 'text'],
  ['clob', 'text'],
  ['TEXT', 'text'],
  ['BLOB', 'blob'],
  ['', 'blob'],
  ['double', 'real'],
  ['FLOAT', 'real'],
  ['REAL', 'real'],
  ['DECIMAL', 'numeric'],
  ['DATETIME', 'numeric'],
  ['foo', 'numeric'],
];

t.test('the affinity of a declared type', async (t) => {
  for (const [declared, affinity] of TYPES) t.equal(affinityOfType(declared), affinity, declared);
});

const TEXTS = [
  '',
  ' ',
  '0',
  '-0',
  '+0',
  '12',
  ' 12 ',
  '12 x',
  '12abc',
  '1.9',
  '1.0',
  '-1.0',
  '1e3',
  '1E+3',
  '1e3x',
  '1e',
  '1e+',
  '.',
  '.5',
  '5.',
  '5.x',
  '-.5e1',
  '0x1F',
  'abc',
  '--1',
  '+-1',
  '1 2',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '-9223372036854775809',
  '99999999999999999999999',
  '000000000000000000000000012',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '9007199254740993.0',
  '2251799813685248.0',
  '4503599627370496.0',
  '1e15',
  '1e18',
  '1e19',
  'Inf',
  'nan',
  '\v\f7',
  '7\n',
  '1_000',
  '１',
];
const VALUES: readonly Value[] = [
  null,
  0,
  -5,
  9007199254740993n,
  real(12),
  real(-0),
  1.5,
  -1.9,
  1e15 + 0.5,
  1e18,
  1e19,
  -1e19,
  Infinity,
  -Infinity,
  ...TEXTS,
  ...TEXTS.map((text) => encodeText(text)),
  Uint8Array.of(0xff),
];

t.test('casts agree with sqlite3', withOracle, async (t) => {
  const types: [string, Affinity][] = [
    ['TEXT', 'text'],
    ['INTEGER', 'integer'],
    ['REAL', 'real'],
    ['NUMERIC', 'numeric'],
    ['BLOB', 'blob'],
  ];
  for (const [type, affinity] of types) {
    t.same(
      differences(
        VALUES.filter((value) => !(affinity === 'text' && value instanceof Uint8Array)).map(
          (value) => [`CAST(${toSql(value)} AS ${type})`, castTo(value, affinity)] as const,
        ),
      ),
      [],
      type,
    );
  }
});

t.test('stored values agree with sqlite3', withOracle, async (t) => {
  const types: [string, Affinity][] = [
    ['TEXT', 'text'],
    ['INTEGER', 'integer'],
    ['REAL', 'real'],
    ['NUMERIC', 'numeric'],
    ['BLOB', 'blob'],
  ];
  const setUp = `CREATE TABLE s(${types.map(([type]) => `${type[0]} ${type}`).join(', ')});\n${VALUES.map((value) => `INSERT INTO s VALUES(${types.map(() => toSql(value)).join(', ')});`).join('\n')}`;
  for (const [type, affinity] of types) {
    const cases = VALUES.map(
      (value, index) =>
        [`(SELECT ${type[0]} FROM s WHERE rowid = ${index + 1})`, applyAffinity(value, affinity)] as const,
    );
    t.same(differences(cases, setUp), [], type);
  }
});

t.test('text of any length becomes a number quickly', async (t) => {
  const started = process.cpuUsage().user;
  t.equal(show(toNumber('9'.repeat(1_000_000))), 'real Inf');
  t.equal(show(toNumber(`${'0'.repeat(1_000_000)}7`)), 'integer 7');
  t.equal(show(toNumber(`${' '.repeat(1_000_000)}x`)), 'integer 0');
  t.equal(show(castTo('8'.repeat(1_000_000), 'integer')), 'integer 9223372036854775807');
  t.ok(process.cpuUsage().user - started < 2_000_000, 'two seconds of CPU at most');
});
