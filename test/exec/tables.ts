import { setTimeout as sleep } from 'node:timers/promises';
import { type Lookup, type TableSpec, tableOf } from '../../src/catalog/index.js';

export interface Person {
  readonly id: number;
  readonly name: string | null;
  readonly dept: string | null;
  readonly pay: number | null;
}

/** What a table of these tests was asked, call by call. */
export interface Calls {
  /** Lookups by column, as lists of values where they are no more than that. */
  readonly lookups: unknown[];
  /** Ids yielded. */
  readonly read: number[];
  readonly limits: (number | undefined)[];
  readonly columns: string[][];
  /** Scans that were ended, by their end or by an early stop. */
  closed: number;
}

const { table, bigint, text, double } = tableOf<Person>();

const columns = {
  id: bigint('Number', (person) => person.id, { key: { unique: true, ops: ['=', 'range'], maxValues: 4 } }),
  name: text('Name', (person) => person.name, { key: { ops: ['=', 'range', 'like', 'glob'], exact: false } }),
  dept: text('Department', (person) => person.dept),
  pay: double('Pay', (person) => person.pay),
};

export const PEOPLE: readonly Person[] = [
  { id: 1, name: 'Ana', dept: 'ops', pay: 50.5 },
  { id: 2, name: 'bob', dept: 'dev', pay: 40 },
  { id: 3, name: 'Cy', dept: 'dev', pay: 40 },
  { id: 4, name: 'dee', dept: null, pay: null },
  { id: 5, name: 'Eve', dept: 'ops', pay: 12.25 },
];

export function newCalls(): Calls {
  return { lookups: [], read: [], limits: [], columns: [], closed: 0 };
}

function plainLookup(lookup: Readonly<Record<string, Lookup<never> | undefined>>): unknown {
  return Object.fromEntries(
    Object.entries(lookup).map(([name, part]) => {
      if (part?.values && !part.range && !part.patterns) return [name, part.values];
      const patterns = part?.patterns?.map(({ op, text: pattern, prefix }) => `${op} ${pattern} from ${prefix}`);
      return [
        name,
        {
          ...(part?.values && { values: part.values }),
          ...(part?.range && { range: part.range }),
          ...(patterns && { patterns }),
        },
      ];
    }),
  );
}

/** A synchronous table of these rows that honours `id` values exactly and takes everything else as a hint. */
export function people(calls: Calls = newCalls(), rows: Iterable<Person> = PEOPLE): TableSpec {
  return table({
    name: 'people',
    description: 'People.',
    columns,
    *scan({ lookup, limit, columns: wanted }) {
      calls.lookups.push(plainLookup(lookup as Parameters<typeof plainLookup>[0]));
      calls.limits.push(limit);
      calls.columns.push([...wanted]);
      const ids = lookup.id?.values && new Set<number>(lookup.id.values as readonly number[]);
      try {
        for (const row of rows) {
          if (ids && !ids.has(row.id)) continue;
          calls.read.push(row.id);
          yield row;
        }
      } finally {
        calls.closed++;
      }
    },
  });
}

/** The same rows over an asynchronous border. */
export function peopleAsync(calls: Calls = newCalls(), rows: Iterable<Person> = PEOPLE, delayMs = 0): TableSpec {
  return table({
    name: 'people_async',
    description: 'People, from afar.',
    columns,
    async *scan({ lookup, limit }) {
      calls.lookups.push(plainLookup(lookup as Parameters<typeof plainLookup>[0]));
      calls.limits.push(limit);
      const ids = lookup.id?.values && new Set<number>(lookup.id.values as readonly number[]);
      try {
        for (const row of rows) {
          if (ids && !ids.has(row.id)) continue;
          if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
          calls.read.push(row.id);
          yield row;
        }
      } finally {
        calls.closed++;
      }
    },
  });
}

const person = (id: number): Person => ({ id, name: `p${id}`, dept: id % 2 ? 'odd' : 'even', pay: id });

/** People without end, anew each time. */
export const endless = (): Iterable<Person> => many(Number.POSITIVE_INFINITY);

export const many = (count: number): Iterable<Person> => ({
  *[Symbol.iterator]() {
    for (let id = 1; id <= count; id++) yield person(id);
  },
});
