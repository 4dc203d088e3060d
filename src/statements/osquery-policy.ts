import { SqlError } from '../core/index.js';
import type {
  CreateIndex,
  CreateTable,
  CreateTrigger,
  Expr,
  Maintenance,
  Pragma,
  Savepoint,
} from '../sql/parser/index.js';
import { eachTable } from '../sql/parser/index.js';
import type { SchemaName } from '../store/index.js';
import { defineTable } from './create-table/define.js';
import { type Explained, explained } from './plan.js';
import type { Policy } from './policy.js';
import { prepareStatement } from './prepare-statement.js';
import { NOTHING } from './prepared.js';
import type { Session } from './session.js';

/** An action that SQLite's authorizer asks about: its code (https://www.sqlite.org/c3ref/c_alter_table.html) and arguments. */
interface Action {
  readonly code: number;
  readonly args: readonly (string | undefined)[];
}

const PRAGMAS = new Set([
  'table_info',
  'table_xinfo',
  'function_list',
  'journal_mode',
  'case_sensitive_like',
  'collation_list',
]);

/**
 * What osquery's authorizer allows (sql.md 1.3).
 * @param log hears a line for each refusal
 */
export const osqueryPolicy = (log: (line: string) => void): Policy => ({
  journalMode: 'off',
  ignoresDropOfBuiltIns: true,
  check(statement, session, text) {
    const inner = explained(statement);
    const refused = refusedAction(inner, session, text) ?? refusedTable(inner, text);
    if (!refused) return;
    const args = Array.from({ length: 4 }, (_, at) => refused.args[at] ?? 'null');
    log(`Authorizer denied action ${refused.code} ${args.join(' ')}`);
    const isVacuum = inner.kind === 'maintenance' && inner.action === 'vacuum';
    throw new SqlError('not-authorized', isVacuum ? 'authorization denied' : 'not authorized', inner.span);
  },
});

function refusedAction(statement: Explained, session: Session, text: string): Action | undefined {
  switch (statement.kind) {
    case 'attach':
      return { code: 24, args: [textOf(statement.file)] };
    case 'detach':
      return { code: 25, args: [textOf(statement.schema)] };
    case 'savepoint':
      return savepoint(statement);
    case 'pragma':
      return pragma(statement);
    case 'create-trigger':
      return trigger(statement);
    case 'maintenance':
      return maintenance(statement, session);
    case 'create-index':
      return prepareStatement(session, statement, text) === NOTHING ? undefined : namedIndex(statement, session);
    case 'create-table':
      return prepareStatement(session, statement, text) === NOTHING ? undefined : tableIndex(statement);
    case 'alter-table': {
      prepareStatement(session, statement, text);
      const { name, schema } = statement.table;
      return { code: 26, args: [schemaHolding(session, name.name, schema?.name), name.name] };
    }
    default:
      return undefined;
  }
}

const textOf = (expr: Expr): string =>
  expr.kind === 'literal' ? String(expr.value) : expr.kind === 'name' ? expr.column.name : '';

const OPERATIONS: Readonly<Record<Savepoint['action'], string>> = {
  savepoint: 'BEGIN',
  release: 'RELEASE',
  'rollback-to': 'ROLLBACK',
};

const savepoint = ({ action, name }: Savepoint): Action => ({ code: 32, args: [OPERATIONS[action], name.name] });

function pragma({ pragma: { name, schema }, value }: Pragma): Action | undefined {
  if (PRAGMAS.has(name.name.toLowerCase())) return undefined;
  return { code: 19, args: [name.name, value, schema?.name] };
}

function trigger({ temporary, trigger: { name, schema }, text }: CreateTrigger): Action {
  const isTemp = temporary || schema?.name.toLowerCase() === 'temp';
  const table = /\bon\s+("[^"]*"|\[[^\]]*\]|`[^`]*`|[^\s(]+)/i.exec(text)?.[1]?.replace(/^["`[]|["`\]]$/g, '');
  return { code: isTemp ? 5 : 7, args: [name.name, table, isTemp ? 'temp' : 'main'] };
}

function maintenance({ action, target, into }: Maintenance, session: Session): Action | undefined {
  if (action === 'vacuum') return { code: 24, args: [into ? textOf(into) : ''] };
  if (action !== 'analyze') return undefined;
  const wanted = target?.name.name.toLowerCase();
  const isAll = wanted === undefined || (!target?.schema && (wanted === 'main' || wanted === 'temp'));
  for (const object of session.database.objects())
    if (object.kind === 'table' && (isAll || object.name.toLowerCase() === wanted))
      return { code: 28, args: [object.name, undefined, object.schema] };
  return undefined;
}

function namedIndex({ index, table }: CreateIndex, session: Session): Action {
  return indexAction(index.name.name, table.name, schemaHolding(session, table.name, index.schema?.name));
}

/** The first index that a table's constraints need. */
function tableIndex({ body, table, temporary, span }: CreateTable): Action | undefined {
  if (body.kind === 'as') return undefined;
  const { name } = table.name;
  const schema = temporary || table.schema?.name.toLowerCase() === 'temp' ? 'temp' : 'main';
  const { indexes, primaryKeyName } = defineTable(body, { schema, name, sql: '', span });
  const index = indexes[0]?.name ?? primaryKeyName;
  return index === undefined ? undefined : indexAction(index, name, schema);
}

const indexAction = (index: string, table: string, schema: SchemaName): Action => ({
  code: schema === 'temp' ? 3 : 1,
  args: [index, table, schema],
});

function schemaHolding({ database }: Session, name: string, schema: string | undefined): SchemaName {
  if (schema !== undefined) return schema.toLowerCase() === 'temp' ? 'temp' : 'main';
  return database.find(name)?.schema ?? 'main';
}

/** `pragma_x` in FROM obeys the list as well. */
function refusedTable(statement: Explained, text: string): Action | undefined {
  if (!/pragma_/i.test(text)) return undefined; // no need to walk through what names none
  let refused: Action | undefined;
  eachTable(statement, ({ name }) => {
    const asked = /^pragma_(.+)$/i.exec(name.name)?.[1]?.toLowerCase();
    if (asked !== undefined && !PRAGMAS.has(asked)) refused ??= { code: 19, args: [asked] };
  });
  return refused;
}
