/** A node of Augeas's tree: a label, perhaps a value, and nodes below it. */
export interface AugeasNode {
  readonly label: string;
  readonly value: string | null;
  readonly children: readonly AugeasNode[];
}

export const node = (label: string, value: string | null = null, children: readonly AugeasNode[] = []): AugeasNode => ({
  label,
  value,
  children,
});

/** Nodes of one label, one for each value. */
export const nodes = (label: string, values: readonly string[]): AugeasNode[] =>
  values.map((value) => node(label, value));

/** Nodes numbered from 1 on, or from `first`. */
export const numbered = (values: readonly string[], first = 1): AugeasNode[] =>
  values.map((value, at) => node(String(at + first), value));

/** A node for a comment, none where it is empty. */
export const comment = (text: string): AugeasNode[] => (text.trim() === '' ? [] : [node('#comment', text.trim())]);

export interface PlacedNode {
  readonly path: string;
  readonly label: string;
  readonly value: string | null;
}

/** Nodes nest as deep as brackets in files do. */
const MAX_DEPTH = 100;

/** Nodes and all below them, each before those below it, with their paths: `/files/etc/hosts/1/alias[2]`. */
export function placedNodes(children: readonly AugeasNode[], parent: string): PlacedNode[] {
  const found: PlacedNode[] = [];
  place(children, parent, 0, found);
  return found;
}

function place(children: readonly AugeasNode[], parent: string, depth: number, found: PlacedNode[]): void {
  if (depth > MAX_DEPTH) return;
  const counts = new Map<string, number>();
  for (const { label } of children) counts.set(label, (counts.get(label) ?? 0) + 1);
  const seen = new Map<string, number>();
  for (const { label, value, children: below } of children) {
    const isOneOfMany = (counts.get(label) ?? 0) > 1;
    const position = isOneOfMany ? (seen.get(label) ?? 0) + 1 : 1;
    if (isOneOfMany) seen.set(label, position);
    const path = `${parent}/${escapeLabel(label)}${isOneOfMany ? `[${position}]` : ''}`;
    found.push({ path, label, value });
    if (below.length > 0) place(below, path, depth + 1, found);
  }
}

/** A label in a path: what means something in path expressions has a backslash before it. */
export const escapeLabel = (label: string): string =>
  PLAIN.test(label) ? label : label.replace(/[\\/[\]()|=!,\s]/g, '\\$&');

const PLAIN = /^[\w.#-]*$/;
