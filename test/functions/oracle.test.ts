import fc from 'fast-check';
import t from 'tap';
import { real, type Value } from '../../src/core/index.js';
import { differences, toSql, withOracle } from '../core/sqlite-oracle.js';
import { attempt } from './call.js';

type Call = readonly [name: string, ...args: Value[]];

/** Where sqlite3's long double shows, or its ints of 32 bits: there our answer is meant to differ. */
function isNoise([name, ...args]: Call): boolean {
  const [first, second] = args;
  if (name === 'quote') return typeof first === 'number' && !Number.isSafeInteger(first);
  if (name === 'printf') return /!.*\.15[feEgG]/.test(String(first));
  if (name === 'substr') return args.slice(1).some((arg) => Math.abs(Number(arg)) > 2 ** 31);
  if (name === 'datetime' && (second === 'utc' || second === 'localtime')) return !DATES.includes(String(first));
  return name === 'datetime' && first === '12:00+01:00' && String(second).startsWith('weekday');
}

/** Runs the calls here and in sqlite3 and reports where they differ. */
function compare(calls: readonly Call[]): string[] {
  const cases = calls
    .filter((call) => !isNoise(call))
    .map(([name, ...args]) => [`${name}(${args.map(toSql).join(', ')})`, attempt(name, args)] as const)
    .filter(([, result]) => typeof result !== 'string' || !result.includes('\0')); // sqlite3 prints up to a NUL
  return differences(cases).slice(0, 12);
}

const samples = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] => fc.sample(arbitrary, { numRuns, seed: 3 });

const small = fc.integer({ min: -7, max: 7 });
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'B', ' ', '-', 'é', '\u{1f600}', '1', "'", '"', '%'),
  maxLength: 6,
});
const number = fc.oneof(
  small,
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((value) => value > 2n ** 53n || value < -(2n ** 53n)),
  fc.double({ noNaN: true, min: -1000, max: 1000 }).map((value) => real(value)),
);
const blob = fc.uint8Array({ maxLength: 4 }).map((bytes) => bytes.map((byte) => byte & 0x7f || 1));
const value: fc.Arbitrary<Value> = fc.oneof(fc.constant(null), text, number, blob);

t.test('strings', withOracle, async (t) => {
  const one = [
    'length',
    'lower',
    'upper',
    'trim',
    'ltrim',
    'rtrim',
    'hex',
    'quote',
    'unicode',
    'abs',
    'sign',
    'typeof',
    'char',
  ];
  const two = ['instr', 'trim', 'ltrim', 'rtrim', 'substr', 'nullif', 'ifnull', 'max', 'min', 'round'];
  const three = ['replace', 'substr', 'iif', 'coalesce', 'max', 'min', 'char'];
  t.same(compare(one.flatMap((name) => samples(value, 150).map((a): Call => [name, a]))), [], 'one argument');
  t.same(
    compare(two.flatMap((name) => samples(fc.tuple(value, value), 300).map(([a, b]): Call => [name, a, b]))),
    [],
    'two arguments',
  );
  t.same(
    compare(three.flatMap((name) => samples(fc.tuple(value, value, value), 200).map((args): Call => [name, ...args]))),
    [],
    'three arguments',
  );
});

t.test('substr', withOracle, async (t) => {
  const subject = fc.constantFrom<Value>('hello', 'naïve \u{1f600}', '', Uint8Array.of(1, 2, 3, 4), 12345);
  t.same(compare(samples(fc.tuple(subject, small), 200).map(([s, p]): Call => ['substr', s, p])), []);
  t.same(compare(samples(fc.tuple(subject, small, small), 600).map(([s, p, n]): Call => ['substr', s, p, n])), []);
});

t.test('round', withOracle, async (t) => {
  const cents = fc
    .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }))
    .map(([n, places]) => n / 10 ** places);
  const values = fc.oneof(
    cents,
    fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  t.same(
    compare(
      samples(fc.tuple(values, fc.integer({ min: -2, max: 8 })), 1500).map(([v, n]): Call => ['round', real(v), n]),
    ),
    [],
  );
  t.same(compare(samples(values, 500).map((v): Call => ['round', real(v)])), []);
});

/** sqlite3 3.40 groups no digits of %f, and the reference does: `,` stays out of these formats. */
const flags = fc.subarray(['-', '+', ' ', '#', '0', '!'], { maxLength: 3 }).map((list) => list.join(''));
const width = fc.constantFrom('', '', '1', '5', '12', '*');
const precision = fc.constantFrom('', '', '.0', '.1', '.3', '.8', '.15', '.*', '.');

const formats = (types: string): fc.Arbitrary<string> =>
  fc.tuple(flags, width, precision, fc.constantFrom(...types)).map(([f, w, p, type]) => `[%${f}${w}${p}${type}]`);

/** Arguments for a format: small numbers for its stars, then the subject. */
const printfCall = (format: string, subject: Value): Call => [
  'printf',
  format,
  ...[...format.matchAll(/\*/g)].map((_, index) => (index === 0 ? -6 : 4)),
  subject,
];

t.test('printf', withOracle, async (t) => {
  const reals = fc.oneof(
    fc.double({ noNaN: true, min: -1e5, max: 1e5 }),
    fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 1000),
    fc.constantFrom(0, 1, 2.5, 0.5, 9.995, 99999.5, 1e15, 1e-7, 123456789.125, Number.POSITIVE_INFINITY),
  );
  t.same(
    compare(samples(fc.tuple(formats('feEgG'), reals), 3000).map(([f, v]) => printfCall(f, real(v)))),
    [],
    'reals',
  );
  t.same(
    compare(samples(fc.tuple(formats('diuxXopr'), number), 1500).map(([f, v]) => printfCall(f, v))),
    [],
    'integers',
  );
  t.same(
    compare(
      samples(fc.tuple(formats('sqQwcz%n'), fc.oneof(text, fc.constant(null))), 1500).map(([f, v]) => printfCall(f, v)),
    ),
    [],
    'texts',
  );
  t.same(
    compare(
      samples(fc.tuple(fc.constantFrom('%,d', '%,15d', '%-,15d|', '%015,d', '%+,d', '%,.9d'), number), 200).map(
        ([f, v]): Call => ['printf', f, v],
      ),
    ),
    [],
    'thousands',
  );
  const odd = [
    '',
    '%',
    'a%',
    '%%',
    '%5',
    '%y',
    'a%yb%d',
    '%lld',
    '%ld',
    '%d %d %s %f',
    '%-',
    '%.',
    '%l',
    '100%',
    '%5%|',
    '%c%c',
    '%\u{1f600}',
    '%.5.5d',
    '%5 d',
    '%zd',
  ];
  t.same(
    compare(
      odd.flatMap((format): Call[] => [
        ['printf', format],
        ['printf', format, 7, 8],
        ['printf', format, 'x'],
      ]),
    ),
    [],
    'odd formats',
  );
});

const DATES = [
  '2024-02-29',
  '2024-02-31',
  '2023-12-31 23:59:59.999',
  '2000-01-01T00:00',
  '1969-07-20 20:17:40',
  '0000-01-01',
  '9999-12-31 23:59:59',
  '2024-03-10 24:00',
  '12:34',
  '12:34:56.789',
];
const OTHER_TIMES: readonly Value[] = [
  '2024-1-1',
  '20240101',
  '2024-13-01',
  '2024-01-32',
  '2024-01-01 25:00',
  '2024-01-01 12:60',
  '2024-01-01 12:00:60',
  '2024-01-01 12:00:00.',
  '2024-01-01 12:',
  '2024-01-01x',
  '',
  ' 2024-01-01',
  '2024-01-01 ',
  '2024-01-01 12:00 +01:00',
  '2024-01-01 12:00-14:00',
  '2024-01-01 12:00+15:00',
  '2024-01-01 12:00Z',
  '2024-01-01 12:00z  ',
  '12:00+01:00',
  '2024-01-01T T12:00',
  '-0044-03-15',
  '-4713-11-24',
  'x',
  0,
  2460000,
  2460000.5,
  '2460000.5',
  ' 2460000 ',
  '2460000x',
  1709164800,
  -1,
  5373484.4,
  5373484.5,
  1e300,
  real(2460000),
  null,
  Uint8Array.of(0x30),
];
const MODIFIERS = [
  '+1 day',
  '-1 day',
  '+1.5 days',
  '1 days',
  '+1 month',
  '-1 months',
  '+0.5 month',
  '+13 months',
  '-25 months',
  '+1 year',
  '-1.5 years',
  '+100 years',
  '+90 minutes',
  '-3 hours',
  '+1.25 seconds',
  '+12:30',
  '-00:00:01.500',
  '+24:00',
  '00:30',
  'start of month',
  'start of year',
  'start of day',
  'start of week',
  'weekday 0',
  'weekday 3',
  'weekday 6',
  'weekday 7',
  'weekday 1.5',
  'weekday x',
  'unixepoch',
  'julianday',
  'auto',
  'utc',
  'localtime',
  '+1day',
  ' +1 day',
  '+1  day',
  '+1 day ',
  '+1 fortnight',
  '+1',
  'now',
  '',
  'START OF MONTH',
  '+1 DAYS',
  '+1e2 days',
  '1e10 days',
  '+99999999999 seconds',
  '-0 days',
  '+1 s',
  '+1 dayss',
];

t.test('dates', withOracle, async (t) => {
  const names = ['date', 'time', 'datetime', 'julianday', 'unixepoch'];
  const times: readonly Value[] = [...DATES, ...OTHER_TIMES];
  t.same(compare(times.flatMap((time) => names.map((name): Call => [name, time]))), [], 'time values');
  t.same(
    compare(times.flatMap((time) => MODIFIERS.map((modifier): Call => ['datetime', time, modifier]))),
    [],
    'one modifier',
  );
  const modifier = fc.constantFrom(...MODIFIERS.slice(0, 28));
  t.same(
    compare(
      samples(fc.tuple(fc.constantFrom(...DATES), modifier, modifier), 1500).map(
        ([time, a, b]): Call => ['datetime', time, a, b],
      ),
    ),
    [],
    'two modifiers',
  );
  t.same(
    compare(
      samples(fc.tuple(fc.constantFrom(...DATES), modifier, modifier, modifier), 1000).map(
        (args): Call => ['julianday', ...args],
      ),
    ),
    [],
    'three modifiers',
  );
  const seconds = fc.oneof(
    fc.integer({ min: -62e9, max: 253e9 }),
    fc.double({ noNaN: true, min: -1e9, max: 3e9 }).map((n) => real(Math.round(n * 1000) / 1000)),
  );
  t.same(
    compare(
      samples(fc.tuple(fc.constantFrom(...names), seconds), 1000).map(([name, n]): Call => [name, n, 'unixepoch']),
    ),
    [],
    'unix seconds',
  );
});

t.test('strftime', withOracle, async (t) => {
  const codes = ['%d', '%f', '%H', '%j', '%J', '%m', '%M', '%s', '%S', '%w', '%W', '%Y', '%%', '%q', '%', 'x%Yy', ''];
  const calls = codes.flatMap((code) =>
    [...DATES, '2023-01-01', '2024-12-31', '2021-01-03', '-0044-03-15', 2460000.123].map(
      (time): Call => ['strftime', code, time],
    ),
  );
  t.same(compare(calls), []);
});
