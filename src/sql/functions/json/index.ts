import type { AggregateSpec, ScalarSpec } from '../spec.js';
import { arrow, longArrow } from './arrows.js';
import { json } from './json.js';
import { jsonArray } from './json-array.js';
import { jsonInsert, jsonRemove, jsonReplace, jsonSet } from './json-change.js';
import { jsonExtract } from './json-extract.js';
import { jsonArrayLength, jsonErrorPosition, jsonType, jsonValid } from './json-facts.js';
import { jsonGroupArray } from './json-group-array.js';
import { jsonGroupObject } from './json-group-object.js';
import { jsonObject } from './json-object.js';
import { jsonPatch } from './json-patch.js';
import { jsonPretty } from './json-pretty.js';
import { jsonQuote } from './json-quote.js';

export const JSON_SCALARS: readonly ScalarSpec[] = [
  arrow,
  longArrow,
  json,
  jsonArray,
  jsonArrayLength,
  jsonErrorPosition,
  jsonExtract,
  jsonInsert,
  jsonObject,
  jsonPatch,
  jsonPretty,
  jsonQuote,
  jsonRemove,
  jsonReplace,
  jsonSet,
  jsonType,
  jsonValid,
];

export const JSON_AGGREGATES: readonly AggregateSpec[] = [jsonGroupArray, jsonGroupObject];
