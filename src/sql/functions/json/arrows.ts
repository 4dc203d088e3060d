import type { Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { sourceOf } from './cache.js';
import { render, valueOf } from './render.js';
import { jsonScalar } from './spec.js';
import { type Place, placeOf } from './values.js';

/** The right side of an arrow: a path, the start of one, a label or a number. */
const pathText = (text: string): string => {
  if (text.startsWith('$')) return text;
  if (/^[0-9]/.test(text)) return `$[${text}]`;
  return text.startsWith('[') ? `$${text}` : `$.${text}`;
};

const placeAt = (json: Value, path: Value): Place | undefined =>
  placeOf(json, path === null ? null : pathText(sourceOf(path)));

export const arrow = jsonScalar({
  name: '->',
  description: 'What stands at a path, label or index, as JSON.',
  args: ['any', 'any'],
  nulls: 'seen',
  examples: [
    [`'{"a":2,"c":[4,5,{"f":7}]}' -> '$'`, '{"a":2,"c":[4,5,{"f":7}]}'],
    [`'{"a":2,"c":[4,5,{"f":7}]}' -> 'c'`, '[4,5,{"f":7}]'],
    [`'{"a":"xyz"}' -> 'a'`, '"xyz"'],
    [`'[11,22,33,44]' -> 3`, '44'],
    [`'{"a":null}' -> 'a'`, 'null'],
    [`'{"a":2}' -> 'x'`, null],
  ],
  call(json, path) {
    const place = placeAt(json as Value, path as Value); // there are two
    return place ? render(place.document, place.node) : null;
  },
});

export const longArrow = scalar({
  name: '->>',
  description: 'What stands at a path, label or index, as a value of SQL.',
  args: ['any', 'any'],
  returns: 'any',
  nulls: 'seen',
  examples: [
    [`'{"a":2,"c":[4,5,{"f":7}]}' ->> '$.c[2].f'`, 7],
    [`'{"a":"xyz"}' ->> 'a'`, 'xyz'],
    [`'[11,22,33,44]' ->> 3`, 44],
    [`'{"a":null}' ->> 'a'`, null],
    [`'{"a.b":3}' ->> 'a.b'`, null],
  ],
  call(json: Value, path: Value) {
    const place = placeAt(json, path);
    return place ? valueOf(place.document, place.node) : null;
  },
});
