import type { AttachedSchema } from '../../catalog/index.js';
import type { Command } from './command.js';

export const tables: Command = {
  name: 'tables',
  usage: '[PATTERN]',
  help: 'List tables: those whose name holds the pattern',
  takes: ['table'],
  count: [0, 1],
  run(session, [pattern = '']) {
    const { catalog } = session.engine;
    const wanted = pattern.toLowerCase();
    const stored = [...catalog.database.objects()].filter(({ kind }) => kind === 'table' || kind === 'view');
    const shown = [
      ...catalog.tables().map(({ name, description }) => ({ name, description })),
      ...stored.map(({ name, kind }) => ({ name, description: `${kind} of this session` })),
      ...catalog.attached.flatMap(tablesIn),
    ].filter(({ name }) => name.toLowerCase().includes(wanted));
    const width = Math.max(0, ...shown.map(({ name }) => name.length));
    for (const { name, description } of shown) session.print(`${name.padEnd(width)}  ${description}\n`);
  },
};

const tablesIn = ({ name: file, path, tables, views }: AttachedSchema) => [
  ...tables.map(({ name, description }) => ({ name: `${file}.${name}`, description })),
  ...views.map(({ name }) => ({ name: `${file}.${name}`, description: `View of ${path}` })),
];

/** osquery's: names that begin so. */
export const osqueryTables: Command = {
  ...tables,
  usage: '[TABLE]',
  help: 'List tables: those whose name begins so',
  run(session, [prefix = '']) {
    for (const { name } of session.registered) if (name.startsWith(prefix)) session.show(`  => ${name}\n`);
  },
};
