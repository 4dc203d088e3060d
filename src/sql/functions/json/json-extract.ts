import type { Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { documentOf } from './cache.js';
import { marked } from './mark.js';
import { findNode } from './path.js';
import { render, valueOf } from './render.js';
import { withMarked } from './spec.js';
import { pathOf, placeOf } from './values.js';

/** What `marks` makes of JSON; texts and numbers come as they are. */
const extracting =
  (marks: (json: string) => string) =>
  (...[json = null, ...paths]: Value[]): Value => {
    if (json === null || paths.length === 0) return null;
    if (paths.length > 1) return marks(several(json, paths));
    const place = placeOf(json, paths[0] as Value); // of length 1
    if (!place) return null;
    const value = valueOf(place.document, place.node);
    return place.document.isContainer(place.node) ? marks(value as string) : value; // a container gives JSON
  };

function several(json: Exclude<Value, null>, paths: readonly Value[]): string {
  const document = documentOf(json);
  const parts = paths.map((value) => {
    const path = pathOf(value);
    const node = path ? findNode(document, path) : -1;
    return node < 0 ? 'null' : render(document, node);
  });
  return `[${parts.join(',')}]`;
}

const call = extracting((json) => json);

export const jsonExtract = withMarked(
  scalar({
    name: 'json_extract',
    description: 'What stands at a path, as a value of SQL; at several paths, as an array.',
    args: ['any'],
    minArgs: 0,
    maxArgs: 127,
    returns: 'any',
    nulls: 'seen',
    examples: [
      [`json_extract('{"a":2,"c":[4,5,{"f":7}]}', '$')`, '{"a":2,"c":[4,5,{"f":7}]}'],
      [`json_extract('{"a":2,"c":[4,5,{"f":7}]}', '$.c[2].f')`, 7],
      [`json_extract('{"a":2,"c":[4,5],"f":7}','$.c','$.a')`, '[[4,5],2]'],
      [`json_extract('{"a":2,"c":[4,5],"f":7}','$.c[#-1]')`, 5],
      [`json_extract('{"a":2,"c":[4,5,{"f":7}]}', '$.x')`, null],
      [`json_extract('{"a":"xyz"}', '$.a')`, 'xyz'],
    ],
    call,
  }),
  extracting(marked),
  false,
);
