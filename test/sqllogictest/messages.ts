import type { Counts, Failure } from './run-file.js';

/** What the pool gives a worker to do. */
export interface Task {
  readonly path: string;
  /** Failures beyond are counted only. */
  readonly failuresShown: number;
}

/** What a worker has to tell of its task. */
export type ToPool =
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'done'; readonly counts: Counts; readonly elapsedMs: number };

/** Where a worker writes how far it is: memory that both see, so that a record costs no message. */
export const SLOT = { line: 0, passed: 1, failed: 2, skipped: 3 } as const;
export const SLOTS = 4;
