import type { Allowed } from './entry.js';
import { ARG, call } from './patterns.js';

/** A call that puts a value, which is no JSON, in the place of the whole text. */
const PUTS_ROOT = new RegExp(`${call('json_(?:set|replace)', ARG)}(?:,${ARG},${ARG})*, '\\$', (?!json\\()`);

/** Of JSON, where 3.42 counts. */
export const JSONS: readonly Allowed[] = [
  {
    name: 'json-root',
    reason: "json_set and json_replace that put a value at '$' give that value, as in SQLite 3.42",
    mismatch: ['rows', 'contents'],
    sql: PUTS_ROOT,
  },
  {
    name: 'json-root',
    reason: 'which may be NULL or no JSON where that is an error, or the other way round',
    mismatch: 'error',
    sql: PUTS_ROOT,
    ours: /^(?!JSON cannot hold BLOB)/,
    theirs: /^($|UNIQUE constraint failed: |NOT NULL constraint failed: |bad JSON path: 'null'$)/,
  },
  {
    name: 'json-place',
    reason:
      'a blob is an error where json_set() and its kin have a place for it, as in SQLite 3.42; later versions look first',
    mismatch: ['error', 'message'],
    sql: new RegExp(`${call('json_insert', ARG, " '\\$', ")}|\\bjson_(?:set|replace|insert)\\(.*'\\$[.[]`),
    anywhere: /x'|\b(zeroblob|unhex)\(|AS BLOB/,
    theirs: /^JSON cannot hold BLOB values$/,
  },
  {
    name: 'json-patch-repeats',
    reason: 'a key that comes twice in a patch stays twice, as in SQLite 3.42; later versions keep the last',
    mismatch: ['rows', 'contents'],
    sql: new RegExp(call('json_patch', ARG, ` '[^']*"a":1,"a":2`)),
  },
  {
    name: 'jsonb',
    reason: 'SQLite 3.45 and later read a zero byte as JSONB for null; we refuse all blobs, as 3.42 does',
    mismatch: ['error', 'message'],
    sql: /\bjson_|->/,
    anywhere: /x'00'|\bzeroblob\(/,
    ours: /^(JSON cannot hold BLOB values|malformed JSON)$/,
  },
  {
    name: 'json-path-words',
    reason: 'a bad path is told in the words of SQLite 3.42',
    mismatch: 'message',
    ours: /^JSON path error near /,
    theirs: /^bad JSON path: /,
  },
  {
    name: 'json-path-words',
    reason: 'a REAL, or brackets without a number, to the right of -> and ->> is a bad path, as in SQLite 3.42',
    mismatch: 'error',
    sql: /->/,
    ours: /^JSON path error near '\[/,
  },
  {
    name: 'json-null-path',
    reason: 'a NULL path gives NULL before the text is looked at, as in SQLite 3.42',
    mismatch: 'error',
    sql: /->/,
    theirs: /^malformed JSON$/,
  },
  {
    name: 'json-empty-label',
    reason: "->> '' is a label that nothing has, as in SQLite 3.42",
    mismatch: 'error',
    sql: /->/,
    theirs: /^bad JSON path: ''$/,
  },
  {
    name: 'json-infinity',
    reason: 'infinity in JSON is 9.0e999, as in SQLite 3.42; later versions write 9.0e+999',
    mismatch: ['rows', 'contents'],
    theirs: /9\.0e\+999/,
    but: /(?<=9\.0e)\+?(?=999)/g,
  },
  {
    name: 'json-null-label',
    reason: 'a NULL label of json_group_object() is left out; SQLite writes what is no JSON',
    mismatch: 'rows',
    sql: /json_group_object\(/,
    theirs: /\{:|,:/,
  },
  {
    name: 'json-sorted',
    reason: 'a value of json_each() and json_tree() counts as JSON behind a sort too; in SQLite it is a text then',
    mismatch: 'rows',
    sql: /\bjson_group_array\(.*\bORDER BY\b.*\bjson_(each|tree)\(/s,
    theirs: /\\"[[{]\\\\/,
    but: /[\\"]/g,
  },
  {
    name: 'json-valid-hex',
    reason:
      'SQLite 3.49 does not take what json_set() and its kin made of hexadecimal numbers for JSON, an error of its own',
    mismatch: ['rows', 'contents'],
    sql: /\bjson_valid\(\(?json_(set|replace|insert|remove|patch)\(.*0x/,
  },
];
