import type { Row } from '../../core/index.js';

/** How results are written. One object serves all statements of a run, one after the other. */
export interface Mode {
  begin(columns: readonly string[]): void;
  row(row: Row): void;
  /** Called now and then while rows are waited for: what was held back for long is shown. */
  look?(): void;
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
  /** Of columns in the mode `column`, by position: 0 or absent for what fits, negative to align right. */
  readonly widths?: readonly number[];
  /** Cells of the terminal; undefined where there is none. */
  readonly width: number | undefined;
  readonly colour: boolean;
  /** To the byte as osquery's shell has it. */
  readonly asOsquery: boolean;
}

export const MODES = [
  'pretty',
  'vertical',
  'line',
  'column',
  'list',
  'csv',
  'tsv',
  'json',
  'json_pretty',
  'ndjson',
  'markdown',
  'html',
] as const;
export type ModeName = (typeof MODES)[number];
