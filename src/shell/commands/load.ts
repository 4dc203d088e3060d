import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type TableSpec, tableOf } from '../../catalog/index.js';
import { messageOf } from '../../core/index.js';
import { table } from '../../library/index.js';
import { importModule } from '../import-module.js';
import { type Command, CommandError } from './command.js';

export const load: Command = {
  name: 'load',
  usage: 'MODULE',
  help: 'Serve the tables that a JavaScript module exports',
  takes: ['file'],
  count: [1, 1],
  async run(session, [path = '']) {
    const tables = await tablesIn(path);
    if (tables.length === 0) throw new CommandError(`error: ${path} exports no table`);
    session.load(tables);
    session.io.tell(`serving ${tables.map(({ name }) => name).join(', ')}`);
  },
};

/**
 * Exported tables, and what an exported function `tables` makes. It gets `table` and `tableOf`: where we are installed for
 * all users, a module does not find our package.
 */
async function tablesIn(path: string): Promise<TableSpec[]> {
  try {
    const exported = await importModule(pathToFileURL(resolve(path)).href);
    const { tables: make } = exported;
    const made: unknown = typeof make === 'function' ? await make({ table, tableOf }) : [];
    return [...new Set([made, ...Object.values(exported)].flat().filter(isTable))];
  } catch (error) {
    // Who imports it is of no interest to the user.
    const reason = messageOf(error).replace(/ imported from .*/s, '');
    throw new CommandError(`error: cannot load ${path}: ${reason}`);
  }
}

/** What `table` and `tableOf` make. */
const isTable = (value: unknown): value is TableSpec =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'columns' in value &&
  Array.isArray(value.columns) &&
  'scan' in value &&
  typeof value.scan === 'function';
