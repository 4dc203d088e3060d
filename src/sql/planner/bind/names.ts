import { SqlError, suggestion } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { Expr } from '../expr.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import type { BoundFrom, Scope, Source } from './scope.js';
import { ROWID_NAMES } from './stored.js';

/** A column reference, or what stands behind a result alias, TRUE, FALSE, or double-quoted text (sql.md 2.13). */
export function bindName(context: BindContext, scope: Scope | undefined, name: ast.NameExpr): Expr {
  for (let at = scope; at; at = at.parent) {
    const found = columnsNamed(at.from, name);
    if (found.length > 1)
      throw new SqlError(
        'ambiguous-column',
        `ambiguous column name: ${written(name)}`,
        name.span,
        ambiguityHint(at.from, name),
      );
    if (found[0]) {
      context.observer?.name(name, found[0]);
      return found[0].kind === 'column' ? { kind: 'column', column: found[0].column, span: name.span } : found[0];
    }
    const alias = bindAlias(context, at, name);
    if (alias) return alias;
  }
  return bindUnknown(context, scope, name);
}

const written = (name: ast.NameExpr): string =>
  [name.schema?.name, name.table?.name, name.column.name].filter((part) => part !== undefined).join('.');

function columnsNamed(from: BoundFrom, name: ast.NameExpr): readonly Expr[] {
  const wanted = name.column.name.toLowerCase();
  const table = name.table?.name.toLowerCase();
  const found: Expr[] = [];
  const merged = table === undefined ? from.merged.get(wanted) : undefined;
  if (merged) found.push(merged);
  for (const source of from.sources) {
    if (table !== undefined && source.name.toLowerCase() !== table) continue;
    for (const candidate of source.columns) {
      if (candidate.name.toLowerCase() !== wanted || candidate.isRowid) continue;
      if (table === undefined && from.shadowed.has(candidate.column.id)) continue;
      found.push({ kind: 'column', column: candidate.column });
      break;
    }
  }
  return found.length > 0 || !ROWID_NAMES.includes(wanted) ? found : rowidNamed(from, table);
}

/** A rowid without its table's name is known where there is but one table. */
function rowidNamed({ sources, shadowed }: BoundFrom, table: string | undefined): readonly Expr[] {
  const owners = sources.filter((source) =>
    table === undefined
      ? !source.columns.every(({ column }) => shadowed.has(column.id))
      : source.name.toLowerCase() === table,
  );
  if (table === undefined && owners.length > 1) return [];
  return owners.flatMap((source): Expr[] => {
    const rowid = source.columns.find((column) => column.isRowid);
    return rowid ? [{ kind: 'column', column: rowid.column }] : [];
  });
}

function bindAlias(context: BindContext, scope: Scope, name: ast.NameExpr): Expr | undefined {
  if (name.table) return undefined;
  const key = name.column.name.toLowerCase();
  const behind = scope.aliases.get(key);
  if (!behind || scope.openAliases.includes(key)) return undefined;
  scope.openAliases.push(key);
  try {
    return bindExpr(context, scope, behind);
  } finally {
    scope.openAliases.pop();
  }
}

function bindUnknown(context: BindContext, scope: Scope | undefined, name: ast.NameExpr): Expr {
  if (!name.table) {
    const word = name.column.name.toLowerCase();
    if (name.column.quote === '' && (word === 'true' || word === 'false'))
      return { kind: 'literal', value: word === 'true' ? 1 : 0 };
    if (name.column.quote === '"') {
      context.warn(
        `"${name.column.name}" is no column: taken as the text '${name.column.name}'; write text in single quotes`,
      );
      return { kind: 'literal', value: name.column.name };
    }
  }
  throw new SqlError('no-such-column', `no such column: ${written(name)}`, name.span, unknownHint(scope, name));
}

/** Names of a rowid are known to whoever means them. */
const shownNames = (source: Source): string[] =>
  source.columns.flatMap((column) => (column.isRowid ? [] : [column.name]));

function unknownHint(scope: Scope | undefined, name: ast.NameExpr): string | undefined {
  if (/^[‘’“”„«]/.test(name.column.name)) return "text stands in plain quotes: 'x'";
  const candidates: string[] = [];
  for (let at = scope; at; at = at.parent) {
    if (name.table) {
      const table = name.table.name.toLowerCase();
      const source = at.from.sources.find((one) => one.name.toLowerCase() === table);
      if (source) return suggestion(name.column.name, shownNames(source));
      candidates.push(...at.from.sources.map((one) => one.name));
    } else {
      candidates.push(...at.from.sources.flatMap(shownNames));
    }
  }
  if (name.table) {
    return (
      suggestion(name.table.name, candidates) ??
      (candidates.length > 0 ? `tables in this query: ${candidates.slice(0, 8).join(', ')}` : undefined)
    );
  }
  return suggestion(name.column.name, candidates);
}

function ambiguityHint(from: BoundFrom, name: ast.NameExpr): string | undefined {
  const wanted = name.column.name.toLowerCase();
  const owners = from.sources
    .filter((source) => source.columns.some((column) => column.name.toLowerCase() === wanted))
    .map((source) => source.name);
  const twice = name.table?.name ?? owners.find((owner, index) => owners.indexOf(owner) < index);
  if (twice !== undefined) return `two tables are called "${twice}": give one another name with AS`;
  return `say which: ${owners.map((owner) => `${owner}.${name.column.name}`).join(' or ')}`;
}
