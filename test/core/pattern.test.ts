import fc from 'fast-check';
import t from 'tap';
import { compileGlob, compileLike, globPrefix, likePrefix } from '../../src/core/index.js';
import { differences, toSql, withOracle } from './sqlite-oracle.js';

const LIKE: readonly [pattern: string, text: string, matches: boolean][] = [
  ['', '', true],
  ['%', '', true],
  ['', 'abc', false],
  ['abc', 'ABC', true],
  ['é', 'É', false],
  ['É%', 'éa', false],
  ['_', '\u{1f600}', true],
  ['_', '\udc80', true],
  ['__', '\u{1f600}', false],
  ['_e%', 'dee', true],
  ['a%c', 'AbC', true],
  ['a%a', 'a', false],
  ['%b%', 'aBc', true],
  ['%b\u{1f600}C%', 'aaB\u{1f600}c', true],
  ['%b\u{1f600}%', 'ab\u{1f601}', false],
  ['%ab%', `${'x'.repeat(100)}aB`, true],
  ['%b%', 'ac', false],
  ['a%b%c', 'aXbYc', true],
  ['a%b%c', 'acb', false],
  ['%ab', 'AAB', true],
  ['a%b%b', 'ab', false],
  ['%x_z%', 'aaxyz', true],
  ['K', '\u212a', false],
  ['%\udc80', '\u{1f480}', false],
  ['i%', 'İx', false],
  ['%a%%b', 'xaxb', true],
];
const GLOB: readonly [pattern: string, text: string, matches: boolean][] = [
  ['[A-C]*', 'Bob', true],
  ['[A-C]*', 'bob', false],
  ['[]a]', ']', true],
  ['[]', ']', false],
  ['[^]a]', 'b', true],
  ['[^]a]', ']', false],
  ['[^a-c]x', 'dx', true],
  ['[a', 'a', false],
  ['[a', '[a', false],
  ['a-[z-]', 'a--', true],
  ['[z-]', '-', true],
  ['[a-c-e]', '-', true],
  ['[a-c-e]', 'd', false],
  ['?', '', false],
  ['?', 'é', true],
  ['*.conf', 'a.conf', true],
  ['*.conf', 'a.CONF', false],
  ['[[]', '[', true],
  ['%', '%', true],
];

t.test('patterns', async (t) => {
  for (const [pattern, text, matches] of LIKE) t.equal(compileLike(pattern)(text), matches, `${text} LIKE ${pattern}`);
  for (const [pattern, text, matches] of GLOB) t.equal(compileGlob(pattern)(text), matches, `${text} GLOB ${pattern}`);
});

t.test('escape', async (t) => {
  t.equal(compileLike('10\\%', '\\')('10%'), true);
  t.equal(compileLike('10\\%', '\\')('10x'), false);
  t.equal(compileLike('x_yx%', 'x')('_y%'), true);
  t.equal(compileLike('a%%b', '%')('a%b'), true, 'a wildcard as escape stops being one');
  t.equal(compileLike('ax', 'x')('a'), false, 'nothing after the escape');
  t.equal(compileLike('Xa', 'x')('a'), false, 'an escape is no letter in any case');
  for (const escape of ['', 'ab'])
    t.throws(() => compileLike('a', escape), { message: 'ESCAPE expression must be a single character' });
  t.throws(() => compileLike('a'.repeat(50_001)), { message: 'LIKE or GLOB pattern too complex' });
  t.equal(compileLike('aB', undefined, true)('AB'), false);
});

t.test('literal prefixes', async (t) => {
  t.equal(likePrefix('/etc/%'), '/etc/');
  t.equal(likePrefix('/Etc/h_sts'), '/Etc/h');
  t.equal(likePrefix('a\\%b%', '\\'), 'a%b');
  t.equal(likePrefix('abc'), 'abc');
  t.equal(globPrefix('/etc/[a-z]*'), '/etc/');
});

t.test('no pattern takes more than text times pattern', async (t) => {
  const started = process.cpuUsage().user;
  const text = 'a'.repeat(2000);
  t.equal(compileLike(`${'%a'.repeat(200)}%b`)(text), false);
  t.equal(compileLike(`${'%_a'.repeat(200)}%b`)(text), false);
  t.equal(compileGlob(`${'*[a-b]'.repeat(200)}*c`)(text), false);
  t.ok(process.cpuUsage().user - started < 2_000_000, 'two seconds of CPU at most');
});

t.test('matching agrees with sqlite3', withOracle, async (t) => {
  const pattern = fc.string({
    unit: fc.constantFrom('a', 'B', 'b', '%', '%', '_', '*', '?', '[', ']', '^', '-', 'é', '\u{1f600}', '\\'),
    maxLength: 6,
  });
  const text = fc.string({
    unit: fc.constantFrom('a', 'A', 'b', ']', '-', '^', 'é', '\u{1f600}', '%', '*'),
    maxLength: 5,
  });
  const samples = fc.sample(fc.tuple(pattern, text), { numRuns: 4000, seed: 5 });
  const like = samples.map(([p, s]) => [`like(${toSql(p)}, ${toSql(s)})`, Number(compileLike(p)(s))] as const);
  const escaped = samples.map(
    ([p, s]) => [`like(${toSql(p)}, ${toSql(s)}, 'b')`, Number(compileLike(p, 'b')(s))] as const,
  );
  const glob = samples.map(([p, s]) => [`glob(${toSql(p)}, ${toSql(s)})`, Number(compileGlob(p)(s))] as const);
  t.same(differences(like).slice(0, 10), [], 'like');
  t.same(differences(escaped).slice(0, 10), [], 'like with escape');
  t.same(differences(glob).slice(0, 10), [], 'glob');
});
