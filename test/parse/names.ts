import fc, { type Arbitrary } from 'fast-check';
import type { Identifier } from '../../src/sql/parser/index.js';

/** Trees that a text could have been read to. Spans are all the same: round trips do not compare them. */
export const span = { start: 0, end: 0 } as const;

/** A record of arbitraries, those under `maybe` left out at random, as `exactOptionalPropertyTypes` wants it. */
export function node<T extends object, M extends object = object>(
  fields: { [K in keyof T]: Arbitrary<T[K]> },
  maybe: { [K in keyof M]: Arbitrary<M[K]> } = {} as { [K in keyof M]: Arbitrary<M[K]> },
): Arbitrary<T & Partial<M>> {
  const required = Object.keys(fields);
  // fast-check's own type says the same in more words.
  return fc.record({ ...fields, ...maybe }, { requiredKeys: required as never }) as unknown as Arbitrary<
    T & Partial<M>
  >;
}

export const just = <const T>(value: T): Arbitrary<T> => fc.constant(value);
export const few = <T>(items: Arbitrary<T>, minLength = 0, maxLength = minLength + 2): Arbitrary<T[]> =>
  fc.array(items, { minLength, maxLength });

// -------------------------------------------------------------------- names

const bare = (...names: string[]): Arbitrary<Identifier> =>
  fc.constantFrom(...names).map((name) => ({ name, quote: '' as const, span }));
export const anyText = fc.oneof(fc.string({ maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 4 }));
const inQuotes = (...quotes: Identifier['quote'][]): Arbitrary<Identifier> =>
  fc.record({ name: anyText, quote: fc.constantFrom(...quotes), span: just(span) });
const inBrackets: Arbitrary<Identifier> = anyText.map((text) => ({ name: text.replaceAll(']', ''), quote: '[', span }));

/** Where an expression begins: no misplaced quotes, no CAST. */
export const columnName = fc.oneof(
  {
    weight: 4,
    arbitrary: bare('a', 'b', 'pid', 'naïve', '_x$1', '变量', 'key', 'end', 'left', 'like', 'row', 'desc', 'offset'),
  },
  inQuotes('"', '`'),
  inBrackets,
);
/** Before a dot, where an expression begins. */
export const tableName = fc.oneof({ weight: 4, arbitrary: columnName }, inQuotes("'"));
/** Where only a name can stand. */
export const anyName = fc.oneof(
  {
    weight: 4,
    arbitrary: bare('a', 't', 'processes', 'é', 'key', 'cast', 'natural', 'left', 'current_date', 'raise', 'indexed'),
  },
  inQuotes('"', '`', "'"),
  inBrackets,
);
export const collation = fc.oneof(bare('nocase', 'rtrim'), inQuotes('"', "'"));
export const windowName = fc.oneof(bare('w', 'v'), inQuotes('"'));
export const qualified = node({ name: anyName }, { schema: anyName });

export const typeName = fc.constantFrom(
  'INTEGER',
  'text',
  'VARCHAR(10)',
  'DECIMAL (10, 2)',
  'unsigned big int',
  '"a b"',
  "'x'",
  '',
);
