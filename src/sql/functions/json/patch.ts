import { type Document, KIND } from './document.js';
import { render } from './render.js';
import { memberIndex, opened, partOf, type Tree } from './tree.js';

/** The target with a merge patch applied (RFC 7396). Depth is bounded by the parser. */
export function merge(target: Tree, patch: Document, node = 0): Tree {
  if (patch.kind(node) !== KIND.object) return partOf(patch, node);
  const open = opened(target);
  const into = open?.kind === 'object' ? open : { kind: 'object' as const, labels: [], children: [] };
  // A label that comes twice in the patch is looked for among the target's own, as in SQLite.
  const own = { ...into, labels: into.labels.slice() };
  const end = patch.next(node);
  for (let label = node + 1; label < end; label = patch.next(label + 1)) {
    const found = memberIndex(own, patch, label);
    const isNull = patch.kind(label + 1) === KIND.null;
    if (found >= 0 && isNull) {
      own.labels.splice(found, 1);
      into.labels.splice(found, 1);
      into.children.splice(found, 1);
    } else if (found >= 0)
      into.children[found] = merge(into.children[found] as Tree, patch, label + 1); // found there
    else if (!isNull) {
      into.labels.push(renderedLabel(patch, label));
      into.children.push(merge('null', patch, label + 1));
    }
  }
  return into;
}

const renderedLabel = (document: Document, label: number): string => render(document, label).slice(1, -1);
