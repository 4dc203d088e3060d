import t from 'tap';
import { SqlError } from '../../src/core/index.js';
import { compileRegexp } from '../../src/sql/functions/index.js';
import { attempt } from './call.js';

/** Pattern, text, what matches (null: nothing). */
const MATCHES: readonly [pattern: string, text: string, match: string | null][] = [
  ['b+', 'abbc', 'bb'],
  ['b+?', 'abbc', 'b'],
  [']', 'a]b', ']'],
  ['}', '}', '}'],
  ['a**', 'aaa', 'aaa'],
  ['a{2}{2}', 'aaaaa', 'aaaa'],
  ['a+*b', 'aab', 'aab'],
  ['[^]', '\n', '\n'],
  ['[]', 'x', null],
  ['|', 'x', ''],
  ['()', 'x', ''],
  ['[[=a=]][[.b.]]', 'ab', 'ab'],
  ['[[:alpha:]]+', '12ab', 'ab'],
  ['[^[:digit:]]', '1a', 'a'],
  ['\\x41\\u0042\\cJ', 'AB\n', 'AB\n'],
  ['\\z\\A\\Q', 'zAQ', 'zAQ'],
  ['\\.\\$', 'a.$', '.$'],
  ['\\bb', 'a b', 'b'],
  ['a\\Bb', 'ab', 'ab'],
  ['\\s', '\v', '\v'],
  ['[\\s]', '\v', '\v'],
  ['[\\S]', '\va', 'a'],
  ['[^\\S]', 'a\v', '\v'],
  ['\\d\\w\\D\\W', '1_a-', '1_a-'],
  ['[\\b]', '\b', '\b'],
  ['a.b', 'a\nb', null],
  ['a.b', 'a\rb', null],
  ['^b', 'a\nb', null],
  ['a$', 'a\nb', null],
  ['^ab$', 'ab', 'ab'],
  ['[a-]+', 'b-a', '-a'],
  ['[-a]+', 'b-a', '-a'],
  ['A', 'a', null],
  ['h.llo', 'héllo', 'héllo'],
  ['.', '\u{1f600}', '\u{1f600}'],
  ['a.b', 'a\udcffb', 'a\udcffb'],
  ['x|xy', 'xy', 'x'],
  ['(?:ab)+', 'xabab', 'abab'],
];

const INVALID = [
  '+',
  '*a',
  '(+)',
  'a|*',
  '(/',
  ')',
  '[',
  '[a',
  'a{',
  'a{}',
  'a{,2}',
  'a{2,1}',
  '[a-\\d]',
  '[\\d-a]',
  '[z-a]',
  '(a)\\1',
  '\\1',
  '(?i)x',
  '(?#x)',
  '(?P<n>x)',
  '(?<n>x)',
  '(?<=a)b',
  'a(?=b)',
  'a(?!b)',
  '[[:bogus:]]',
  '[[.ab.]]',
  '^*',
  '\\',
  '\\xg',
  '\\u004',
  '\\c1',
  `${'('.repeat(300)}${')'.repeat(300)}`,
  'a{1001}',
  '((a{100}){100}){100}',
];

t.test('the dialect', async (t) => {
  for (const [pattern, text, match] of MATCHES)
    t.equal(attempt('regex_match', [text, pattern, 0]), match, `${pattern} in ${JSON.stringify(text)}`);
});

t.test('what is refused', async (t) => {
  for (const pattern of INVALID)
    t.throws(() => compileRegexp(pattern), { message: 'Invalid regex' }, pattern.slice(0, 20));
  const lookAhead = attempt('regex_match', ['ab', 'a(?=b)', 0]);
  t.equal(lookAhead instanceof SqlError && lookAhead.hint, 'look-ahead is not supported');
  t.throws(() => compileRegexp('a'.repeat(5000)), { message: 'Invalid regex' });
});

t.test('the operator matches anywhere', async (t) => {
  t.equal(compileRegexp('b.d')('abcde'), true);
  t.equal(compileRegexp('^b')('abc'), false);
});

t.test('no pattern takes more than linear time', async (t) => {
  const started = process.cpuUsage().user;
  t.equal(compileRegexp('(a*)*b')('a'.repeat(100_000)), false);
  t.equal(compileRegexp('(a|aa)+$')(`${'a'.repeat(100_000)}b`), false);
  t.equal(attempt('regex_match', ['a'.repeat(100_000), '(a+)+(b)', 0]), null);
  t.ok(process.cpuUsage().user - started < 5_000_000, 'five seconds of CPU at most');
});
