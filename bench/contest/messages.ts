import type { Dataset } from '../data/index.js';
import type { Answer } from './answer.js';

/** What a child process is asked; each is answered by one reply. */
export type Ask =
  | { readonly kind: 'open'; readonly rival: string; readonly dataset: Dataset }
  /** The answer, and the most memory that was held meanwhile. */
  | { readonly kind: 'answer'; readonly sql: string; readonly isOrdered: boolean }
  /** The time alone. */
  | { readonly kind: 'time'; readonly sql: string };

export type Reply =
  | { readonly kind: 'opened'; readonly version: string; readonly ms: number; readonly residentMiB: number }
  | { readonly kind: 'answered'; readonly ms: number; readonly answer: Answer; readonly peakMiB: number }
  | { readonly kind: 'timed'; readonly ms: number }
  | { readonly kind: 'refused'; readonly message: string };
