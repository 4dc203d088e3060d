import fc from 'fast-check';
import t from 'tap';
import { SqlError } from '../../src/core/index.js';
import { attempt, callFunction } from './call.js';

/** Text of which much is JSON, and more is nearly so. */
const pieces = ['{', '}', '[', ']', ',', ':', '"', 'a', '\\', 'u0041', '1', '0', '-', '.', 'e', '+', 'true', 'null'];
const blanks = [' ', '\n', '\u00a0', '/*', '*/', '//', "'", 'é', '\u{1f600}', '\udc80', '\0', '\u0001'];
const text = fc.array(fc.constantFrom(...pieces, ...pieces, ...blanks), { maxLength: 12 }).map((all) => all.join(''));

const isJson = (source: string): boolean => {
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
};
const untilNul = (source: string): string => source.split('\0')[0] ?? '';

t.test('what JavaScript reads as JSON is valid, and nothing else', async () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.json()), (source) => {
      return (callFunction('json_valid', [source]) === 1) === isJson(untilNul(source));
    }),
    { numRuns: 20_000, seed: 1 },
  );
});

t.test('what comes out is JSON of the same meaning, and comes out again as it is', async () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.json()), (source) => {
      const json = attempt('json', [source]);
      if (json instanceof SqlError) return callFunction('json_error_position', [source]) !== 0;
      const isSame = !isJson(untilNul(source)) || sameValue(String(json), untilNul(source));
      return isSame && isJson(String(json)) && callFunction('json', [json]) === json;
    }),
    { numRuns: 20_000, seed: 2 },
  );
});

const sameValue = (a: string, b: string): boolean => JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));

t.test('any value goes in and comes out', async () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const source = JSON.stringify(value, undefined, 1);
      return callFunction('json', [source]) === JSON.stringify(value).replaceAll(/-0(?=[,\]}]|$)/g, '0');
    }),
    { numRuns: 2000, seed: 3 },
  );
});

t.test('a document as pretty text is the same document', async () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(' ', '  ', '\t', '    '), (value, indent) => {
      const pretty = callFunction('json_pretty', [JSON.stringify(value), indent]);
      return pretty === JSON.stringify(JSON.parse(JSON.stringify(value)), undefined, indent);
    }),
    { numRuns: 1000, seed: 4 },
  );
});

t.test('documents of any size and depth end soon', async (t) => {
  const isValid = (source: string): unknown => callFunction('json_valid', [source, 2]);
  t.equal(isValid('['.repeat(1000) + ']'.repeat(1000)), 1);
  t.equal(isValid('['.repeat(1001) + ']'.repeat(1001)), 0);
  for (const open of ['[', '{"a":', '/*', '"', "'\\", '{a', '0x', '- ', '\u00a0/'])
    t.equal(isValid(open.repeat(200_000)), 0, open);
  t.equal(isValid(`[${'/**/ //\n'.repeat(200_000)}1]`), 1);
  t.equal(isValid(`[${'1,'.repeat(1_000_000)}]`), 1);
});

t.test('paths may be long', async (t) => {
  const path = (steps: number): string => `$${'.a'.repeat(steps)}`;
  t.equal(callFunction('json_extract', ['{}', path(500_000)]), null);
  t.match(attempt('json_set', ['{}', path(100_000), 1]), { message: 'JSON may nest 1000 levels' });
  t.match(attempt('json_extract', ['[]', `$${'['.repeat(100_000)}`]), { message: /^JSON path error/ });
  const deep = callFunction('json_set', ['{}', path(999), 1, `${path(999)}`, 2]);
  t.equal(callFunction('json_extract', [deep, path(999)]), 2);
});
