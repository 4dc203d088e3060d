import type { Expr } from '../sql/parser/index.js';

/** A node of a syntax tree. Terms and clauses without a kind of their own are passed by. */
export interface AstNode {
  readonly kind: string;
}

/** Calls `visit` for each node in a tree, parents first; it goes below a node unless `visit` returns false. */
export function walk(tree: unknown, visit: (node: Expr | AstNode) => boolean | void): void {
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit);
    return;
  }
  if (typeof tree !== 'object' || tree === null) return;
  if ('kind' in tree) {
    if (visit(tree as AstNode) === false) return; // every kind in the AST is a string
    if (tree.kind === 'literal') return; // values are no nodes
  }
  for (const part of Object.values(tree)) walk(part, visit);
}

/** The first node in a tree that passes a test. */
export function findNode<T extends Expr>(tree: unknown, test: (node: Expr) => node is T): T | undefined {
  let found: T | undefined;
  walk(tree, (node) => {
    if (found) return false;
    if (test(node as Expr)) found = node as T; // nodes that are no expressions have kinds that no test names
    return !found;
  });
  return found;
}
