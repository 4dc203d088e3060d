import type { Expr } from '../expr.js';
import { someOperand } from '../visit.js';

/** Roughly what evaluating an expression once costs; a comparison of two columns is 1. */
export function workOf(expr: Expr): number {
  const sum = { work: OWN[expr.kind] ?? 1 };
  if (expr.kind === 'pattern') sum.work = expr.op === 'regexp' ? 40 : 8;
  if (expr.kind === 'in-list') sum.work = 2;
  someOperand(expr, addWork, sum, addSubquery);
  return sum.work;
}

const OWN: Readonly<Partial<Record<Expr['kind'], number>>> = {
  literal: 0,
  column: 0,
  parameter: 0,
  logical: 0,
  not: 0,
  collate: 0,
  affinity: 0.5,
  call: 10,
};

interface Sum {
  work: number;
}

function addWork(expr: Expr, sum: Sum): void {
  // The items of a list are looked up in a set.
  if (expr.kind !== 'literal') sum.work += workOf(expr);
}

function addSubquery(_: unknown, sum: Sum): void {
  sum.work += 200;
}
