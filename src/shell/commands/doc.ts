import { type ColumnSpec, knownTable, type TableSpec } from '../../catalog/index.js';
import { suggestion } from '../../core/index.js';
import type { ShellSession } from '../session.js';
import { type Command, CommandError } from './command.js';

export const doc: Command = {
  name: 'doc',
  usage: 'TABLE',
  help: 'Tell all about a table: columns, keys, examples',
  takes: ['table'],
  count: [1, 1],
  run(session, [name = '']) {
    const table = session.engine.catalog.table(name);
    if (!table) throw new CommandError(unknown(session, name));
    session.print(page(table));
  },
};

function page(table: TableSpec): string {
  const { name, description, aliases, columns, examples } = table;
  const also = aliases.length > 0 ? ` (also ${aliases.join(', ')})` : '';
  const required = columns.filter(({ key }) => key?.required).map((column) => column.name);
  const wide = Math.max(...columns.map((column) => column.name.length));
  const parts = [
    `${name}${also}\n${description}`,
    columns.map((column) => columnLine(column, wide)).join('\n'),
    required.length > 0 ? `A query must give ${required.join(' or ')}.` : '',
    examples.length > 0 ? `Examples:\n${examples.map((sql) => `  ${sql};`).join('\n')}` : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function columnLine({ name, type, description, hidden, key }: ColumnSpec, wide: number): string {
  const marks = [
    ...(key ? [`${key.required ? 'required' : key.unique ? 'unique' : ''} key ${key.ops.join(' ')}`.trim()] : []),
    ...(hidden ? ['hidden'] : []),
  ];
  const remark = marks.length > 0 ? ` [${marks.join(', ')}]` : '';
  return `  ${name.padEnd(wide)}  ${type.replace('_', ' ').toUpperCase().padEnd(15)}  ${description}${remark}`;
}

function unknown({ engine }: ShellSession, name: string): string {
  const foreign = knownTable(name);
  if (foreign) return `error: ${name} exists on ${foreign.platforms.join(', ')}, and is not served here`;
  const hint = suggestion(
    name,
    engine.catalog.tables().map((table) => table.name),
  );
  return `error: no such table: ${name}${hint === undefined ? '' : `\nhint: ${hint}`}`;
}
