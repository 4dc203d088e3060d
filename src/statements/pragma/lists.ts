import { COLLATION_NAMES } from '../../core/index.js';
import { COMPILE_OPTIONS, functionRows, listFunctions } from '../../sql/functions/index.js';
import { columnsOf, type PragmaSpec } from './spec.js';

export const collationList: PragmaSpec = {
  name: 'collation_list',
  columns: columnsOf('seq INTEGER', 'name TEXT'),
  rows: () => [...COLLATION_NAMES].reverse().map((name, at) => [at, name.toUpperCase()]),
};

export const databaseList: PragmaSpec = {
  name: 'database_list',
  columns: columnsOf('seq INTEGER', 'name TEXT', 'file TEXT'),
  rows({ catalog, database }) {
    const hasTemp = catalog.tables().length > 0 || [...database.objects()].some((object) => object.schema === 'temp');
    return hasTemp
      ? [
          [0, 'main', ''],
          [1, 'temp', ''],
        ]
      : [[0, 'main', '']];
  },
};

export const functionList: PragmaSpec = {
  name: 'function_list',
  columns: columnsOf('name TEXT', 'builtin INTEGER', 'type TEXT', 'enc TEXT', 'narg INTEGER', 'flags INTEGER'),
  rows: () =>
    functionRows(listFunctions()).map(({ name, builtin, type, enc, narg, flags }) => [
      name,
      builtin,
      type,
      enc,
      narg,
      flags,
    ]),
};

export const compileOptions: PragmaSpec = {
  name: 'compile_options',
  columns: columnsOf('compile_options TEXT'),
  rows: () => COMPILE_OPTIONS.map((option) => [option]),
};
