import { type Column, type Draft, freshName, type Output, type Relation, type Scope } from './draft.js';
import { condition } from './expressions.js';
import { randomJson } from './literals.js';
import { totalTerms } from './order.js';
import { derivedRelation } from './queries.js';
import { type Kind, literal } from './values.js';

/** What stands after FROM, and what it offers. */
export interface From {
  readonly sql: string;
  readonly columns: readonly Column[];
  /** Expressions that together tell all rows apart that can be told apart. */
  readonly keys: readonly string[];
  /** Rows of the cross product of all that is joined. */
  readonly rows: number;
}

/** Joins never look at more rows than this; they are compared on two engines, one of them interpreted. */
const MAX_ROWS = 1200;

/** A table, or a few joined. `most`: how many at most. */
export function from(draft: Draft, outer: readonly Column[], most = 4): From {
  const { r } = draft;
  const count = r.weighted([
    [50, 1],
    [32, 2],
    [13, 3],
    [5, 4],
  ]);
  let all = source(draft);
  if (draft.grammar.hasTableFunctions && r.percent(4)) return lateral(draft, all) ?? all;
  for (let i = 1; i < Math.min(count, most); i++) {
    const next = i > 1 && r.percent(20) ? parenthesised(draft, outer) : source(draft);
    if (all.rows * next.rows > MAX_ROWS) break;
    all = join(draft, all, next, outer);
  }
  return all;
}

function parenthesised(draft: Draft, outer: readonly Column[]): From {
  const joined = join(draft, source(draft), source(draft), outer);
  return { ...joined, sql: `(${joined.sql})` };
}

/** One relation under an alias. */
export function source(draft: Draft): From {
  return aliased(draft, pickRelation(draft));
}

function aliased(draft: Draft, relation: Relation): From {
  const alias = freshName(draft, 'q');
  const columns = relation.columns.map(({ name, kind, clean }) => ({
    sql: `${alias}.${name}`,
    kind,
    clean,
    nested: true,
  }));
  const keys = relation.key?.map((name) => `${alias}.${name}`) ?? columns.flatMap(({ sql }) => totalTerms(sql));
  return { sql: `${relation.sql} AS ${alias}`, columns, keys, rows: Math.max(1, relation.rows) };
}

function pickRelation(draft: Draft): Relation {
  const { r, schema, ctes } = draft;
  if (ctes.length > 0 && r.percent(40)) return r.pick(ctes);
  if (draft.budget > 6 && r.percent(15)) return derivedRelation(draft);
  if (draft.grammar.hasTableFunctions && r.percent(6)) return jsonRelation(literal(randomJson(r)), r.pick(JSON_TABLES));
  if (schema.views.length > 0 && r.percent(15)) {
    const view = r.pick(schema.views);
    return { sql: view.name, columns: view.columns, rows: 15 };
  }
  const table = r.pick(schema.tables);
  return { sql: table.name, columns: table.columns, key: ['id'], rows: table.rows.length };
}

const JSON_TABLES = ['json_each', 'json_tree'];

/** A table function's rows. Ids are left out: they are places in an encoding. */
function jsonRelation(json: string, name: string): Relation {
  const output = (column: string, kind: Kind): Output => ({ name: column, kind, clean: true });
  const columns = [output('key', 'any'), output('value', 'any'), output('type', 'text'), output('atom', 'any')];
  return { sql: `${name}(${json})`, columns: [...columns, output('fullkey', 'text'), output('path', 'text')], rows: 8 };
}

/** What a table function makes of columns to its left. */
function lateral(draft: Draft, left: From): From | undefined {
  const { r } = draft;
  const args = left.columns.filter(({ kind, sql }) => sql.includes('.') && (kind === 'int' || kind === 'text'));
  if (args.length === 0) return undefined;
  const list = r.sample(args, 2).map(({ sql }) => sql);
  const right = aliased(draft, jsonRelation(`json_array(${list.join(', ')})`, r.pick(JSON_TABLES)));
  const columns = [...left.columns.filter(({ sql }) => sql.includes('.')), ...right.columns];
  const sql = `${left.sql}${r.pick([', ', ' JOIN ', ' LEFT JOIN ', ' CROSS JOIN '])}${right.sql}`;
  return { sql, columns, keys: [...left.keys, ...right.keys], rows: left.rows * 3 };
}

const JOINS = [
  'JOIN',
  'INNER JOIN',
  'CROSS JOIN',
  'LEFT JOIN',
  'LEFT OUTER JOIN',
  'RIGHT JOIN',
  'FULL JOIN',
  'FULL OUTER JOIN',
];

function join(draft: Draft, left: From, right: From, outer: readonly Column[]): From {
  const { r } = draft;
  // What an earlier join merged may be ambiguous now.
  const columns = [...left.columns, ...right.columns].filter(({ sql }) => sql.includes('.'));
  const rest = { columns, keys: [...left.keys, ...right.keys], rows: left.rows * right.rows };
  if (r.percent(15)) return { ...rest, sql: `${left.sql}, ${right.sql}` };
  const words = r.pick(JOINS);
  const shared = sharedNames(left, right);
  if (shared.length > 0 && r.percent(15)) {
    const sql = `${left.sql} ${r.percent(40) ? `NATURAL ${words}` : words} ${right.sql}`;
    if (sql.includes('NATURAL')) return { ...rest, sql, columns: withMerged(columns, left, shared) };
    const using = r.sample(shared, r.between(1, Math.min(2, shared.length)));
    return { ...rest, sql: `${sql} USING (${using.join(', ')})`, columns: withMerged(columns, left, using) };
  }
  return { ...rest, sql: `${left.sql} ${words} ${right.sql} ON ${joinCondition(draft, left, right, outer)}` };
}

/** Names that both sides have once: others would be ambiguous. */
function sharedNames(left: From, right: From): string[] {
  const names = ({ columns }: From): string[] =>
    columns.filter(({ sql }) => sql.includes('.')).map(({ sql }) => bare(sql));
  const others = names(right);
  const isOnce = (name: string, list: readonly string[]): boolean =>
    list.filter((other) => other === name).length === 1;
  return names(left).filter((name, _, mine) => isOnce(name, mine) && isOnce(name, others));
}

const bare = (sql: string): string => sql.slice(sql.indexOf('.') + 1);

/** The merged columns can be named without a table. */
function withMerged(columns: readonly Column[], left: From, names: readonly string[]): Column[] {
  const merged = names.map((name) => ({
    sql: name,
    kind: left.columns.find(({ sql }) => bare(sql) === name)?.kind ?? 'any',
    clean: false,
    nested: false,
  }));
  return [...columns, ...merged];
}

function joinCondition(draft: Draft, left: From, right: From, outer: readonly Column[]): string {
  const { r } = draft;
  const scope: Scope = { columns: [...left.columns, ...right.columns], outer };
  if (r.percent(25)) return condition(draft, scope, 2);
  const mine = r.pick(left.columns);
  const kinds = new Set<Kind>([mine.kind, 'any']);
  const fitting = right.columns.filter(({ kind }) => kinds.has(kind));
  const theirs = r.pick(fitting.length > 0 ? fitting : right.columns);
  const equal = `${mine.sql} ${r.weighted([
    [8, '='],
    [1, '<'],
    [1, '>='],
    [1, 'IS'],
  ])} ${theirs.sql}`;
  return r.percent(25) ? `${equal} AND ${condition(draft, scope, 1)}` : equal;
}
