import fc from 'fast-check';
import t from 'tap';
import { decodeText, encodeText, hasRawBytes, joinText, textLength } from '../../src/core/index.js';

const CASES: readonly [bytes: number[], text: string][] = [
  [[], ''],
  [[0x61, 0x0a, 0x00], 'a\n\0'],
  [[0xc3, 0xa9], 'é'],
  [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
  [[0xc3], '\udcc3'],
  [[0x61, 0xff, 0xc3, 0xa9], 'a\udcffé'],
  [[0xc0, 0x80], '\udcc0\udc80'],
  [[0xe0, 0x80, 0x80], '\udce0\udc80\udc80'],
  [[0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
  [[0xf0, 0x9f, 0x98, 0x80, 0x80], '\u{1f600}\udc80'],
  [[0xf0, 0x9f, 0x98], '\udcf0\udc9f\udc98'],
  [[0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
];

t.test('bytes and text', async (t) => {
  for (const [bytes, text] of CASES) {
    t.equal(decodeText(Uint8Array.from(bytes)), text);
    t.same([...encodeText(text)], bytes);
    t.equal(hasRawBytes(text), /[\udc80-\udcff]/u.test(text));
  }
  t.equal(decodeText(Uint8Array.of(1, 0x61, 0x62, 2), 1, 3), 'ab');
  t.same([...encodeText('a\ud800b')], [0x61, 0xef, 0xbf, 0xbd, 0x62], 'a surrogate that stands for no byte');
  t.equal(hasRawBytes('\u{1f480}'), false, 'half of a pair is no raw byte');
});

t.test('any bytes survive', async (t) => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => Buffer.compare(encodeText(decodeText(bytes)), bytes) === 0));
  const unlucky = fc
    .array(fc.constantFrom(0x61, 0x80, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0xed, 0xff))
    .map((list) => Uint8Array.from(list));
  fc.assert(
    fc.property(unlucky, (bytes) => Buffer.compare(encodeText(decodeText(bytes)), bytes) === 0),
    { numRuns: 2000 },
  );
  t.pass();
});

t.test('length and joining', async (t) => {
  t.equal(textLength('naïve'), 5);
  t.equal(textLength('a\u{1f600}\udcff'), 3);
  t.equal(joinText('a\udcc3', '\udca9b'), 'aéb');
  t.equal(joinText('\u{1f480}', '\udcff'), '\u{1f480}\udcff');
});
