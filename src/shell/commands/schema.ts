import { suggestion } from '../../core/index.js';
import { createTableText } from '../osquery/schema-text.js';
import { printSchema } from '../schema.js';
import { type Command, CommandError } from './command.js';

export const schema: Command = {
  name: 'schema',
  usage: '[TABLE]',
  help: 'Show the columns of a table, or of all',
  takes: ['table'],
  count: [0, 1],
  run(session, [name]) {
    const { catalog } = session.engine;
    const out = { write: (text: string) => session.print(text) };
    const stored = [...catalog.database.objects()];
    const names = name === undefined ? [...catalog.tables(), ...stored].map((one) => one.name) : [name];
    for (const each of names) {
      const object = stored.find((one) => one.name.toLowerCase() === each.toLowerCase());
      if (object) session.print(`${object.sql};\n`);
      else if (!printSchema(catalog, each, out, false)) {
        const hint = suggestion(
          each,
          catalog.tables().map((table) => table.name),
        );
        throw new CommandError(`error: no such table: ${each}${hint === undefined ? '' : `\nhint: ${hint}`}`);
      }
    }
  },
};

/** osquery's: names that begin so, disabled tables too. */
export const osquerySchema: Command = {
  ...schema,
  help: 'Show the CREATE TABLE of tables: those whose name begins so',
  run(session, [prefix = '']) {
    for (const table of session.registered) if (table.name.startsWith(prefix)) session.show(createTableText(table));
  },
};
