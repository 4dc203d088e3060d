import t from 'tap';
import {
  idPrefix,
  isEngineId,
  isEngineName,
  jsonCount,
  jsonEntries,
  jsonFlag,
  jsonInteger,
  jsonObjects,
  jsonTexts,
  parseAnswer,
  parseInstant,
} from '../../../src/host/index.js';

const parse = (text: string) => parseAnswer(Buffer.from(text));

t.test('JSON as it is', async (t) => {
  t.same(parse('{"a":[1,-2.5e3,true,null,"x\\u0041"]}'), { a: [1, -2500, true, null, 'xA'] });
  t.equal(parse('null'), null);
  for (const text of ['', '{', '[1,]', '<html>', '{"a":1}}', "{'a':1}", 'NaN']) t.equal(parse(text), undefined, text);
});

t.test('whole numbers keep all of their digits', async (t) => {
  const json = parse('{"a":9007199254740993,"b":-9223372036854775808,"c":[18446744073709551615],"d":123456789012345}');
  t.same(json, { a: '9007199254740993', b: '-9223372036854775808', c: ['18446744073709551615'], d: 123456789012345 });
  t.equal(jsonCount(json, 'a'), 9007199254740993n);
  t.equal(jsonCount(json, 'b'), -9223372036854775808n);
  t.equal(jsonCount(json, 'd'), 123456789012345);
  t.equal(jsonCount(parse('[18446744073709551615]')), null, 'beyond 64 bits');
});

t.test('digits in texts, fractions and exponents are no whole numbers', async (t) => {
  const text = '{"1234567890123456789":"1234567890123456789","q":"\\"1234567890123456789","r":"\\\\"}';
  t.same(parse(text), { '1234567890123456789': '1234567890123456789', q: '"1234567890123456789', r: '\\' });
  for (const number of [
    '0.1234567890123456789',
    '1234567890123456789.5',
    '1234567890123456789e2',
    '1e0000000000000000001',
  ])
    t.equal(parse(`[${number}]`)?.[0 as never], Number(number), number);
});

t.test('texts of any length are read in one go, whether or not they end', async (t) => {
  const long = 'a\\n'.repeat(3_000_000);
  t.equal((parse(`["${long}",1234567890123456789]`) as unknown[]).length, 2);
  t.equal(parse(`["${long}`), undefined);
});

t.test('bytes that are no UTF-8 survive', async (t) => {
  t.same(parseAnswer(Buffer.from([0x22, 0xff, 0x22])), '\udcff');
});

t.test('what is nested too deep, or has too many values, is not parsed', async (t) => {
  t.not(parse(`${'['.repeat(200)}${']'.repeat(200)}`), undefined);
  t.equal(parse(`${'['.repeat(201)}${']'.repeat(201)}`), undefined);
  t.equal(parse('['.repeat(10_000_000)), undefined);
  t.equal(parse(`[${'{},'.repeat(1_000_000)}{}]`), undefined);
  t.same(parse(`["${'[{,'.repeat(1_000_000)}"]`), ['[{,'.repeat(1_000_000)], 'what stands in a text does not count');
});

t.test('values of another kind than is asked for', async (t) => {
  const json = parse('{"n":1.5,"t":"12","x":"0x1f","b":true,"l":["a",1,{"k":"v"},null],"o":{"k":1}}');
  t.equal(jsonCount(json, 'n'), null);
  t.equal(jsonCount(json, 't'), 12);
  t.equal(jsonCount(json, 'x'), null);
  t.equal(jsonCount(json, 'o', 'k'), 1);
  t.equal(jsonCount(json, 'constructor'), null);
  t.equal(jsonInteger(parse('[1]'), '0'), null, 'a list has no names');
  t.equal(jsonInteger(parse('{"a":9007199254740993}'), 'a'), null);
  t.equal(jsonFlag(json, 'b'), 1);
  t.equal(jsonFlag(json, 'n'), null);
  t.same(jsonTexts(json, 'l'), ['a']);
  t.same(jsonTexts(json, 't'), []);
  t.same(jsonObjects(json, 'l'), [{ k: 'v' }]);
  t.same(jsonEntries(json, 'o'), [['k', 1]]);
  t.same(jsonEntries(json, 'l'), []);
  t.same(jsonEntries(parse('{"__proto__":1}')), [['__proto__', 1]]);
});

t.test('times as Go writes them', async (t) => {
  t.equal(parseInstant('1970-01-01T00:00:00Z'), 0n);
  t.equal(parseInstant('1970-01-01T00:00:01.5Z'), 1_500_000_000n);
  t.equal(parseInstant('2026-01-01T10:00:00.123456789+02:00'), 1_767_254_400_123_456_789n);
  t.equal(parseInstant('1969-12-31T23:59:59.75Z'), -250_000_000n);
  for (const text of [
    '',
    '2026-01-01',
    '2026-01-01T10:00:00',
    '2026-13-01T10:00:00Z',
    '2026-01-01T10:00:00.1234567890Z',
  ])
    t.equal(parseInstant(text), null, text);
});

t.test('ids and names that may stand in a question', async (t) => {
  t.ok(isEngineId('0a'.repeat(32)));
  for (const id of ['', '0a', '0A'.repeat(32), '0g'.repeat(32), `${'0a'.repeat(32)}\n`, '../'.repeat(21)])
    t.notOk(isEngineId(id));
  t.equal(idPrefix('0A'), '0a');
  for (const text of ['', 'x', '0a/', '0a'.repeat(33), 'nginx', '0a\n']) t.equal(idPrefix(text), undefined);
  t.ok(isEngineName('shop_www-1.2'));
  for (const name of ['', '.', '..', '-a', 'a/b', 'a b', 'a\n', 'ä']) t.notOk(isEngineName(name));
});
