export { bind } from './bind/index.js';
export * from './expr.js';
export { optimize, RULES } from './optimize.js';
export * from './plan.js';
export { printExpr, printPlan } from './print.js';
export * from './traverse.js';
export * from './typing.js';
export * from './visit.js';
