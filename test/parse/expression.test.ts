import t from 'tap';
import { parseExpression, printExpr } from '../../src/sql/parser/index.js';
import { compact } from './compact.js';

t.test('an expression alone', (t) => {
  t.equal(compact(parseExpression(' a + f(1) /* b */ ')), '(+ a (call name=f args=[1]))');
  t.equal(printExpr(parseExpression('((a)or(b and c))')), 'a OR b AND c');
  t.strictSame(parseExpression(' (a + b) * c').span, { start: 1, end: 12 });
  t.end();
});

t.test('and nothing after it', (t) => {
  t.throws(() => parseExpression('1 2'), { message: 'near "2": syntax error', span: { start: 2, end: 3 } });
  t.throws(() => parseExpression('1;'), { message: 'near ";": syntax error' });
  t.throws(() => parseExpression(''), { code: 'incomplete-input', span: { start: 0, end: 0 } });
  t.throws(() => parseExpression('SELECT 1'), { message: 'near "SELECT": syntax error' });
  t.end();
});

t.test('parentheses only where they are needed', (t) => {
  for (const [text, printed] of [
    ['(a + b) + c', 'a + b + c'],
    ['a + (b + c)', 'a + (b + c)'],
    ['(a and b) and c', '(a AND b) AND c'],
    ['not (a = b)', 'NOT a = b'],
    ['(not a) = b', '(NOT a) = b'],
    ['- (- a)', '- -a'],
    ['-(a)', '-a'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['(a between b and c) and d', 'a BETWEEN b AND c AND d'],
    ['a between (b or c) and d', 'a BETWEEN (b OR c) AND d'],
    ['(a is b) is (c is d)', 'a IS b IS (c IS d)'],
    ['(a collate nocase) || b', 'a COLLATE nocase || b'],
    ['(a || b) collate nocase', '(a || b) COLLATE nocase'],
    ['1.0 + 1e300 + 9e999', '1.0 + 1e+300 + 9e999'],
    ["'it''s' || x'0aFF' || NULL", "'it''s' || x'0aff' || NULL"],
    ['"a b" . `c` . [d]', '"a b".`c`.[d]'],
  ] as const) {
    t.equal(printExpr(parseExpression(text)), printed, text);
  }
  t.end();
});
