import t from 'tap';
import type { Decorators } from '../../../src/config/config.js';
import type { Value } from '../../../src/core/index.js';
import { Decorations } from '../../../src/daemon/decorators/index.js';

const of = (source: string, more: Partial<Decorators> = {}): Decorators => ({
  source,
  load: [],
  always: [],
  interval: new Map(),
  ...more,
});

/** @param answers rows by query; a query that is not there fails */
function decorated(answers: Record<string, Record<string, Value>[]>) {
  const asked: string[] = [];
  const lines: string[] = [];
  const decorations = new Decorations({
    text: (value) => `<${String(value)}>`,
    log: (severity, _file, line) => void lines.push(`${severity} ${line}`),
    async rows(sql) {
      asked.push(sql);
      return answers[sql]?.map((row) => new Map(Object.entries(row)));
    },
  });
  return { decorations, asked, lines, pairs: () => [...decorations.current()] };
}

t.test('the first row counts, several are told', async (t) => {
  const { decorations, pairs, lines } = decorated({ two: [{ b: 1, a: 'x' }, { b: 2 }], none: [] });
  await decorations.load([of('s', { load: ['two', 'none', 'fails'] })]);
  t.same(pairs(), [
    ['a', '<x>'],
    ['b', '<1>'],
  ]);
  t.same(lines, ['warning Multiple rows returned for decorator query: two']);
});

t.test('a failure leaves the older value', async (t) => {
  const answers: Record<string, Record<string, Value>[]> = { q: [{ a: 1 }] };
  const { decorations, pairs } = decorated(answers);
  await decorations.load([of('s', { always: ['q'] })]);
  t.same(pairs(), [], 'not before a query runs');
  await decorations.always();
  delete answers['q'];
  await decorations.always();
  t.same(pairs(), [['a', '<1>']]);
});

t.test('later sources override, names are in byte order', async (t) => {
  const { decorations, pairs } = decorated({ one: [{ é: 1, Z: 1 }], two: [{ Z: 2, a: 2 }] });
  await decorations.load([of('a', { load: ['one'] }), of('b', { load: ['two'] })]);
  t.same(pairs(), [
    ['Z', '<2>'],
    ['a', '<2>'],
    ['é', '<1>'],
  ]);
});

t.test('a source that changed begins anew, one that did not keeps what it found', async (t) => {
  const { decorations, asked, pairs } = decorated({ one: [{ a: 1 }], two: [{ b: 2 }], three: [{ c: 3 }] });
  await decorations.load([of('s', { load: ['one'] }), of('t', { load: ['two'] })]);
  await decorations.load([of('s', { load: ['three'] }), of('t', { load: ['two'] })]);
  t.same(asked, ['one', 'two', 'three']);
  t.same(pairs(), [
    ['b', '<2>'],
    ['c', '<3>'],
  ]);
  await decorations.load([]);
  t.same(pairs(), []);
});

t.test('rates: once for all the multiples that went by', async (t) => {
  const { decorations, asked } = decorated({});
  const interval = new Map([
    [60, ['minute']],
    [180, ['three']],
    [0, ['never']],
  ]);
  await decorations.load([of('s', { interval })]);
  t.equal(decorations.nextAfter(60), 120);
  await decorations.between(60, 119);
  t.same(asked, []);
  await decorations.between(119, 120);
  t.same(asked, ['minute']);
  await decorations.between(120, 1_000);
  t.same(asked, ['minute', 'minute', 'three']);
  await decorations.between(1_000, 10);
  t.equal(asked.length, 3, 'a clock set back');
  await decorations.load([of('s', { interval: new Map([[0, ['never']]]) })]);
  t.equal(decorations.nextAfter(60), Number.POSITIVE_INFINITY);
});
