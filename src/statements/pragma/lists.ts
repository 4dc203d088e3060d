import { COLLATION_NAMES, type Row } from '../../core/index.js';
import { type FunctionSpec, listFunctions } from '../../sql/functions/index.js';
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
  rows: () => listFunctions().flatMap(functionRows),
};

/** SQLite's flag of functions that give the same result for the same arguments, and that of harmless ones. */
const DETERMINISTIC = 0x800;
const INNOCUOUS = 0x200000;

function functionRows(spec: FunctionSpec): Row[] {
  const arities = spec.maxArgs - spec.minArgs > 3 ? [-1] : range(spec.minArgs, spec.maxArgs);
  const isVolatile = spec.kind === 'scalar' && spec.volatile;
  const flags = isVolatile ? INNOCUOUS : DETERMINISTIC | INNOCUOUS;
  const type = spec.kind === 'scalar' ? 's' : 'w';
  return [spec.name, ...spec.aliases].flatMap((name) =>
    arities.map((arity): Row => [name, 1, type, 'utf8', arity, flags]),
  );
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

export const compileOptions: PragmaSpec = {
  name: 'compile_options',
  columns: columnsOf('compile_options TEXT'),
  rows: () => OPTIONS.map((option) => [option]),
};

/** Those of SQLite's options that say something true of this engine. */
const OPTIONS = [
  'ENABLE_JSON1',
  'ENABLE_MATH_FUNCTIONS',
  'ENABLE_UPDATE_DELETE_LIMIT',
  'MAX_COLUMN=2000',
  'MAX_COMPOUND_SELECT=500',
  'MAX_EXPR_DEPTH=1000',
  'MAX_FUNCTION_ARG=127',
  'MAX_LIKE_PATTERN_LENGTH=50000',
  'MAX_VARIABLE_NUMBER=250000',
  'SOUNDEX',
  'TEMP_STORE=3',
  'THREADSAFE=0',
];
