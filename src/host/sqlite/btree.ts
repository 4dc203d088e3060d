import type { BtreePage } from './page.js';
import type { Pager } from './pager.js';
import { SqliteRecord } from './record.js';
import { readVarint } from './varint.js';

/**
 * Where a key stands against the stretch that is wanted: negative before it, 0 within, positive behind. Keys that follow one
 * another never go back.
 */
export type Place<K> = (key: K) => number;

/** A tree this deep would have more pages than a file can. */
const MAX_DEPTH = 32;

interface Step {
  readonly page: BtreePage;
  /** The next cell; inside the tree, of the child before it. */
  at: number;
}

/** A table (by rowid) or an index (by its records) of a database. WITHOUT ROWID tables are indexes. */
export class Btree {
  constructor(
    private readonly pager: Pager,
    private readonly root: number,
  ) {}

  /** The rows of a table in the order of their rowids. @throws Refused where the file is damaged */
  *rows(place: Place<number | bigint> = everywhere): Generator<SqliteRecord> {
    const walk = new Walk(this.pager, false);
    const keyAt = (page: BtreePage, cell: number): number | bigint => readVarint(page.bytes, page.rowidAt(cell));
    walk.descend(this.root, (page, at) => place(keyAt(page, walk.cell(page, at))));
    for (let step = walk.leaf; step; step = walk.nextLeaf()) {
      const { page } = step;
      for (; step.at < page.count; step.at++) {
        const cell = walk.cell(page, step.at);
        const rowid = keyAt(page, cell);
        if (place(rowid) > 0) return;
        yield walk.record(page, cell, rowid);
      }
    }
  }

  /** The entries of an index in its order. @throws Refused where the file is damaged */
  *entries(place: Place<SqliteRecord> = everywhere): Generator<SqliteRecord> {
    const walk = new Walk(this.pager, true);
    walk.descend(this.root, (page, at) => place(walk.record(page, walk.cell(page, at), 0)));
    for (let step = walk.leaf; step; step = walk.nextLeaf()) {
      const { page } = step;
      for (; step.at < page.count; step.at++) {
        const entry = walk.record(page, walk.cell(page, step.at), 0);
        if (place(entry) > 0) return;
        yield entry;
      }
      // An index has entries inside its tree, too: each stands between two children.
      const between = walk.parentCell();
      if (!between) return;
      const entry = walk.record(between.page, walk.cell(between.page, between.at), 0);
      if (place(entry) > 0) return;
      yield entry;
    }
  }

  /** Which part of an index a stretch is, more or less: by the entries of its first page. @throws Refused */
  share(place: Place<SqliteRecord>): number {
    const walk = new Walk(this.pager, true);
    const page = this.pager.btreePage(this.root);
    let within = 0;
    for (let at = 0; at < page.count; at++) if (place(walk.record(page, walk.cell(page, at), 0)) === 0) within++;
    return page.isLeaf && within === 0 ? 0 : (within + 1) / (page.count + 1);
  }

  /** How many rows there are, more or less: by the pages on the way to the first. @throws Refused */
  estimate(): number {
    const walk = new Walk(this.pager, undefined);
    walk.descend(this.root, everywhere);
    return walk.steps.reduce((rows, { page }) => rows * (page.count + (page.isLeaf ? 0 : 1)), 1);
  }
}

const everywhere = (): number => 0;

/** The way from a tree's root to a leaf. */
class Walk {
  readonly steps: Step[] = [];
  #visited = 0;

  /** @param isIndex what all pages must be of; undefined: either */
  constructor(
    private readonly pager: Pager,
    private readonly isIndex: boolean | undefined,
  ) {}

  get leaf(): Step | undefined {
    return this.steps.at(-1);
  }

  /** Goes down to the leaf of the first cell that is not before what is wanted. */
  descend(from: number, placeAt: (page: BtreePage, at: number) => number): void {
    for (let number = from; ; ) {
      const page = this.#page(number);
      const at = firstNotBefore(page, placeAt);
      this.steps.push({ page, at });
      if (page.isLeaf) return;
      number = this.#child(page, at);
    }
  }

  /** Goes on to the next leaf. */
  nextLeaf(): Step | undefined {
    this.steps.pop();
    for (let step = this.leaf; step; step = this.leaf) {
      step.at++;
      if (step.at <= step.page.count) {
        this.descend(this.#child(step.page, step.at), everywhere);
        return this.leaf;
      }
      this.steps.pop();
    }
    return undefined;
  }

  /** The cell inside the tree that comes next behind this leaf. */
  parentCell(): Step | undefined {
    return this.steps.findLast(({ page, at }) => !page.isLeaf && at < page.count);
  }

  /** @throws Refused */
  cell(page: BtreePage, at: number): number {
    const cell = page.cellAt(at);
    if (cell === undefined) throw this.pager.damaged('a row is outside its page');
    return cell;
  }

  /** @throws Refused */
  record(page: BtreePage, cell: number, rowid: number | bigint): SqliteRecord {
    const payload = page.payloadAt(cell);
    if (!payload) throw this.pager.damaged('a row is longer than its page');
    return new SqliteRecord(this.pager, page.bytes, payload, rowid);
  }

  /** A tree has no page twice: a file in which pages point back at each other must not be walked for ever. */
  #page(number: number): BtreePage {
    if (++this.#visited > this.pager.pageCount || this.steps.length >= MAX_DEPTH)
      throw this.pager.damaged('its pages go round in circles');
    const page = this.pager.btreePage(number);
    if (this.isIndex !== undefined && page.isIndex !== this.isIndex)
      throw this.pager.damaged(`page ${number} is of another kind of tree`);
    return page;
  }

  #child(page: BtreePage, at: number): number {
    const child = page.childAt(at);
    if (child === undefined) throw this.pager.damaged('a page points outside itself');
    return child;
  }
}

/** By halves. */
function firstNotBefore(page: BtreePage, placeAt: (page: BtreePage, at: number) => number): number {
  if (placeAt === everywhere) return 0;
  let low = 0;
  let high = page.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeAt(page, middle) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
