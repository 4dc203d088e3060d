import { documentOf } from './cache.js';
import { merge } from './patch.js';
import { jsonScalar } from './spec.js';
import { partOf, renderTree } from './tree.js';

export const jsonPatch = jsonScalar({
  name: 'json_patch',
  description: 'The first JSON with the second, a merge patch, applied (RFC 7396).',
  args: ['any', 'any'],
  nulls: 'seen',
  examples: [
    [`json_patch('{"a":1,"b":2}','{"c":3,"d":4}')`, '{"a":1,"b":2,"c":3,"d":4}'],
    [`json_patch('{"a":[1,2],"b":2}','{"a":9}')`, '{"a":9,"b":2}'],
    [`json_patch('{"a":[1,2],"b":2}','{"a":null}')`, '{"b":2}'],
    [`json_patch('{"a":{"x":1,"y":2},"b":3}','{"a":{"y":9},"c":8}')`, '{"a":{"x":1,"y":9},"b":3,"c":8}'],
  ],
  call(target = null, patch = null) {
    if (target === null) return null;
    const document = documentOf(target);
    return patch === null ? null : renderTree(merge(partOf(document), documentOf(patch)));
  },
});
