import t from 'tap';
import { findFunction, functionNames, listFunctions } from '../../src/sql/functions/index.js';

t.test('functions are found by name and number of arguments', async (t) => {
  const kind = (name: string, count: number): string | undefined => {
    const found = findFunction(name, count);
    return typeof found === 'object' ? `${found.kind} ${found.name}` : found;
  };
  t.equal(kind('ABS', 1), 'scalar abs');
  t.equal(kind('abs', 2), 'arity');
  t.equal(kind('nosuch', 1), undefined);
  t.equal(kind('max', 1), 'aggregate max');
  t.equal(kind('max', 2), 'scalar max');
  t.equal(kind('max', 0), 'arity');
  t.equal(kind('count', 0), 'aggregate count');
  t.equal(kind('substring', 2), 'scalar substr');
  t.equal(kind('format', 1), 'scalar printf');
  t.equal(kind('row_number', 0), 'window row_number');
  t.equal(kind('lag', 3), 'window lag');
  t.equal(kind('coalesce', 1), 'arity');
  t.equal(kind('hex', 128), 'arity');
});

t.test('every function says what it is', async (t) => {
  for (const spec of listFunctions()) {
    t.match(spec.name, /^([a-z][a-z0-9_]*|->>?)$/, spec.name);
    t.match(spec.description, /\.$/, `${spec.name} has a sentence`);
    t.ok(spec.minArgs <= spec.maxArgs && spec.maxArgs <= 127, `${spec.name} has a number of arguments`);
    t.ok(spec.examples.length > 0, `${spec.name} has an example`);
  }
  const names = functionNames();
  t.same([...new Set(names)].length, names.length);
});
