import { type Catalog, type ColumnSpec, costClass, type TableSpec } from '../catalog/index.js';

interface Writing {
  write(text: string): void;
}

/** `hostql tables [pattern]`: a table a line with what it shows. */
export function printTables(catalog: Catalog, pattern: string | undefined, out: Writing, asJson: boolean): void {
  const wanted = pattern?.toLowerCase() ?? '';
  const tables = catalog.tables().filter((table) => table.name.includes(wanted));
  if (asJson) {
    out.write(`${JSON.stringify(tables.map(describe), undefined, 2)}\n`);
    return;
  }
  const width = Math.max(0, ...tables.map((table) => table.name.length));
  for (const table of tables) out.write(`${table.name.padEnd(width)}  ${table.description}\n`);
}

/** `hostql schema TABLE`: its columns as SQL would declare them, each with its meaning; false where there is no such table. */
export function printSchema(catalog: Catalog, name: string, out: Writing, asJson: boolean): boolean {
  const table = catalog.table(name) ?? fileTable(catalog, name);
  if (!table) return false;
  if (asJson) {
    out.write(`${JSON.stringify(describe(table), undefined, 2)}\n`);
    return true;
  }
  const shown = table.columns.map((column) => ({ column, text: declaration(column) }));
  const width = Math.max(...shown.map(({ text }) => text.length)) + 1;
  out.write(`-- ${table.description}\nCREATE TABLE ${table.name} (\n`);
  shown.forEach(({ column, text }, index) => {
    const comma = index < shown.length - 1 ? ',' : '';
    out.write(`  ${(text + comma).padEnd(width)}  -- ${remarks(column)}\n`);
  });
  out.write(');\n');
  for (const example of table.examples) out.write(`-- ${example}\n`);
  return true;
}

/** A table of a database file, `file.table`. */
function fileTable(catalog: Catalog, name: string): TableSpec | undefined {
  const dot = name.indexOf('.');
  const found = dot < 0 ? catalog.resolve(name) : catalog.resolve(name.slice(dot + 1), name.slice(0, dot));
  return found?.kind === 'host' ? found.table : undefined;
}

const typeName = (column: ColumnSpec): string => column.declared ?? column.type.replace('_', ' ').toUpperCase();

const declaration = (column: ColumnSpec): string =>
  `${column.name} ${typeName(column)}${column.hidden ? ' HIDDEN' : ''}${column.collation === 'binary' ? '' : ` COLLATE ${column.collation.toUpperCase()}`}`;

function remarks(column: ColumnSpec): string {
  const key = column.key ? ` (${column.key.required ? 'required key' : 'key'}: ${column.key.ops.join(', ')})` : '';
  return column.description + key;
}

/** A table as `hostql tables --json` tells of it, and docs/tables/schema.json. */
export function describe(table: TableSpec) {
  return {
    name: table.name,
    description: table.description,
    aliases: table.aliases,
    columns: table.columns.map((column) => ({
      name: column.name,
      type: typeName(column),
      description: column.description,
      hidden: column.hidden,
      collation: column.collation,
      ...(column.key && {
        key: { operators: column.key.ops, required: column.key.required, unique: column.key.unique },
      }),
    })),
    cost: costClass(table),
    privileges: table.privileges ?? null,
    sources: table.sources,
    examples: table.examples,
  };
}
