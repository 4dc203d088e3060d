export { printExpr } from './print/expressions.js';
export { printName } from './print/names.js';
export { printSelect } from './print/queries.js';
export { print } from './print/statements.js';
