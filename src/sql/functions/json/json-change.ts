import { SqlError, type Value } from '../../../core/index.js';
import type { Example, ScalarSpec } from '../spec.js';
import { scalar } from '../spec.js';
import { documentOf } from './cache.js';
import { marked, plain } from './mark.js';
import { jsonOf } from './render.js';
import { jsonScalar, withMarked } from './spec.js';
import { type Change, change, partOf, renderTree, type Tree } from './tree.js';
import { pathOf } from './values.js';

/** One after the other: a path may lead into what an earlier one made. */
const changing =
  (name: string, how: Change, marks: (json: string) => string) =>
  (...[json, ...pairs]: Value[]): Value => {
    if (json === undefined) return null;
    if (pairs.length % 2 !== 0) throw new SqlError('runtime', `${name}() needs an odd number of arguments`);
    if (json === null) return null;
    const root: Tree[] = [partOf(documentOf(json))];
    let whole: Value | undefined;
    for (let at = 0; at < pairs.length; at += 2) {
      const path = pathOf(plain(pairs[at] as Value)); // within bounds
      const value = pairs[at + 1] as Value; // even
      if (!path) continue;
      change(root, path, how, () => jsonOf(value));
      if (path.steps.length > 0) whole = undefined;
      else if (!path.mistake && how !== 'insert') whole = value;
    }
    // A document replaced as a whole is the very value, as in SQLite.
    if (whole !== undefined) return marks === marked ? whole : plain(whole);
    return marks(renderTree(root[0] as Tree)); // nothing is removed
  };

function changer(name: string, how: Change, description: string, examples: readonly Example[]): ScalarSpec {
  const fields = { name, description, args: ['json'], minArgs: 0, maxArgs: 127, returns: 'any', examples } as const;
  const spec = scalar({ ...fields, nulls: 'seen', call: changing(name, how, (json) => json) });
  return withMarked(spec, changing(name, how, marked), false);
}

export const jsonSet = changer('json_set', 'set', 'JSON with values put at paths, whether or not there was one.', [
  [`json_set('{"a":2,"c":4}', '$.a', 99)`, '{"a":99,"c":4}'],
  [`json_set('{"a":2,"c":4}', '$.e', 99)`, '{"a":2,"c":4,"e":99}'],
  [`json_set('{"a":2,"c":4}', '$.c', '[97,96]')`, '{"a":2,"c":"[97,96]"}'],
  [`json_set('{"a":2,"c":4}', '$.c', json('[97,96]'))`, '{"a":2,"c":[97,96]}'],
  [`json_set('[0,1,2]', '$[#]', 'new')`, '[0,1,2,"new"]'],
]);

export const jsonInsert = changer('json_insert', 'insert', 'JSON with values put at paths where there was none.', [
  [`json_insert('{"a":2,"c":4}', '$.a', 99)`, '{"a":2,"c":4}'],
  [`json_insert('{"a":2,"c":4}', '$.e', 99)`, '{"a":2,"c":4,"e":99}'],
  [`json_insert('[1,2,3,4]','$[#]',99)`, '[1,2,3,4,99]'],
  [`json_insert('[1,[2,3],4]','$[1][#]',99)`, '[1,[2,3,99],4]'],
]);

export const jsonReplace = changer('json_replace', 'replace', 'JSON with values put at paths where there was one.', [
  [`json_replace('{"a":2,"c":4}', '$.a', 99)`, '{"a":99,"c":4}'],
  [`json_replace('{"a":2,"c":4}', '$.e', 99)`, '{"a":2,"c":4}'],
]);

export const jsonRemove = jsonScalar({
  name: 'json_remove',
  description: 'JSON without what stands at the paths.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  nulls: 'seen',
  examples: [
    [`json_remove('[0,1,2,3,4]','$[2]')`, '[0,1,3,4]'],
    [`json_remove('[0,1,2,3,4]','$[2]','$[0]')`, '[1,3,4]'],
    [`json_remove('[0,1,2,3,4]','$[#-1]','$[0]')`, '[1,2,3]'],
    [`json_remove('{"x":25,"y":42}','$.y')`, '{"x":25}'],
    [`json_remove('{"x":25,"y":42}','$')`, null],
  ],
  call(json = null, ...paths) {
    if (json === null) return null;
    const root: Tree[] = [partOf(documentOf(json))];
    for (const value of paths) {
      const path = pathOf(value);
      if (!path) return null;
      change(root, path, 'remove', () => '');
      if (root.length === 0) return null;
    }
    return renderTree(root[0] as Tree); // of length 1
  },
});
