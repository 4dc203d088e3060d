import type { RandomAccessFile } from '../files/random-access.js';

/** Pages that stand elsewhere than in the database file: those of its log, or of its journal. */
export interface Overlay {
  readonly pageBytes: number;
  /** Pages of the database as the overlay has it. */
  readonly pageCount: number;
  has(page: number): boolean;
  /** The page's bytes; undefined: the database file has it. */
  read(page: number): Buffer | undefined;
  close(): void;
}

/** Pages kept in a file, by where they start. */
export class PagesAt implements Overlay {
  constructor(
    private readonly file: RandomAccessFile,
    readonly pageBytes: number,
    readonly pageCount: number,
    private readonly offsets: ReadonlyMap<number, number>,
  ) {}

  has(page: number): boolean {
    return this.offsets.has(page);
  }

  read(page: number): Buffer | undefined {
    const at = this.offsets.get(page);
    return at === undefined ? undefined : this.file.read(at, this.pageBytes);
  }

  close(): void {
    this.file.close();
  }
}
