import type { Expr } from './expr.js';
import type { Plan } from './plan.js';
import { someInput, someNodeExpr, someOperand } from './visit.js';

const NODE: Readonly<Record<Plan['kind'], number>> = {
  scan: 1 << 0,
  'stored-scan': 1 << 1,
  values: 1 << 2,
  filter: 1 << 3,
  project: 1 << 4,
  join: 1 << 5,
  aggregate: 1 << 6,
  window: 1 << 7,
  distinct: 1 << 8,
  sort: 1 << 9,
  limit: 1 << 10,
  'union-all': 1 << 11,
  'set-operation': 1 << 12,
  shared: 1 << 13,
  recursive: 1 << 14,
  working: 1 << 15,
  'function-scan': 1 << 16,
};

const EXPR: Readonly<Record<Expr['kind'], number>> = {
  literal: 1 << 0,
  column: 1 << 1,
  parameter: 1 << 2,
  unary: 1 << 3,
  arithmetic: 1 << 4,
  compare: 1 << 5,
  logical: 1 << 6,
  not: 1 << 7,
  'null-test': 1 << 8,
  'truth-test': 1 << 9,
  'in-list': 1 << 10,
  'in-subquery': 1 << 11,
  exists: 1 << 12,
  'in-keys': 1 << 13,
  'scalar-subquery': 1 << 14,
  pattern: 1 << 15,
  cast: 1 << 16,
  affinity: 1 << 17,
  collate: 1 << 18,
  case: 1 << 19,
  call: 1 << 20,
  'row-compare': 1 << 21,
};

/** Which kinds of nodes and expressions a plan holds, so that most rules need not look at most plans. */
export class Shape {
  #nodes = 0;
  #exprs = 0;
  #hasSubquery = false;
  #hasHint = false;

  constructor(plan: Plan) {
    addPlan(plan, this);
  }

  /** Any node of the kind; plans of subqueries are not entered. */
  hasNode(kind: Plan['kind']): boolean {
    return (this.#nodes & NODE[kind]) !== 0;
  }

  hasExpr(kind: Expr['kind']): boolean {
    return (this.#exprs & EXPR[kind]) !== 0;
  }

  /** In an expression or in a lookup. */
  get hasSubquery(): boolean {
    return this.#hasSubquery;
  }

  /** A scan with INDEXED BY or NOT INDEXED. */
  get hasHint(): boolean {
    return this.#hasHint;
  }

  addNode(kind: Plan['kind']): void {
    this.#nodes |= NODE[kind];
  }
  addExpr(kind: Expr['kind']): void {
    this.#exprs |= EXPR[kind];
  }
  addHint(): void {
    this.#hasHint = true;
  }
  addSubquery(): void {
    this.#hasSubquery = true;
  }
}

function addPlan(plan: Plan, shape: Shape): void {
  shape.addNode(plan.kind);
  if (plan.kind === 'stored-scan' && plan.indexedBy) shape.addHint();
  someNodeExpr(plan, addExpr, shape, addSubquery);
  someInput(plan, addPlan, shape);
}

function addExpr(expr: Expr, shape: Shape): void {
  shape.addExpr(expr.kind);
  someOperand(expr, addExpr, shape, addSubquery);
}

function addSubquery(_: Plan, shape: Shape): void {
  shape.addSubquery();
}
