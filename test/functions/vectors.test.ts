import t, { type Test } from 'tap';
import { SqlError } from '../../src/core/index.js';
import { show } from '../core/sqlite-oracle.js';
import { attempt } from './call.js';
import { FILE_VECTORS, FILES, VECTORS, type Vector } from './vectors.js';

function check(t: Test, [name, args, expected]: Vector, given: Parameters<typeof attempt>[2] = {}): void {
  const label = JSON.stringify(`${name}(${args.map((arg) => show(arg).slice(0, 60)).join(', ')})`);
  const result = attempt(name, args, given);
  const wanted =
    expected !== null && typeof expected === 'object' && 'error' in expected
      ? `error: ${expected.error}`
      : show(expected);
  t.equal(result instanceof SqlError ? `error: ${result.message}` : show(result), wanted, label);
}

t.test('scalar functions', async (t) => {
  for (const vector of VECTORS) check(t, vector);
});

t.test('functions that look at files', async (t) => {
  for (const vector of FILE_VECTORS) check(t, vector, { isFile: (path) => FILES.has(path) });
});

t.test('a wrong community id is told as a warning', async (t) => {
  const warnings: string[] = [];
  const result = attempt('community_id_v1', ['x', '10.0.0.2', 1, 2, 6], { warn: (message) => warnings.push(message) });
  t.equal(result, null);
  t.same(warnings, ['Community ID saddr cannot be parsed as IP']);
});

t.test('random values differ', async (t) => {
  t.equal(new Set(Array.from({ length: 300 }, () => attempt('random', []))).size, 300);
});
