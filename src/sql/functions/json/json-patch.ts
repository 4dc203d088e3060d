import type { Value } from '../../../core/index.js';
import { documentOf } from './cache.js';
import { merge } from './patch.js';
import { jsonScalar } from './spec.js';
import { partOf, renderTree } from './tree.js';

export const jsonPatch = jsonScalar({
  name: 'json_patch',
  description: 'The first JSON with the second, a merge patch, applied (RFC 7396).',
  args: ['any', 'any'],
  examples: [
    [`json_patch('{"a":1,"b":2}','{"c":3,"d":4}')`, '{"a":1,"b":2,"c":3,"d":4}'],
    [`json_patch('{"a":[1,2],"b":2}','{"a":9}')`, '{"a":9,"b":2}'],
    [`json_patch('{"a":[1,2],"b":2}','{"a":null}')`, '{"b":2}'],
    [`json_patch('{"a":{"x":1,"y":2},"b":3}','{"a":{"y":9},"c":8}')`, '{"a":{"x":1,"y":9},"b":3,"c":8}'],
  ],
  call(target, patch) {
    type Known = Exclude<Value, null>; // nulls do not come here
    return renderTree(merge(partOf(documentOf(target as Known)), documentOf(patch as Known)));
  },
});
