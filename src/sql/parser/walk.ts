import type { Expr, QualifiedName } from './ast.js';

/** A node of a syntax tree. Terms and clauses without a kind of their own are passed by. */
interface AstNode {
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

/** Calls `visit` for each table that a tree names in FROM or after IN. */
export function eachTable(tree: unknown, visit: (table: QualifiedName) => void): void {
  walk(tree, (node) => {
    if (node.kind === 'table' && 'table' in node) visit(node.table as QualifiedName); // both nodes of the kind have one
  });
}
