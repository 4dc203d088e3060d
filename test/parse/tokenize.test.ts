import fc from 'fast-check';
import t from 'tap';
import { tokenize } from '../../src/sql/lexer/index.js';

const shown = (text: string): string =>
  tokenize(text)
    .map(({ tokenType, image }) => `${tokenType.name}:${image}`)
    .join(' ');

const cases: readonly (readonly [text: string, tokens: string])[] = [
  ['select Select SELECT sElEcT', 'SELECT:select SELECT:Select SELECT:SELECT SELECT:sElEcT'],
  ['selects _select select1 $select', 'Word:selects Word:_select Word:select1 Parameter:$select'],
  ['temp TEMPORARY', 'TEMP:temp TEMP:TEMPORARY'],
  ["'a' 'it''s' ''", "Text:'a' Text:'it''s' Text:''"],
  ['"a" "b""c" `d``e` [f g]', 'QuotedName:"a" QuotedName:"b""c" QuotedName:`d``e` QuotedName:[f g]'],
  ["x'' X'aF' x 'a' x'a'", "Blob:x'' Blob:X'aF' Word:x Text:'a' Illegal:x'a'"],
  [
    '1 12.5 .5 5. 1e5 1E-5 0x1F 0xg',
    'Integer:1 Float:12.5 Float:.5 Float:5. Float:1e5 Float:1E-5 Integer:0x1F Illegal:0xg',
  ],
  ['1..2 1.e5 a.1', 'Float:1. Float:.2 Float:1.e5 Word:a Float:.1'],
  [
    '? ?1 ?1a :a @a #a $a::b $a(b) :1',
    'Parameter:? Parameter:?1 Parameter:?1 Word:a Parameter::a Parameter:@a Parameter:#a Parameter:$a::b Parameter:$a(b) Parameter::1',
  ],
  [
    '= == <> != < <= << > >= >>',
    'Equal:= Equal:== NotEqual:<> NotEqual:!= Less:< LessEqual:<= ShiftLeft:<< Greater:> GreaterEqual:>= ShiftRight:>>',
  ],
  ['| || - -> ->> -- x', 'Bar:| BarBar:|| Minus:- Arrow:-> LongArrow:->>'],
  [
    '+*/%&~(),;.',
    'Plus:+ Star:* Slash:/ Percent:% Ampersand:& Tilde:~ LeftParen:( RightParen:) Comma:, Semicolon:; Dot:.',
  ],
  ['a/**/b/* c */d/* e', 'Word:a Word:b Word:d'],
  ['a/*', 'Word:a Slash:/ Star:*'],
  ['a/*/b', 'Word:a'],
  ['a --b\nc--', 'Word:a Word:c'],
  ['a -- b\rc', 'Word:a'],
  ['\ufeffselect\t1\n\f\r', 'SELECT:select Integer:1'],
  ['1 \v2', 'Integer:1 Integer:2'],
  ['\v', 'Illegal:\v'],
  ['\0 1', 'Illegal:\0'],
  ['é😀 ſelect', 'Word:é😀 Word:ſelect'],
  // Nothing is read after what cannot be read.
  ['a ! b', 'Word:a Illegal:!'],
  ["a 'b c", "Word:a Illegal:'b c"],
  ['12ab 3', 'Illegal:12ab'],
];

for (const [text, tokens] of cases) {
  t.test(JSON.stringify(text), (t) => {
    t.equal(shown(text), tokens);
    t.end();
  });
}

t.test('tokens are the text they were cut from, in order', (t) => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom("'", '"', '--', '/*', '*/', '\n', ' ', 'x', '1', '.', 'e', '$', ':'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('');
      let last = -1;
      return tokenize(text).every(({ image, startOffset, endOffset }) => {
        const follows =
          startOffset > last && endOffset >= startOffset && text.slice(startOffset, endOffset + 1) === image;
        last = endOffset;
        return follows;
      });
    }),
    { numRuns: 2_000 },
  );
  t.pass('2,000 texts');
  t.end();
});
