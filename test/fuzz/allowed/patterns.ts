/** Parts of regular expressions that know where an argument ends. */
const STRING = `'(?:[^']|'')*'`;
/** Parentheses with all that is in them. */
export const PARENTHESES = [1, 2, 3, 4, 5, 6].reduce((inner) => `\\((?:[^()']|${STRING}|${inner})*\\)`, '(?!)');

/** One argument, with calls and subqueries a few levels deep. */
export const ARG = `(?:[^(),']|${STRING}|${PARENTHESES})+`;
/** The beginning of a call, up to the last argument that is given; more may follow. */
export const call = (name: string, ...args: readonly string[]): string => `\\b${name}\\(${args.join(',')}`;

/** Of a table, view, table function or subquery in FROM. */
export const RELATION = `(?:\\w+|json_\\w+${PARENTHESES}|${PARENTHESES}) AS \\w+`;
/** A join in parentheses. */
export const NESTED_JOIN = `\\(${RELATION}(?:,|(?: [A-Z]+)* JOIN) `;

/** What a number is stored as: INTEGER, REAL or TEXT. */
export const NUMBER_CLASS = /[IR](?=-?\d)|T"(?=-?\d)|(?<=\d)"|(?<=\d)\.0(?!\d)/g;

/** Errors that hang on values. */
export const FAILS_ON_VALUES =
  /^(malformed JSON|JSON cannot hold BLOB values|JSON path error|bad JSON path|integer overflow|json_\w+\(\) labels must be TEXT|ESCAPE expression)/;
/** Errors of statements that store values. */
export const DOES_NOT_FIT = /^(datatype mismatch$|cannot store |(UNIQUE|NOT NULL|CHECK) constraint failed: )/;
