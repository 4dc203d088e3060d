import { type Document, KIND } from './document.js';
import { render } from './render.js';
import { memberIndex, opened, partOf, type Tree } from './tree.js';

/** The target with a merge patch applied (RFC 7396). Depth is bounded by the parser. */
export function merge(target: Tree, patch: Document, node = 0): Tree {
  if (patch.kind(node) !== KIND.object) return partOf(patch, node);
  const open = opened(target);
  const own = open?.kind === 'object' ? open : { kind: 'object' as const, labels: [], children: [] };
  const children: (Tree | undefined)[] = [...own.children];
  const added: [label: string, child: Tree][] = [];
  const isSettled = new Set<number>();
  const end = patch.next(node);
  for (let label = node + 1; label < end; label = patch.next(label + 1)) {
    const isNull = patch.kind(label + 1) === KIND.null;
    const found = memberIndex(own, patch, label);
    if (found < 0) {
      if (!isNull) added.push([renderedLabel(patch, label), merge('null', patch, label + 1)]);
      continue;
    }
    // Of a label that comes twice in the patch the first decides, as in SQLite; objects are merged in turn.
    if (isSettled.has(found)) continue;
    const before = children[found] as Tree; // not settled, so there
    children[found] = isNull ? undefined : merge(before, patch, label + 1);
    if (patch.kind(label + 1) !== KIND.object || opened(before)?.kind !== 'object') isSettled.add(found);
  }
  const kept = children.flatMap(
    (child, at): [string, Tree][] => (child === undefined ? [] : [[own.labels[at] as string, child]]), // one label each
  );
  const members = [...kept, ...added];
  return { kind: 'object', labels: members.map(([label]) => label), children: members.map(([, child]) => child) };
}

const renderedLabel = (document: Document, label: number): string => render(document, label).slice(1, -1);
