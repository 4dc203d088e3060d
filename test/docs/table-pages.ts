import { type ColumnSpec, type CostClass, costClass, type KeyOp, type TableSpec } from '../../src/catalog/index.js';
import { describe } from '../../src/shell/schema.js';
import { linuxTables } from '../../src/tables/index.js';

const COSTS: Readonly<Record<CostClass, string>> = {
  instant: 'instant: a scan of the whole table takes less than a millisecond',
  quick: 'quick: a scan of the whole table takes some milliseconds',
  slow: 'slow: a scan of the whole table takes 50 milliseconds or more; name a key where you can',
  keyed: 'by key: it must be told where to look, and costs what is there',
};

const OPS: Readonly<Record<KeyOp, string>> = {
  '=': '=, IN',
  range: '<, >, BETWEEN',
  like: 'LIKE',
  glob: 'GLOB',
  regexp: 'REGEXP',
};

/** `docs/tables`: a page for each table, one that lists them, and the schema, by file name. All from the tables' own specs. */
export function tablePages(): Map<string, string> {
  const tables = [...linuxTables].sort((a, b) => (a.name < b.name ? -1 : 1));
  const pages = new Map(tables.map((table) => [`${table.name}.md`, page(table)]));
  pages.set('README.md', index(tables));
  pages.set('schema.json', `${JSON.stringify(tables.map(describe), undefined, 2)}\n`);
  return pages;
}

function index(tables: readonly TableSpec[]): string {
  const rows = tables.map(
    (table) =>
      `| [${table.name}](${table.name}.md) | ${cell(table.description)} | ${costClass(table).replace('keyed', 'by key')} |`,
  );
  return `# Tables

Written by \`npm run docs\` from the tables' own specs; every example runs as a test. [schema.json](schema.json) is what
\`hostql tables --json\` prints. Tables of other systems are known by name and columns, and have no rows here.

| Table | Shows | Cost |
| ----- | ----- | ---- |
${rows.join('\n')}
`;
}

function page(table: TableSpec): string {
  const shown = table.columns.filter(({ hidden }) => !hidden);
  const hidden = table.columns.filter((column) => column.hidden);
  const parts = [
    `# ${table.name}`,
    sentence(table.description),
    ...(table.aliases.length > 0 ? [`Also called ${table.aliases.map(code).join(', ')}.`] : []),
    columns(shown),
    ...(hidden.length > 0 ? ['Hidden columns, which `*` does not show:', columns(hidden)] : []),
    [
      `- **Cost:** ${COSTS[costClass(table)]}`,
      `- **Privileges:** ${table.privileges ?? 'none'}`,
      `- **Sources:** ${table.sources.map(code).join(', ')}`,
    ].join('\n'),
    ...keys(table),
    '## Examples',
    `\`\`\`sql\n${table.examples.map((sql) => `${sql};`).join('\n\n')}\n\`\`\``,
  ];
  return `${parts.join('\n\n')}\n`;
}

const columns = (list: readonly ColumnSpec[]): string =>
  ['| Column | Type | Meaning |', '| ------ | ---- | ------- |', ...list.map(columnRow)].join('\n');

const columnRow = ({ name, type, description, collation }: ColumnSpec): string =>
  `| ${code(name)} | ${type.replace('_', ' ')}${collation === 'binary' ? '' : ` (${collation})`} | ${cell(description)} |`;

/** What makes a scan read less, which is what a query is written for. */
function keys({ columns }: TableSpec): string[] {
  const lines = columns.flatMap(({ name, key }) => {
    if (!key) return [];
    const traits = [...(key.required ? ['required'] : []), ...(key.unique ? ['one row at most for a value'] : [])];
    return `- ${code(name)}: ${key.ops.map((op) => OPS[op]).join(', ')}${traits.length > 0 ? ` (${traits.join('; ')})` : ''}`;
  });
  const required = columns.filter(({ key }) => key?.required);
  const anyOf = required.length > 1 ? ' One of the required ones is enough.' : '';
  return lines.length === 0
    ? []
    : [`Conditions on these columns make it read less; join keys count as \`=\`.${anyOf}`, lines.join('\n')];
}

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/[<>]/g, (sign) => `\\${sign}`);
const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
