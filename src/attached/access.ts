import type { Lookup } from '../catalog/index.js';
import type { Value } from '../core/index.js';
import { Refused, type SqliteFile, type SqliteRecord } from '../host/index.js';
import { type IndexTerm, rowidSlot } from '../store/index.js';
import type { FileIndex, FileTable } from './definition.js';
import { type Keyed, type KeyRange, type KeyValue, placeIn, placeOfRowid, toValue } from './places.js';

/** What a query says of a table's columns, by slot; the rowid stands behind the columns. */
export type SlotLookups = ReadonlyMap<number, Lookup<KeyValue>>;

/** How rows are found. */
type Access =
  | { readonly kind: 'all' }
  | { readonly kind: 'rowids'; readonly rowids: readonly number[] }
  | { readonly kind: 'rowid-range'; readonly range: KeyRange }
  | {
      readonly kind: 'index';
      /** Undefined: the key of a table WITHOUT ROWID, which is kept as an index. */
      readonly index: FileIndex | undefined;
      readonly terms: readonly IndexTerm[];
      readonly equals: readonly (readonly KeyValue[])[];
      readonly range: KeyRange | undefined;
    };

/** Most stretches of an index that one scan reads; beyond, all rows cost less. */
const MAX_STRETCHES = 10_000;
/** A range that takes a larger share of an index than this is not worth it: its rows lie all over the table. */
const MAX_SHARE = 0.3;

/** Rows of a table: all that the lookups ask for, and maybe others. @throws Refused where the file is damaged */
export function* rowsOf(file: SqliteFile, table: FileTable, lookups: SlotLookups): Generator<SqliteRecord> {
  const pages = new Pages(file, table);
  const access = chosen(pages, lookups);
  switch (access.kind) {
    case 'all':
      yield* pages.all();
      return;
    case 'rowids':
      for (const rowid of access.rowids) yield* pages.table.rows((one) => (one < rowid ? -1 : one > rowid ? 1 : 0));
      return;
    case 'rowid-range':
      // The engine tells numbers of a column of numbers.
      yield* pages.table.rows(placeOfRowid(access.range as Parameters<typeof placeOfRowid>[0]));
      return;
    case 'index':
      for (const equals of combinations(access.equals)) {
        const place = placeIn(access.terms, equals, access.range);
        if (access.index) yield* pages.through(access.index, place);
        else yield* pages.table.entries(place);
      }
  }
}

/** The way that touches least: by rowid, by the longest run of equal terms of an index, by a range that is narrow. */
function chosen(pages: Pages, lookups: SlotLookups): Access {
  const { schema } = pages.definition;
  const rowid = pages.hasRowids ? lookups.get(rowidSlot(schema)) : undefined;
  if (rowid?.values) return { kind: 'rowids', rowids: rowid.values.filter((value) => typeof value === 'number') };
  const found = bestIndex(pages, lookups);
  if (found && found.equals.length > 0) return found;
  if (rowid?.range) return { kind: 'rowid-range', range: rowid.range };
  return found ?? { kind: 'all' };
}

type IndexAccess = Extract<Access, { kind: 'index' }>;

function bestIndex(pages: Pages, lookups: SlotLookups): IndexAccess | undefined {
  if (lookups.size === 0) return undefined;
  const { schema, indexes } = pages.definition;
  const keyed = schema.primaryKey ? [{ index: undefined, terms: schema.primaryKey }] : [];
  const candidates = [
    ...keyed,
    ...indexes
      .filter(({ isPlain }) => isPlain || pages.hasRowids)
      .map((index): Pick<IndexAccess, 'index' | 'terms'> => ({ index, terms: index.terms })),
  ];
  let best: IndexAccess | undefined;
  for (const candidate of candidates) {
    const access = accessBy(pages, candidate, lookups);
    if (access && (!best || access.equals.length > best.equals.length)) best = access;
  }
  return best;
}

/** Undefined where the index does not help. */
function accessBy(
  pages: Pages,
  { index, terms }: Pick<IndexAccess, 'index' | 'terms'>,
  lookups: SlotLookups,
): IndexAccess | undefined {
  const equals: (readonly KeyValue[])[] = [];
  let range: KeyRange | undefined;
  let stretches = 1;
  for (const term of terms) {
    const lookup = usable(pages, term, lookups.get(term.slot));
    stretches *= lookup?.values?.length ?? 1;
    if (!lookup?.values || stretches > MAX_STRETCHES) {
      range = lookup?.range;
      break;
    }
    equals.push(lookup.values);
  }
  if (equals.length === 0 && !range) return undefined;
  const tree = index ? pages.index(index) : pages.table;
  if (!tree || (equals.length === 0 && tree.share(placeIn(terms, [], range)) > MAX_SHARE)) return undefined;
  return { kind: 'index', index, terms, equals, range };
}

/**
 * What a term of an index can find of a lookup: where it orders texts as the column compares them, and as its file keeps
 * them. One in UTF-16 has them in the order of those bytes.
 */
function usable(
  pages: Pages,
  { slot, collation }: IndexTerm,
  lookup: Lookup<KeyValue> | undefined,
): Lookup<KeyValue> | undefined {
  const { schema, foreign } = pages.definition;
  if (!lookup || foreign.has(slot) || schema.columns[slot]?.collation !== collation) return undefined;
  const { values = [], range } = lookup;
  const hasText = [...values, range?.min, range?.max].some((value) => typeof value === 'string');
  return hasText && pages.encoding !== 'utf8' ? undefined : lookup;
}

function* combinations(sets: readonly (readonly KeyValue[])[]): Generator<readonly Value[]> {
  const [first, ...rest] = sets;
  if (!first) {
    yield [];
    return;
  }
  for (const value of first) for (const others of combinations(rest)) yield [toValue(value), ...others];
}

/** The trees of a table as they are in the file now. */
class Pages {
  readonly table;

  /** @throws Refused where the file has another table by now */
  constructor(
    private readonly file: SqliteFile,
    readonly definition: FileTable,
  ) {
    const { name, sql } = definition.entry;
    const entry = file.schema().find((one) => one.type === 'table' && one.name === name);
    if (entry?.sql !== sql) throw new Refused(file.path, `its table "${name}" is another by now`);
    this.table = file.tree(entry.rootPage);
  }

  get hasRowids(): boolean {
    return this.definition.schema.primaryKey === undefined;
  }

  get encoding() {
    return this.file.encoding;
  }

  all(): Generator<SqliteRecord> {
    return this.hasRowids ? this.table.rows() : this.table.entries();
  }

  /** The tree of an index; undefined where it has been dropped. */
  index(index: FileIndex) {
    const entry = this.file.schema().find((one) => one.type === 'index' && one.name === index.name);
    return entry && this.file.tree(entry.rootPage);
  }

  /** The rows of a stretch of an index. */
  *through(index: FileIndex, place: (entry: Keyed) => number): Generator<SqliteRecord> {
    const { primaryKey } = this.definition.schema;
    const tail = primaryKey && keyPositions(index.terms, primaryKey);
    for (const entry of this.index(index)?.entries(place) ?? []) {
      if (primaryKey && tail) {
        const key = tail.map((position) => entry.value(position) ?? null);
        yield* this.table.entries(placeIn(primaryKey, key, undefined));
        continue;
      }
      const rowid = entry.value(entry.length - 1);
      if (typeof rowid === 'number' || typeof rowid === 'bigint')
        yield* this.table.rows((one) => (one < rowid ? -1 : one > rowid ? 1 : 0));
    }
  }
}

/** Where an index's entry has the key of its table: what its own terms lack of it follows them. */
function keyPositions(terms: readonly IndexTerm[], key: readonly IndexTerm[]): number[] {
  const columns = [...terms];
  return key.map((term) => {
    const at = columns.findIndex(({ slot, collation }) => slot === term.slot && collation === term.collation);
    return at < 0 ? columns.push(term) - 1 : at;
  });
}
