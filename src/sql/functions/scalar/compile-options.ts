/**
 * What SQLite's build switches would say of this engine, as `PRAGMA compile_options` lists them: those that change what
 * a query may hold or gives.
 */
export const COMPILE_OPTIONS: readonly string[] = [
  'DQS=3',
  'ENABLE_JSON1',
  'ENABLE_MATH_FUNCTIONS',
  'ENABLE_UPDATE_DELETE_LIMIT',
  'MAX_COLUMN=2000',
  'MAX_COMPOUND_SELECT=500',
  'MAX_EXPR_DEPTH=1000',
  'MAX_FUNCTION_ARG=127',
  'MAX_LIKE_PATTERN_LENGTH=50000',
  'MAX_VARIABLE_NUMBER=250000',
  'OMIT_LOAD_EXTENSION',
  'SOUNDEX',
  'TEMP_STORE=3',
  'THREADSAFE=0',
];
