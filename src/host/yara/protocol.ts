import type { MessagePort } from 'node:worker_threads';

/** What the thread is started with. */
export interface YaraThreadData {
  readonly port: MessagePort;
}

/** A text with rules, and what to call it in complaints. */
export interface YaraSource {
  readonly name: string;
  readonly text: string;
}

export interface YaraRules {
  readonly key: string;
  readonly sources: readonly YaraSource[];
  /** Where in a file the first string of each rule stands is not told. */
  readonly hidesFirst?: boolean;
}

export type ToYara =
  | { readonly kind: 'compile'; readonly rules: YaraRules }
  | {
      readonly kind: 'scan';
      readonly id: number;
      readonly keys: readonly string[];
      readonly bytes: Uint8Array;
      readonly timeoutMs: number;
    };

/** A rule that matches. */
export interface YaraMatch {
  readonly rule: string;
  readonly tags: readonly string[];
  readonly strings: readonly { readonly id: string; readonly offset: number }[];
}

export type FromYara =
  | {
      readonly kind: 'compiled';
      readonly key: string;
      readonly hasRules: boolean;
      readonly complaints: readonly string[];
    }
  /** Matches by key; null where the scan took too long or failed. */
  | {
      readonly kind: 'scanned';
      readonly id: number;
      readonly matches: readonly (readonly [key: string, matches: readonly YaraMatch[] | null])[];
    };
