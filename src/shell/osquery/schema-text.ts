import { knownTable, type TableSpec } from '../../catalog/index.js';

/** A table as `.schema` shows it. */
export function createTableText(table: TableSpec): string {
  const columns = table.columns.map((column) => {
    const type = column.type.replaceAll('_', ' ').toUpperCase();
    const collation = column.collation === 'binary' ? '' : ` COLLATE ${column.collation.toUpperCase()}`;
    return `\`${column.name}\` ${type}${collation}${column.hidden ? ' HIDDEN' : ''}`;
  });
  const keys = keyColumns(table).map((name) => `\`${name}\``);
  const primary = keys.length > 0 ? [`PRIMARY KEY (${keys.join(', ')})`] : [];
  return `CREATE TABLE ${table.name}(${[...columns, ...primary].join(', ')})${keys.length > 0 ? ' WITHOUT ROWID' : ''};\n`;
}

/** Index and additional columns; every column where there are but additional ones. Required alone makes no key. */
function keyColumns(table: TableSpec): string[] {
  const known = knownTable(table.name)?.columns ?? [];
  const index = known.filter(({ options }) => options.has('index'));
  const additional = known.filter(({ options }) => options.has('additional'));
  if (index.length === 0 && additional.length > 0) return table.columns.map(({ name }) => name);
  return known.filter((column) => index.includes(column) || additional.includes(column)).map(({ name }) => name);
}
