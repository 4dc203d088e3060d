import type { Row } from '../core/index.js';
import { firstNotBelow, leadingNumbers, type Numbers, orderTo } from './leading-numbers.js';

/** Where an entry stands to what is looked for: negative, it comes before; positive, after; 0, it is part of it. */
export type Probe = (entry: Row) => number;

/** The order of entries: negative, 0 or positive. 0: the same entry. */
export type CompareRows = (a: Row, b: Row) => number;

/** Most entries of a leaf and children of an inner node. */
const WIDTH = 128;
/** Entries and children of nodes that are made full: some room is left, so that what follows does not split each. */
const FILL = 112;
/** A node with fewer entries or children is joined with a neighbour. */
const SPARSE = WIDTH >> 2;
/** Entries looked at to tell how many distinct ones there are. */
const SAMPLE = 16;

/** Whoever holds the same token may change a node in place; others copy it first. */
type Owner = object;

interface Leaf {
  readonly isLeaf: true;
  readonly owner: Owner;
  readonly entries: Row[];
  /** Of the entries, from the second search for numbers on; undefined after a change. */
  numbers: Numbers | undefined;
  isSearched: boolean;
}
interface Inner {
  readonly isLeaf: false;
  readonly owner: Owner;
  readonly children: Node[];
  /** No entry below child i comes before `firsts[i]`, none below child i - 1 after it. The first one is not read. */
  readonly firsts: Row[];
  /** Of `firsts`, once numbers were searched for; undefined after a change. */
  numbers: Numbers | undefined;
}
type Node = Leaf | Inner;

const leafOf = (owner: Owner, entries: Row[], numbers?: Numbers): Leaf => ({
  isLeaf: true,
  owner,
  entries,
  numbers,
  isSearched: numbers !== undefined,
});

const innerOf = (owner: Owner, children: Node[], firsts: Row[], numbers?: Numbers): Inner => ({
  isLeaf: false,
  owner,
  children,
  firsts,
  numbers,
});

/**
 * An ordered set of rows as a B+ tree that can be forked in no time: the fork and its origin share nodes until one of
 * them changes a node, which copies it (a persistent structure with ownership, as of Driscoll et al. 1989).
 */
export class BTree {
  #root: Node;
  #owner: Owner;
  #size: number;
  /** Where the last entry was found: what is asked next mostly lies beside it. A leaf of this tree, or undefined. */
  #leaf: Leaf | undefined;
  #at = 0;
  /** The last leaf, where it is known and may be changed in place. */
  #tail: Leaf | undefined;

  constructor(private readonly compare: CompareRows) {
    this.#owner = {};
    this.#root = leafOf(this.#owner, []);
    this.#size = 0;
  }

  get size(): number {
    return this.#size;
  }

  /** Puts these entries, which are in order and no two of them equal, in the place of all there are. */
  fill(entries: readonly Row[]): void {
    let level: { node: Node; first: Row }[] = [];
    for (let at = 0; at < entries.length || at === 0; at += FILL) {
      const slice = entries.slice(at, at + FILL);
      level.push({ node: leafOf(this.#owner, slice), first: slice[0] as Row });
    }
    while (level.length > 1) level = this.#parentsOf(level);
    this.#root = (level[0] as { node: Node }).node; // there is a leaf at least
    this.#size = entries.length;
    this.#forget();
  }

  #forget(): void {
    this.#leaf = undefined;
    this.#tail = undefined;
  }

  #parentsOf(level: readonly { node: Node; first: Row }[]): { node: Node; first: Row }[] {
    const parents: { node: Node; first: Row }[] = [];
    for (let at = 0; at < level.length; at += FILL) {
      const below = level.slice(at, at + FILL);
      const firsts = below.map(({ first }) => first);
      const children = below.map((one) => one.node);
      parents.push({ node: innerOf(this.#owner, children, firsts), first: firsts[0] as Row });
    }
    return parents;
  }

  /** A tree with the same entries; changing either leaves the other as it is. */
  fork(): BTree {
    const fork = new BTree(this.compare);
    fork.#root = this.#root;
    fork.#size = this.#size;
    this.#owner = {};
    this.#tail = undefined;
    return fork;
  }

  /** The entry equal to this one. */
  get(entry: Row): Row | undefined {
    const beside = this.#leaf?.entries[this.#at + 1];
    if (beside && this.compare(beside, entry) === 0) {
      this.#at++;
      return beside;
    }
    const end = this.#tail?.entries.at(-1);
    if (end && this.compare(end, entry) < 0) return undefined;
    const probe: Probe = (other) => this.compare(other, entry);
    let node = this.#root;
    while (!node.isLeaf) node = node.children[childOf(node, probe)] as Node; // within bounds
    const at = firstNotBefore(node.entries, probe);
    const found = node.entries[at];
    if (!found || probe(found) !== 0) return undefined;
    this.#leaf = node;
    this.#at = at;
    return found;
  }

  /** The first entry that is part of what the probe looks for. */
  find(probe: Probe): Row | undefined {
    return findIn(this.#root, probe);
  }

  /** The last entry in the order. */
  last(): Row | undefined {
    let node = this.#root;
    while (!node.isLeaf) node = node.children[node.children.length - 1] as Node; // there is one at least
    return node.entries[node.entries.length - 1];
  }

  /** About how many entries are part of what the probe looks for; exactly, where one leaf holds them. */
  count(probe: Probe): number {
    const start = this.#place(probe, childBefore, firstNotBefore);
    const end = this.#place(probe, childOf, firstAfter);
    return Math.max(0, start.leaf === end.leaf ? end.at - start.at : end.rank - start.rank);
  }

  /** Where a probe leads, and about how many entries come before that: as if all children of a node were equally large. */
  #place(probe: Probe, child: (node: Inner, probe: Probe) => number, entry: (entries: Row[], probe: Probe) => number) {
    let node = this.#root;
    let size = this.#size;
    let rank = 0;
    while (!node.isLeaf) {
      const at = child(node, probe);
      size /= node.children.length;
      rank += at * size;
      node = node.children[at] as Node; // within bounds
    }
    const at = entry(node.entries, probe);
    return { leaf: node, at, rank: rank + (at * size) / Math.max(1, node.entries.length) };
  }

  /** Some entries, spread over the whole order: so many, or every eighth one of a tree with a single leaf. */
  sample(count = SAMPLE): readonly Row[] {
    const entries: Row[] = [];
    let node = this.#root;
    if (node.isLeaf) return node.entries.filter((_, at) => at % 8 === 0);
    for (let at = 0; at < count; at++) {
      node = this.#root;
      let place = at / count;
      while (!node.isLeaf) {
        const child = place * node.children.length;
        place = child - Math.floor(child);
        node = node.children[Math.floor(child)] as Node; // place is below 1
      }
      const entry = node.entries[Math.floor(place * node.entries.length)];
      if (entry) entries.push(entry);
    }
    return entries;
  }

  /** Adds an entry; an equal one is left in place and returned. */
  insert(entry: Row): Row | undefined {
    const tail = this.#tail;
    if (tail && tail.entries.length < WIDTH && this.compare(tail.entries.at(-1) as Row, entry) < 0) {
      tail.entries.push(entry);
      tail.numbers = undefined;
      this.#size++;
      return undefined;
    }
    const root = this.#own(this.#root);
    this.#root = root;
    const result = this.#insertInto(root, entry, (other) => this.compare(other, entry));
    this.#leaf = undefined;
    if (result && 'existing' in result) return result.existing;
    if (result) {
      // The first separator is never read; any row will do.
      this.#root = innerOf(this.#owner, [root, result.right], [entry, result.first]);
    }
    this.#size++;
    this.#tail = this.#ownTail();
    return undefined;
  }

  #ownTail(): Leaf | undefined {
    let node = this.#root;
    while (!node.isLeaf) node = node.children[node.children.length - 1] as Node; // there is one at least
    return node.owner === this.#owner && node.entries.length > 0 ? node : undefined;
  }

  /** True where both stand at the same place in the order. */
  isSame(a: Row, b: Row): boolean {
    return this.compare(a, b) === 0;
  }

  /** Puts an entry in the place of the one equal to it. */
  replace(entry: Row): void {
    const near = this.#leaf;
    if (near?.owner === this.#owner && this.#isHere(near, entry)) {
      near.entries[this.#at] = entry;
      return;
    }
    const probe: Probe = (other) => this.compare(other, entry);
    let node = this.#own(this.#root);
    this.#root = node;
    while (!node.isLeaf) node = this.#ownChild(node, childOf(node, probe));
    const at = firstNotBefore(node.entries, probe);
    if (at < node.entries.length) node.entries[at] = entry;
    this.#leaf = node;
    this.#at = at;
    this.#tail = undefined;
  }

  #isHere(leaf: Leaf, entry: Row): boolean {
    const here = leaf.entries[this.#at];
    return here !== undefined && this.compare(here, entry) === 0;
  }

  clear(): void {
    this.#root = leafOf(this.#owner, []);
    this.#size = 0;
    this.#forget();
  }

  /** Takes an entry out; false where there is none equal to it. */
  delete(entry: Row): boolean {
    const near = this.#leaf;
    // As long as the leaf is neither sparse nor empty afterwards, nothing above it changes.
    if (near?.owner === this.#owner && near.entries.length > SPARSE && this.#isHere(near, entry)) {
      near.entries.splice(this.#at--, 1);
      near.numbers = undefined;
      this.#size--;
      return true;
    }
    let root = this.#own(this.#root);
    this.#root = root;
    this.#forget();
    if (!this.#deleteFrom(root, (other) => this.compare(other, entry))) return false;
    while (!root.isLeaf && root.children.length === 1) root = root.children[0] as Node;
    this.#root = root;
    this.#size--;
    return true;
  }

  /**
   * Entries in order, or in the opposite one, in batches: from the first that `from` does not find before what it looks
   * for, to the last that `to` does not find after it. Batches may be empty. The tree must not change meanwhile: walk a
   * fork of it where it may.
   */
  batches(from: Probe | undefined, to: Probe | undefined, descending: boolean): Generator<readonly Row[]> {
    return descending ? backwards(this.#root, from, to) : forwards(this.#root, from, to);
  }

  /**
   * The entries whose value in this slot, which the tree is ordered by first and upwards, is one of these numbers: in
   * order, in batches. For many numbers several times as quick as {@link batches} for each.
   * @param keys in order, no two equal
   * @param isFirstEnough further entries of a key may be left out
   */
  *ofNumbers(slot: number, keys: Float64Array, isFirstEnough = false): Generator<readonly Row[]> {
    const search: Search = { slot, keys, isFirstEnough, found: [] };
    const root = this.#root;
    if (root.isLeaf) searchLeaf(root, search, 0, keys.length);
    else yield* searchInner(root, search, 0, keys.length);
    if (search.found.length > 0) yield search.found;
  }

  #own(node: Node): Node {
    if (node.owner === this.#owner) return node;
    // The copy takes its place.
    if (node === this.#leaf) this.#leaf = undefined;
    return node.isLeaf
      ? leafOf(this.#owner, node.entries.slice(), node.numbers)
      : innerOf(this.#owner, node.children.slice(), node.firsts.slice(), node.numbers);
  }

  #ownChild(parent: Inner, at: number): Node {
    const child = this.#own(parent.children[at] as Node); // within bounds
    parent.children[at] = child;
    return child;
  }

  #insertInto(node: Node, entry: Row, probe: Probe): { existing: Row } | Split | undefined {
    if (node.isLeaf) {
      const at = insertionPoint(node.entries, probe);
      const existing = node.entries[at];
      if (existing && probe(existing) === 0) return { existing };
      node.entries.splice(at, 0, entry);
      node.numbers = undefined;
      return node.entries.length > WIDTH ? this.#splitLeaf(node, at) : undefined;
    }
    const at = childOf(node, probe);
    const result = this.#insertInto(this.#ownChild(node, at), entry, probe);
    if (!result || 'existing' in result) return result;
    node.children.splice(at + 1, 0, result.right);
    node.firsts.splice(at + 1, 0, result.first);
    node.numbers = undefined;
    return node.children.length > WIDTH ? this.#splitInner(node, at + 1) : undefined;
  }

  /** Appending leaves full nodes behind: rows mostly come in the order of their key. */
  #splitLeaf(leaf: Leaf, at: number): Split {
    const keep = at === leaf.entries.length - 1 ? WIDTH : WIDTH >> 1;
    const entries = leaf.entries.splice(keep);
    return { right: leafOf(this.#owner, entries), first: entries[0] as Row }; // one at least
  }

  #splitInner(inner: Inner, at: number): Split {
    const keep = at === inner.children.length - 1 ? WIDTH : WIDTH >> 1;
    const children = inner.children.splice(keep);
    const firsts = inner.firsts.splice(keep);
    return { right: innerOf(this.#owner, children, firsts), first: firsts[0] as Row }; // one at least
  }

  #deleteFrom(node: Node, probe: Probe): boolean {
    if (node.isLeaf) {
      const at = firstNotBefore(node.entries, probe);
      const found = node.entries[at];
      if (!found || probe(found) !== 0) return false;
      node.entries.splice(at, 1);
      node.numbers = undefined;
      this.#leaf = node;
      this.#at = at - 1;
      return true;
    }
    const at = childOf(node, probe);
    const child = this.#ownChild(node, at);
    if (!this.#deleteFrom(child, probe)) return false;
    if (node.children.length === 1) return true;
    if (isEmpty(child)) {
      node.children.splice(at, 1);
      node.firsts.splice(at, 1);
      node.numbers = undefined;
      this.#leaf = undefined;
    } else if (sizeOf(child) < SPARSE) {
      this.#mergeWithNext(node, at);
      this.#leaf = undefined;
    }
    return true;
  }

  /** Joins a sparse child with its neighbour where both fit into one node. */
  #mergeWithNext(node: Inner, at: number): void {
    const first = at + 1 < node.children.length ? at : at - 1;
    const right = node.children[first + 1] as Node; // there are two at least
    if (sizeOf(node.children[first] as Node) + sizeOf(right) > WIDTH) return;
    const left = this.#ownChild(node, first);
    if (left.isLeaf && right.isLeaf) left.entries.push(...right.entries);
    else if (!left.isLeaf && !right.isLeaf) {
      left.children.push(...right.children);
      left.firsts.push(node.firsts[first + 1] as Row, ...right.firsts.slice(1)); // as many as children
    }
    left.numbers = undefined;
    node.children.splice(first + 1, 1);
    node.firsts.splice(first + 1, 1);
    node.numbers = undefined;
  }
}

interface Split {
  readonly right: Node;
  readonly first: Row;
}

const sizeOf = (node: Node): number => (node.isLeaf ? node.entries.length : node.children.length);

const isEmpty = (node: Node): boolean =>
  node.isLeaf ? node.entries.length === 0 : node.children.length === 1 && isEmpty(node.children[0] as Node);

function findIn(node: Node, probe: Probe): Row | undefined {
  if (node.isLeaf) {
    const found = node.entries[firstNotBefore(node.entries, probe)];
    return found && probe(found) === 0 ? found : undefined;
  }
  const at = childBefore(node, probe);
  const found = findIn(node.children[at] as Node, probe); // within bounds
  if (found) return found;
  const next = node.children[at + 1];
  // All that child holds may come before it, and then the next one starts with it.
  return next && findIn(next, probe);
}

/** The first of the rows from `start` on that is not before what is looked for. */
function firstNotBefore(rows: readonly Row[], probe: Probe, start = 0): number {
  let low = start;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (probe(rows[middle] as Row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of the rows from `start` on that is after what is looked for. */
function firstAfter(rows: readonly Row[], probe: Probe, start = 0): number {
  let low = start;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (probe(rows[middle] as Row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** As {@link firstNotBefore}, quick where the answer is the end. */
function insertionPoint(entries: readonly Row[], probe: Probe): number {
  const last = entries.length - 1;
  return last < 0 || probe(entries[last] as Row) < 0 ? last + 1 : firstNotBefore(entries, probe);
}

/** The child that holds an entry: the last one that starts at or before it. */
const childOf = (node: Inner, probe: Probe): number => firstAfter(node.firsts, probe, 1) - 1;

/** The child where the first entry not before what is looked for can be: the last one that starts before it. */
const childBefore = (node: Inner, probe: Probe): number => firstNotBefore(node.firsts, probe, 1) - 1;

/** Entries found together. */
const TOGETHER = 256;

interface Search {
  readonly slot: number;
  readonly keys: Float64Array;
  readonly isFirstEnough: boolean;
  found: Row[];
}

/** Looks below a node for the keys from one place to another. */
function* searchInner(node: Inner, search: Search, from: number, to: number): Generator<readonly Row[]> {
  const { slot, keys } = search;
  const { children, firsts } = node;
  node.numbers ??= leadingNumbers(firsts, slot, 1);
  /** The last child that starts before the key. */
  let at = 0;
  for (let key = from; key < to; ) {
    at = firstNotBelow(firsts, node.numbers, slot, keys[key] as number, at + 1) - 1;
    const next = firsts[at + 1];
    let end = key + 1;
    while (end < to && (!next || orderTo(next, slot, keys[end] as number) >= 0)) end++;
    // What is equal to the start of the next child may go on there, and beyond.
    for (let child = at; child < children.length; child++) {
      if (child > at && orderTo(firsts[child] as Row, slot, keys[end - 1] as number) !== 0) break;
      const below = children[child] as Node; // within bounds
      const first = child === at ? key : end - 1;
      if (below.isLeaf) searchLeaf(below, search, first, end);
      else yield* searchInner(below, search, first, end);
      if (search.found.length >= TOGETHER) yield taken(search);
    }
    key = end;
  }
}

function searchLeaf(leaf: Leaf, { slot, keys, isFirstEnough, found }: Search, from: number, to: number): void {
  const { entries } = leaf;
  if (leaf.isSearched) leaf.numbers ??= leadingNumbers(entries, slot);
  leaf.isSearched = true;
  const { numbers } = leaf;
  let at = 0;
  for (let key = from; key < to && at < entries.length; key++) {
    const wanted = keys[key] as number; // within bounds
    at = firstNotBelow(entries, numbers, slot, wanted, at);
    for (let row = entries[at]; row && orderTo(row, slot, wanted) === 0; row = entries[++at]) {
      found.push(row);
      if (isFirstEnough) break;
    }
  }
}

function taken(search: Search): readonly Row[] {
  const { found } = search;
  search.found = [];
  return found;
}

function* forwards(node: Node, from: Probe | undefined, to: Probe | undefined): Generator<readonly Row[]> {
  if (node.isLeaf) {
    const start = from ? firstNotBefore(node.entries, from) : 0;
    const end = to ? firstAfter(node.entries, to) : node.entries.length;
    yield start === 0 && end === node.entries.length ? node.entries : node.entries.slice(start, end);
    return;
  }
  const start = from ? childBefore(node, from) : 0;
  const end = to ? childOf(node, to) : node.children.length - 1;
  // Only the outermost children can hold entries beyond the ends; the one after the first can start inside it.
  for (let at = start; at <= end; at++)
    yield* forwards(node.children[at] as Node, at === start ? from : undefined, at === end ? to : undefined);
}

function* backwards(node: Node, from: Probe | undefined, to: Probe | undefined): Generator<readonly Row[]> {
  if (node.isLeaf) {
    const start = from ? firstNotBefore(node.entries, from) : 0;
    const end = to ? firstAfter(node.entries, to) : node.entries.length;
    yield node.entries.slice(start, end).reverse();
    return;
  }
  const start = from ? childBefore(node, from) : 0;
  const end = to ? childOf(node, to) : node.children.length - 1;
  for (let at = end; at >= start; at--)
    yield* backwards(node.children[at] as Node, at === start ? from : undefined, at === end ? to : undefined);
}
