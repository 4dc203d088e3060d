import type { Row } from '../../core/index.js';

/** How results are written. One object serves all statements of a run, one after the other. */
export interface Mode {
  begin(columns: readonly string[]): void;
  row(row: Row): void;
  /** The statement's rows are all there. */
  end(): void;
  /** No statement follows. */
  finish(): void;
}

export interface ModeSettings {
  readonly out: { write(text: string): void };
  readonly header: boolean;
  readonly separator: string;
  readonly nullText: string;
  /** Cells of the terminal; undefined where there is none. */
  readonly width: number | undefined;
  readonly colour: boolean;
  /** To the byte as osquery's shell has it. */
  readonly asOsquery: boolean;
}

export const MODES = ['pretty', 'line', 'list', 'csv', 'json', 'json_pretty', 'ndjson'] as const;
export type ModeName = (typeof MODES)[number];
