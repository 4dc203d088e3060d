import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { Real } from '../../src/core/index.js';
import { parse, print, type Statement } from '../../src/sql/parser/index.js';
import { statement } from './trees.js';

const seed = Number(process.env.HOSTQL_SEED ?? Date.now() % 2 ** 31);

/** The tree without what depends on where it stood in the text. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare);
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array || node instanceof Real) return node;
  const isPlace = (key: string): boolean =>
    key === 'span' || (key === 'text' && !('kind' in node && node.kind === 'parameter'));
  return Object.fromEntries(Object.entries(node).flatMap(([key, value]) => (isPlace(key) ? [] : [[key, bare(value)]])));
}

const isSame = (tree: Statement, read: readonly Statement[]): boolean => isDeepStrictEqual(bare(read), bare([tree]));

t.test(`parse(print(tree)) is the tree (HOSTQL_SEED=${seed})`, (t) => {
  fc.assert(
    fc.property(statement, (tree) => isSame(tree, parse(print(tree)))),
    { seed, numRuns: 3000 },
  );
  t.pass('3000 trees');
  t.end();
});

t.test(`what is printed is printed the same again (HOSTQL_SEED=${seed})`, (t) => {
  fc.assert(
    fc.property(statement, (tree) => {
      const text = print(tree);
      return parse(`${text} ; -- again`).map(print).join() === text;
    }),
    { seed, numRuns: 500 },
  );
  t.pass('500 trees');
  t.end();
});
