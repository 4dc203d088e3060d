import type { ColumnSpec } from '../../../catalog/index.js';
import type { Engine } from '../../../engine.js';
import type { Named, Vocabulary } from './sql.js';

/** What the names of a statement mean to an engine. What cannot change while it lives is asked once. */
export function vocabularyOf(engine: Engine): Vocabulary {
  const { catalog } = engine;
  let functions: readonly Named[] | undefined;
  return {
    tables: () => [
      ...[...catalog.database.objects()].map(({ name, kind }) => ({ name, detail: `stored ${kind}` })),
      ...catalog.tables().map(({ name, description }) => ({ name, detail: description })),
      ...catalog.views().map(({ name }) => ({ name, detail: 'view' })),
      ...catalog.attached.flatMap(({ name: file, path, tables, views }) =>
        [...tables, ...views].map(({ name }) => ({ name: `${file}.${name}`, detail: path })),
      ),
    ],
    columns: (table) => columnsOf(engine, table),
    functions: () => {
      functions ??= functionsOf(engine);
      return functions;
    },
  };
}

function columnsOf(engine: Engine, table: string): readonly Named[] {
  const found = engine.catalog.resolve(table);
  if (found?.kind === 'host') return found.table.columns.map(described);
  if (found?.kind === 'stored') return found.table.columns.map(({ name }) => ({ name }));
  return found ? asked(() => columnsByQuery(engine, table)) : [];
}

function columnsByQuery(engine: Engine, table: string): readonly Named[] {
  const [query] = engine.prepare(`SELECT * FROM "${table.replaceAll('"', '""')}"`);
  return (query?.columns ?? []).map(({ name, type }) => ({ name, ...(type !== '' && { detail: type }) }));
}

function functionsOf(engine: Engine): readonly Named[] {
  return asked(() => {
    const [query] = engine.prepare('SELECT DISTINCT name FROM pragma_function_list ORDER BY name');
    const rows = query?.collect() ?? [];
    return Array.isArray(rows)
      ? rows.map(([name]) => ({ name: String(name), detail: 'function' })).filter(isCalled)
      : [];
  });
}

/** Operators are listed among the functions. */
const isCalled = ({ name }: Named): boolean => /^\w+$/.test(name);

/** A view may be wrong by now, a policy may forbid the question: then there is nothing to offer. */
function asked(ask: () => readonly Named[]): readonly Named[] {
  try {
    return ask();
  } catch {
    return [];
  }
}

const described = ({ name, type, description, key }: ColumnSpec): Named => ({
  name,
  detail: `${type}${key?.required ? ', required' : ''}  ${description}`,
});
