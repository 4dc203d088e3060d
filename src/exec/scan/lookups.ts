import type { ColumnSpec, Lookup, Pattern } from '../../catalog/index.js';
import { Bug, collationOf, globPrefix, likePrefix, type Row, toText, type Value, valueKey } from '../../core/index.js';
import type { LookupTerm, Scan } from '../../sql/planner/index.js';
import { compilePattern, type Evaluate, type ExprScope, escapeCharacter } from '../expressions/index.js';
import { ONCE } from '../run.js';
import { type Operator, Pending, settled, type Task } from '../stream.js';
import { type CellTest, Domain, type KeyValue } from './domain.js';

/** One call of a table's scan. */
export interface ScanCall {
  readonly lookup: Readonly<Record<string, Lookup<KeyValue>>>;
  readonly checks: readonly Check[];
}
/** What the engine sees to itself, on a column that the plan may not otherwise read. */
export interface Check {
  readonly column: ColumnSpec;
  readonly test: CellTest;
}

/** Tells a domain what the term says; a task where that may have to wait. */
type Gather = (domain: Domain) => Task<void> | undefined;
interface Source {
  readonly column: ColumnSpec;
  readonly gather: Gather;
}

const NO_ROW: Row = [];

/**
 * Compiles a scan's lookup terms. The result evaluates them when the scan opens and gives the calls to make: none
 * where nothing can match, several where a key has more values than its table takes at once.
 */
export function compileLookups(scan: Scan, scope: ExprScope): () => Task<readonly ScanCall[]> {
  const sources = scan.lookups.map(
    (term): Source => ({ column: columnOf(scan, term.column), gather: gatherer(term, scope) }),
  );
  return () => callsOf(sources);
}

function* callsOf(sources: readonly Source[]): Task<readonly ScanCall[]> {
  const domains = new Map<string, Domain>();
  for (const { column, gather } of sources) {
    const domain = domains.get(column.name) ?? new Domain(column, keyOf(column));
    domains.set(column.name, domain);
    const task = gather(domain);
    if (task) yield* task;
    // The terms still to come may be costly, and cannot help.
    if (domain.isEmpty || domain.isCrossed || domain.values()?.length === 0) return [];
  }
  return callsFor([...domains.values()]);
}

function columnOf(scan: Scan, name: string): ColumnSpec {
  const column = scan.table.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Bug(`${scan.table.name} has no column ${name} to look up`);
  return column;
}

function keyOf(column: ColumnSpec): NonNullable<ColumnSpec['key']> {
  if (!column.key) throw new Bug(`column ${column.name} is no key`);
  return column.key;
}

function gatherer(term: LookupTerm, scope: ExprScope): Gather {
  switch (term.kind) {
    case 'values':
      return gatherValues(term.values.map((value) => scope.value(value)));
    case 'keys':
      return (domain) => void domain.addValues(keysOf(scope, term.set));
    case 'subquery':
      return gatherSubquery(term, scope);
    case 'range': {
      const value = scope.value(term.value);
      return (domain) => addRange(domain, term.op, value);
    }
    case 'patterns':
      return gatherPatterns(term, scope);
    case 'pattern-keys':
      return (domain) =>
        void domain.addPatterns(
          keysOf(scope, term.set).map((key) => patternOf(term.op, keyText(key), undefined, scope)),
        );
  }
}

const keyText = (key: Value): string => toText(key as Exclude<Value, null>); // key sets hold no nulls

function keysOf(scope: ExprScope, set: number): readonly Value[] {
  const keys = scope.run.keySets.get(set);
  if (!keys) throw new Bug(`no keys gathered for set ${set}`);
  return keys;
}

function gatherValues(values: readonly Evaluate[]): Gather {
  return (domain) => addValues(domain, values);
}

function* addValues(domain: Domain, values: readonly Evaluate[]): Task<void> {
  domain.addValues(yield* settled(() => values.map((value) => value(NO_ROW))));
}

function* addRange(domain: Domain, op: '<' | '<=' | '>' | '>=', value: Evaluate): Task<void> {
  domain.addRange(op, yield* settled(() => value(NO_ROW)));
}

function gatherSubquery(term: Extract<LookupTerm, { kind: 'subquery' }>, scope: ExprScope): Gather {
  let operator: Operator | undefined;
  return (domain) => {
    operator ??= scope.build(term.subquery.plan, ONCE);
    return addFirstColumn(domain, operator);
  };
}

function* addFirstColumn(domain: Domain, operator: Operator): Task<void> {
  const values: Value[] = [];
  for (const item of operator.open()) {
    if (item instanceof Pending) yield item;
    else for (const row of item) values.push(row[0] as Value); // one column
  }
  domain.addValues(values);
}

function gatherPatterns(term: Extract<LookupTerm, { kind: 'patterns' }>, scope: ExprScope): Gather {
  const patterns = term.patterns.map((pattern) => scope.value(pattern));
  const escape = term.escape && scope.value(term.escape);
  return function* (domain) {
    const escapeValue = escape && (yield* settled(() => escape(NO_ROW)));
    const texts = yield* settled(() => patterns.map((pattern) => pattern(NO_ROW)));
    const known = escapeValue === null ? [] : texts.filter((text) => text !== null);
    domain.addPatterns(
      [...new Set(known.map(toText))].map((text) => patternOf(term.op, text, escapeCharacter(escapeValue), scope)),
    );
  };
}

function patternOf(op: Pattern['op'], text: string, escape: string | undefined, scope: ExprScope): Pattern {
  const matches = compilePattern(op, text, escape, scope.run.caseSensitiveLike);
  const prefix = op === 'like' ? likePrefix(text, escape) : op === 'glob' ? globPrefix(text) : '';
  return { op, text, prefix, ...(escape !== undefined && { escape }), matches };
}

/** Every combination of the columns' value sets, each set cut to what its table takes in one call. */
function callsFor(domains: readonly Domain[]): ScanCall[] {
  const fixed = domains.flatMap(({ column, tests }) => tests.map((test): Check => ({ column, test })));
  let calls: ScanCall[] = [{ lookup: {}, checks: fixed }];
  for (const domain of domains) {
    const parts = partsOf(domain);
    calls = calls.flatMap((call) =>
      parts.map((part) => ({ lookup: { ...call.lookup, ...part.lookup }, checks: [...call.checks, ...part.checks] })),
    );
  }
  return calls;
}

function partsOf(domain: Domain): ScanCall[] {
  const { column, key } = domain;
  if (domain.isOpen) return [{ lookup: {}, checks: [] }];
  const values = domain.values();
  const rest = domain.rest();
  if (!values) return [{ lookup: { [column.name]: rest }, checks: [] }];
  // Binary values were already held against the range and the patterns.
  const others = column.collation === 'binary' ? {} : rest;
  const chunks = chunksOf(values, key.maxValues);
  return chunks.map((chunk) => ({
    lookup: { [column.name]: { values: chunk, ...others } },
    // A table that takes values as a hint may give the same row to each call.
    checks: chunks.length > 1 && !key.exact.includes('=') ? [{ column, test: among(chunk, column) }] : [],
  }));
}

function chunksOf<T>(items: readonly T[], size: number): (readonly T[])[] {
  if (items.length <= size) return [items];
  const chunks: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}

function among(values: readonly KeyValue[], column: ColumnSpec): CellTest {
  const collation = collationOf(column.collation);
  const keys = new Set(values.map((value) => valueKey(value, collation)));
  return (value) => value !== null && keys.has(valueKey(value, collation));
}
