import { SqlError, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { sourceOf } from './cache.js';
import { Document, KIND, KIND_NAMES } from './document.js';
import { parseJson } from './parse.js';
import { childCount } from './path.js';
import { charactersBefore } from './text.js';
import { placeOf } from './values.js';

export const jsonType = scalar({
  name: 'json_type',
  description: 'The type of JSON, or of what stands in it at a path.',
  args: ['any', 'any'],
  minArgs: 1,
  returns: 'text',
  nulls: 'seen',
  examples: [
    [`json_type('{"a":[2,3.5,true,false,null,"x"]}')`, 'object'],
    [`json_type('{"a":[2,3.5,true,false,null,"x"]}','$.a')`, 'array'],
    [`json_type('{"a":[2,3.5,true,false,null,"x"]}','$.a[1]')`, 'real'],
    [`json_type('{"a":[2,3.5,true,false,null,"x"]}','$.a[6]')`, null],
  ],
  call(json: Value, path: Value = '$') {
    const place = placeOf(json, path);
    return place ? (KIND_NAMES[place.document.kind(place.node)] ?? null) : null;
  },
});

export const jsonArrayLength = scalar({
  name: 'json_array_length',
  description: 'How many elements an array has, 0 for anything else; null where the path leads nowhere.',
  args: ['any', 'any'],
  minArgs: 1,
  returns: 'integer',
  nulls: 'seen',
  examples: [
    [`json_array_length('[1,2,3,4]')`, 4],
    [`json_array_length('{"one":[1,2,3]}')`, 0],
    [`json_array_length('{"one":[1,2,3]}', '$.one')`, 3],
    [`json_array_length('{"one":[1,2,3]}', '$.two')`, null],
  ],
  call(json: Value, path: Value = '$') {
    const place = placeOf(json, path);
    if (!place) return null;
    const { document, node } = place;
    return document.kind(node) === KIND.array ? childCount(document, node) : 0;
  },
});

/** The bits of `json_valid`'s second argument (SQLite 3.45): 1 RFC 8259, 2 JSON5; 4 and 8 are JSONB, which nothing is here. */
const STRICT = 1;
const LOOSE = 2;

export const jsonValid = scalar({
  name: 'json_valid',
  description: 'Whether the text is JSON; with 2 as second argument, whether it is JSON5.',
  args: ['any', 'integer'],
  minArgs: 1,
  returns: 'integer',
  examples: [
    [`json_valid('{"x":35}')`, 1],
    [`json_valid('{x:35}')`, 0],
    [`json_valid('{x:35}', 6)`, 1],
    [`json_valid('{"x":35')`, 0],
    ['json_valid(NULL)', null],
  ],
  call(json: Value, flags: number | bigint = STRICT) {
    if (flags < 1 || flags > 15)
      throw new SqlError('runtime', 'FLAGS parameter to json_valid() must be between 1 and 15');
    const document = parseJson(sourceOf(json as Exclude<Value, null>)); // nulls do not come here
    if (!(document instanceof Document)) return 0;
    return Number(flags) & (document.isStrict ? STRICT | LOOSE : LOOSE) ? 1 : 0;
  },
});

export const jsonErrorPosition = scalar({
  name: 'json_error_position',
  description: 'The character at which a text stops being JSON or JSON5, counted from 1; 0 where it is all JSON.',
  args: ['any'],
  returns: 'integer',
  examples: [
    [`json_error_position('[1,{a:2}]')`, 0],
    [`json_error_position('[1,2')`, 5],
    [`json_error_position('[1,é]')`, 4],
    ['json_error_position(NULL)', null],
  ],
  call(json: Value) {
    const text = sourceOf(json as Exclude<Value, null>); // nulls do not come here
    const document = parseJson(text);
    return document instanceof Document ? 0 : charactersBefore(text, document.at) + 1;
  },
});
