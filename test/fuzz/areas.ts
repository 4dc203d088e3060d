import { changeScript } from './changes.js';
import { type Draft, freshName } from './draft.js';
import { expression, failure, mistake } from './expressions.js';
import { from } from './from.js';
import type { Question } from './pair.js';
import { type CoreOptions, compound, core, type Query, query, type Shape, withCtes } from './queries.js';

/** A part of the language that queries are made from. */
export interface Area {
  readonly name: string;
  readonly description: string;
  /** How often it has its turn. */
  readonly weight: number;
  /** One question on the block's tables. */
  readonly ask?: (draft: Draft) => Question;
  /** Statements on tables of their own, each a question. */
  readonly script?: (draft: Draft) => readonly Question[];
}

const TOP: CoreOptions = { isTop: true };
const shaped = (shape: Shape) => (draft: Draft) => query(draft, { ...TOP, shape });

export const AREAS: readonly Area[] = [
  { name: 'query', description: 'whatever SELECT can be', weight: 30, ask: (draft) => query(draft, TOP) },
  { name: 'expression', description: 'many expressions over one table or none', weight: 22, ask: expressions },
  { name: 'join', description: 'joins of every kind', weight: 12, ask: joins },
  { name: 'aggregate', description: 'GROUP BY, HAVING, DISTINCT, FILTER', weight: 10, ask: shaped('grouped') },
  { name: 'window', description: 'window functions and frames', weight: 9, ask: shaped('window') },
  { name: 'compound', description: 'UNION, INTERSECT, EXCEPT, VALUES', weight: 7, ask: compounds },
  { name: 'cte', description: 'WITH, recursive too', weight: 8, ask: (draft) => withCtes(draft, TOP) },
  { name: 'mistake', description: 'queries with one mistake, for the message', weight: 4, ask: mistaken },
  { name: 'change', description: 'INSERT, UPDATE, DELETE, transactions', weight: 12, script: changeScript },
];

function expressions(draft: Draft): Question {
  const { r } = draft;
  const source = r.percent(40) ? undefined : from(draft, [], 1);
  const scope = { columns: source?.columns ?? [], outer: [] };
  const kinds = r.times(r.between(1, 4), () => r.pick(['int', 'real', 'text', 'blob', 'any', 'int', 'text'] as const));
  const list = kinds.map((kind) => expression(draft, scope, kind, 4));
  return { sql: `SELECT ${list.join(', ')}${source ? ` FROM ${source.sql}` : ''}`, isTotal: false };
}

function joins(draft: Draft): Question {
  const { r } = draft;
  let source = from(draft, []);
  for (let i = 0; i < 4 && !/JOIN|,/.test(source.sql); i++) source = from(draft, []);
  const columns =
    r.percent(30) && !source.sql.includes('json_')
      ? '*'
      : r
          .sample(source.columns, 4)
          .map(({ sql }) => sql)
          .join(', ');
  return { sql: `SELECT ${columns} FROM ${source.sql}`, isTotal: false };
}

function compounds(draft: Draft): Query {
  return { ...compound(draft, TOP), isTotal: false };
}

function mistaken(draft: Draft): Question {
  const { r } = draft;
  if (r.percent(40)) return { sql: `SELECT ${failure(draft)}`, isTotal: false };
  const source = from(draft, [], 2);
  const scope = { columns: source.columns, outer: [] };
  const wrong = mistake(draft, scope);
  const name = freshName(draft, 'r');
  const fine = expression(draft, scope, 'int', 1);
  const sql = r.pick([
    `SELECT ${wrong} AS ${name} FROM ${source.sql}`,
    `SELECT ${fine} FROM ${source.sql} WHERE ${wrong}`,
    `SELECT count(*) FROM ${source.sql} GROUP BY ${wrong}`,
    `SELECT ${fine} AS ${name} FROM ${source.sql} ORDER BY ${wrong}`,
    `SELECT count(*) FROM ${source.sql} HAVING ${wrong}`,
    `SELECT 1 FROM ${source.sql} LIMIT ${mistake(draft, { columns: [], outer: [] })}`,
    `SELECT (SELECT ${wrong}) FROM ${source.sql}`,
    `${core(draft, { kinds: ['int'] }).sql} UNION SELECT 1, 2`,
    `SELECT ${fine} FROM ${source.sql} ORDER BY ${r.between(2, 9)}`,
    `SELECT ${fine} FROM ${source.sql}, nosuchtable`,
    `SELECT nosuch.* FROM ${source.sql}`,
  ]);
  return { sql, isTotal: false };
}
