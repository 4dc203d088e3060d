import { plainAggregate } from './aggregates.js';
import { type Column, type Draft, freshName, type Output, type Relation, type Scope } from './draft.js';
import { condition, expression, leaf } from './expressions.js';
import { type From, from } from './from.js';
import { totalTerms } from './order.js';
import type { Kind } from './values.js';
import { direction, windowCall } from './windows.js';

/** A query's select, before ORDER BY and LIMIT. */
export interface Core {
  readonly sql: string;
  readonly columns: readonly Output[];
  /** Terms that order its rows totally; undefined: no term may be added, because it is a compound. */
  readonly keys: readonly string[] | undefined;
  /** It ends with VALUES, behind which ORDER BY and LIMIT may not stand. */
  readonly endsWithValues?: true;
}

/** A whole query, and how its answer is to be compared. */
export interface Query {
  readonly sql: string;
  readonly columns: readonly Output[];
  /** True: rows come in one order only. */
  readonly isTotal: boolean;
}

export type Shape = 'plain' | 'distinct' | 'grouped' | 'totals' | 'window' | 'extreme' | 'values';

const KINDS: readonly Kind[] = ['int', 'int', 'int', 'real', 'text', 'text', 'any', 'big', 'number', 'blob'];

export interface CoreOptions {
  readonly shape?: Shape;
  readonly kinds?: readonly Kind[];
  readonly outer?: readonly Column[];
  readonly mostSources?: number;
  /** Results without alias, whose names are compared. */
  readonly isTop?: boolean;
}

export function core(draft: Draft, options: CoreOptions = {}): Core {
  const { r } = draft;
  const kinds = options.kinds ?? r.times(r.between(1, 4), () => r.pick(KINDS));
  const shape = options.shape ?? randomShape(draft);
  if (shape === 'values') return values(draft, kinds);
  const outer = options.outer ?? [];
  const source = r.percent(4) && shape === 'plain' ? NOTHING : from(draft, outer, options.mostSources);
  const scope: Scope = { columns: source.columns, outer };
  const where = r.percent(60) ? ` WHERE ${condition(draft, scope)}` : '';
  switch (shape) {
    case 'plain':
      return select(draft, 'SELECT', scope, kinds, from_(source) + where, source.keys, options.isTop);
    case 'distinct': {
      const made = select(draft, 'SELECT DISTINCT', scope, kinds, from_(source) + where, [], options.isTop);
      return { ...made, keys: made.columns.map((_, index) => String(index + 1)) };
    }
    case 'window':
      return windowed(draft, scope, kinds, from_(source) + where, source.keys, options.isTop);
    case 'extreme':
      return extreme(draft, source, scope, where);
    default:
      return grouped(draft, source, scope, kinds, where, shape === 'totals');
  }
}

const NOTHING: From = { sql: '', columns: [], keys: ['1'], rows: 1 };
const from_ = ({ sql }: From): string => (sql === '' ? '' : ` FROM ${sql}`);

const randomShape = ({ r }: Draft): Shape =>
  r.weighted<Shape>([
    [46, 'plain'],
    [10, 'distinct'],
    [16, 'grouped'],
    [8, 'totals'],
    [12, 'window'],
    [4, 'extreme'],
    [4, 'values'],
  ]);

function select(
  draft: Draft,
  words: string,
  scope: Scope,
  kinds: readonly Kind[],
  tail: string,
  keys: readonly string[],
  isTop = false,
): Core {
  const { r } = draft;
  // Ids of JSON tables are places in an encoding.
  const mayBeStar = isTop && scope.columns.length > 0 && words === 'SELECT' && !tail.includes('json_');
  if (mayBeStar && r.percent(6)) {
    const columns = scope.columns.filter(({ sql }) => sql.includes('.'));
    if (tail.includes(' USING ') || tail.includes('NATURAL ')) return { sql: `${words} *${tail}`, columns: [], keys };
    return {
      sql: `${words} *${tail}`,
      columns: columns.map(({ kind, clean, sql }) => ({ name: sql, kind, clean })),
      keys,
    };
  }
  const columns = kinds.map((kind): Output & { sql: string } => {
    const name = isTop && r.percent(30) ? '' : freshName(draft, 'r');
    const sql = r.percent(35) ? leaf(draft, scope, kind) : expression(draft, scope, kind);
    return { name, kind, clean: isClean(scope, sql), sql };
  });
  const list = columns.map(({ name, sql }) => (name === '' ? sql : `${sql} AS ${name}`));
  return { sql: `${words} ${list.join(', ')}${tail}`, columns, keys };
}

/** An expression that is no column: computed values may be equal in several ways, but seldom are. */
const isClean = ({ columns }: Scope, sql: string): boolean =>
  columns.find((column) => column.sql === sql)?.clean ?? true;

function grouped(
  draft: Draft,
  source: From,
  scope: Scope,
  kinds: readonly Kind[],
  where: string,
  totals: boolean,
): Core {
  const { r } = draft;
  const groups = totals ? [] : r.times(r.between(1, 2), () => groupTerm(draft, scope));
  const aggregates = r.times(r.between(1, 3), () =>
    plainAggregate(draft, { columns: scope.columns, outer: [] }, source.keys),
  );
  const inside: Scope = { columns: [...groups.filter(({ clean }) => clean), ...aggregates], outer: scope.outer };
  const having = r.percent(25) ? ` HAVING ${condition(draft, inside, 2)}` : '';
  const by = groups.length > 0 ? ` GROUP BY ${groups.map(({ sql }) => sql).join(', ')}` : '';
  const columns = kinds.map((kind, index): Output & { sql: string } => ({
    name: freshName(draft, 'r'),
    kind,
    clean: true,
    sql:
      index < inside.columns.length && r.percent(60)
        ? (inside.columns[index]?.sql ?? '1')
        : expression(draft, inside, kind, 1),
  }));
  // Without any aggregate in the list, HAVING or totals would be another kind of query.
  if (totals) columns.push({ name: freshName(draft, 'r'), kind: 'int', clean: true, sql: 'count(*)' });
  const list = columns.map(({ name, sql }) => `${sql} AS ${name}`);
  const sql = `SELECT ${list.join(', ')}${from_(source)}${where}${by}${having}`;
  return { sql, columns, keys: totals ? ['1'] : groups.map((group) => group.sql) };
}

/** A column or expression to group by; a plain number would be an ordinal. */
function groupTerm(draft: Draft, scope: Scope): Column {
  const { r } = draft;
  const kind = r.pick(['int', 'text', 'any', 'real'] as const);
  const column = r.percent(70) && scope.columns.length > 0 ? r.pick(scope.columns) : undefined;
  if (column) return column;
  return { sql: `coalesce(${expression(draft, scope, kind, 1)}, NULL)`, kind, clean: false, nested: false };
}

/** Bare columns beside one min or max without ties. */
function extreme(draft: Draft, source: From, scope: Scope, where: string): Core {
  const { r } = draft;
  const key = source.keys.find((sql) => sql.includes('.id'));
  if (key === undefined || source.keys.length > 1) return grouped(draft, source, scope, ['int', 'text'], where, false);
  const group = r.percent(60) ? r.pick(source.columns) : undefined;
  const bare = r.times(r.between(1, 3), () => r.pick(source.columns));
  const columns = [
    { name: freshName(draft, 'r'), kind: 'int' as const, clean: true, sql: `${r.pick(['min', 'max'])}(${key})` },
    ...bare.map(({ sql, kind, clean }) => ({ name: freshName(draft, 'r'), kind, clean, sql })),
  ];
  const list = columns.map(({ name, sql }) => `${sql} AS ${name}`).join(', ');
  const by = group ? ` GROUP BY ${group.sql}` : '';
  return { sql: `SELECT ${list}${from_(source)}${where}${by}`, columns, keys: group ? [group.sql] : ['1'] };
}

function windowed(
  draft: Draft,
  scope: Scope,
  kinds: readonly Kind[],
  tail: string,
  keys: readonly string[],
  isTop = false,
): Core {
  const { r } = draft;
  const calls = r.times(r.between(1, 2), () => windowCall(draft, scope, keys));
  const made = select(draft, 'SELECT', { ...scope, columns: [...scope.columns, ...calls] }, kinds, '', keys, false);
  const more = calls.map((call) => ({ name: freshName(draft, 'r'), kind: call.kind, clean: true, sql: call.sql }));
  const named = more.map((column) => (isTop && r.percent(20) ? { ...column, name: '' } : column));
  const list = named.map(({ name, sql }) => (name === '' ? sql : `${sql} AS ${name}`));
  return { sql: `${made.sql}, ${list.join(', ')}${tail}`, columns: [...made.columns, ...named], keys };
}

function values(draft: Draft, kinds: readonly Kind[]): Core {
  const { r } = draft;
  const rows = r.times(
    r.between(1, 4),
    () => `(${kinds.map((kind) => expression(draft, { columns: [], outer: [] }, kind, 1)).join(', ')})`,
  );
  const columns = kinds.map((kind, index): Output => ({ name: `column${index + 1}`, kind, clean: false }));
  return { sql: `VALUES ${rows.join(', ')}`, columns, keys: undefined, endsWithValues: true };
}

/** Two or three selects of one width. */
export function compound(draft: Draft, options: CoreOptions = {}): Core {
  const { r } = draft;
  const kinds = options.kinds ?? r.times(r.between(1, 3), () => r.pick(KINDS));
  const shapes = ['plain', 'plain', 'plain', 'distinct', 'values'] as const;
  const first = core(draft, {
    ...options,
    kinds,
    shape: r.pick(['plain', 'plain', 'distinct', 'values'] as const),
    isTop: false,
  });
  let sql = first.sql;
  let last = first;
  for (let i = r.between(1, 2); i > 0; i--) {
    const arm = core(draft, { ...options, kinds, shape: r.pick(shapes), isTop: false, mostSources: 2 });
    sql += ` ${r.pick(['UNION', 'UNION ALL', 'UNION ALL', 'INTERSECT', 'EXCEPT'])} ${arm.sql}`;
    last = arm;
  }
  const columns = first.columns.map((column) => ({ ...column, clean: false }));
  return { sql, columns, keys: undefined, ...(last.endsWithValues && { endsWithValues: true }) };
}

/** A select in parentheses, to stand in FROM. */
export function derivedRelation(draft: Draft): Relation {
  draft.budget -= 4;
  const { sql, columns } = query(draft, { mostSources: 2 });
  return { sql: `(${sql})`, columns: distinctNames(columns), rows: 15 };
}

const distinctNames = (columns: readonly Output[]): Output[] => columns.filter(({ name }) => name !== '');

/** A core or a compound, with or without order and limit. */
export function query(draft: Draft, options: CoreOptions = {}): Query {
  const { r } = draft;
  const made = options.shape === undefined && r.percent(15) ? compound(draft, options) : core(draft, options);
  if (r.percent(35)) return { ...made, isTotal: false };
  const width = made.columns.length;
  if (width === 0) return { ...made, isTotal: false };
  const limit = r.percent(45) ? ` LIMIT ${limitTerm(draft)}${r.percent(30) ? ` OFFSET ${r.between(0, 3)}` : ''}` : '';
  if (limit !== '' && made.keys === undefined) return limitCompound(draft, made, limit);
  if (made.endsWithValues) return { ...made, isTotal: false };
  const by = r.sample([...made.columns.keys()], r.between(1, Math.min(3, width)));
  const terms = by.map((index) => orderTerm(draft, made, index));
  const isTotal = made.keys !== undefined && (limit !== '' || r.percent(30));
  if (isTotal) terms.push(...(made.keys ?? []).map((key) => key + r.pick(['', ' DESC'])));
  const sql = `${made.sql} ORDER BY ${terms.join(', ')}${limit}`;
  // Words such as COLLATE make the order another one than that of the values.
  return { sql, columns: made.columns, isTotal };
}

const limitTerm = ({ r }: Draft): string =>
  r.pick(['0', '1', '2', '3', '5', '100', '-1', '1 + 1', '(SELECT 2)', "'3'", '2.0']);

function orderTerm(draft: Draft, { columns }: Core, index: number): string {
  const { r } = draft;
  const name = columns[index]?.name ?? '';
  // The columns of VALUES have no names as far as a compound is concerned.
  const term = /^r\d/.test(name) && !name.includes('.') && r.percent(50) ? name : String(index + 1);
  return `${term}${r.percent(10) ? ` COLLATE ${r.pick(['NOCASE', 'RTRIM'])}` : ''}${direction(r)}`;
}

/** Over a query around it, whose rows can be told apart by how they are written. */
function limitCompound(draft: Draft, made: Core, limit: string): Query {
  const { r } = draft;
  const terms = made.columns.flatMap(({ name }) => totalTerms(name)).map((term) => term + r.pick(['', ' DESC']));
  return {
    sql: `SELECT * FROM (${made.sql}) ORDER BY ${terms.join(', ')}${limit}`,
    columns: made.columns,
    isTotal: true,
  };
}

/** With CTEs before it now and then, a recursive one too. */
export function withCtes(draft: Draft, options: CoreOptions = {}): Query {
  const { r } = draft;
  const list: string[] = [];
  for (let i = r.between(1, 2); i > 0; i--) {
    const name = freshName(draft, 'c');
    const { sql, columns } = r.percent(25) ? recursion(draft, name) : query(draft, { mostSources: 2 });
    const names = columns.map((_, index) => `${name}_${index}`);
    if (names.length === 0) continue;
    list.push(`${name}(${names.join(', ')}) AS ${r.pick(['', '', 'MATERIALIZED ', 'NOT MATERIALIZED '])}(${sql})`);
    draft.ctes.push({
      sql: name,
      columns: columns.map((column, index) => ({ ...column, name: names[index] ?? '' })),
      rows: 12,
    });
  }
  const made = query(draft, options);
  if (list.length === 0) return made;
  return {
    ...made,
    sql: `WITH ${r.percent(50) || list.some((cte) => cte.includes(' n + 1')) ? 'RECURSIVE ' : ''}${list.join(', ')} ${made.sql}`,
  };
}

/** Counts up to an end, with a value carried along. */
function recursion(draft: Draft, name: string): { sql: string; columns: Output[] } {
  const { r } = draft;
  const [n, value] = [`${name}_0`, `${name}_1`];
  const kind = r.pick(['int', 'text', 'real'] as const);
  const scope: Scope = {
    columns: [n, value].map((sql, i) => ({ sql, kind: i === 0 ? 'int' : kind, clean: true, nested: true })),
    outer: [],
  };
  const step = expression(draft, scope, kind, 2);
  const union = r.pick(['UNION ALL', 'UNION ALL', 'UNION']);
  const first = `SELECT ${r.between(0, 3)}, ${leaf(draft, { columns: [], outer: [] }, kind)}`;
  const sql = `${first} ${union} SELECT ${n} + 1, ${step} FROM ${name} WHERE ${n} < ${r.between(3, 9)}`;
  return {
    sql,
    columns: [
      { name: n, kind: 'int', clean: true },
      { name: value, kind, clean: true },
    ],
  };
}
