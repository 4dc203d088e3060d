import type { Row } from '../../core/index.js';

/** How results are written. One object serves all statements of a run, one after the other. */
export interface Mode {
  begin(columns: readonly string[]): void;
  row(row: Row): void;
  /** Called now and then while rows are waited for: what was held back for long is shown. */
  look?(): void;
  /** Instead of {@link begin}: what follows counts as rows of the last result, though its columns are others. As in osquery. */
  goOn?(columns: readonly string[]): void;
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
  /** Cells too long for a box on a terminal go on in further lines, instead of being shortened. */
  readonly wraps?: boolean;
  /** To the byte as osquery's shell has it. */
  readonly asOsquery: boolean;
}

/** Every mode, with a line on what it prints. */
export const MODE_HELP = {
  pretty: 'a box; on a terminal it fits (default, in a pipe too)',
  vertical: 'each row as a block, a line per column',
  line: 'one value per line',
  column: 'columns side by side under a rule',
  list: 'values joined by the separator',
  csv: 'comma-separated values',
  tsv: 'values between tabs, tabs and newlines in them escaped',
  json: 'one array of objects, typed values',
  json_pretty: 'the same, indented',
  ndjson: 'an object per line, as rows come',
  markdown: 'a table in Markdown',
  html: 'a table in HTML',
} as const;

export type ModeName = keyof typeof MODE_HELP;
export const MODES = Object.keys(MODE_HELP) as readonly ModeName[]; // keyof, which Object.keys forgets

const SEPARATORS: Partial<Record<ModeName, string>> = { csv: ',', tsv: '\t' };

/** Between values, where nothing else is said. */
export const separatorOf = (mode: ModeName): string => SEPARATORS[mode] ?? '|';

/** Text for NULL, where nothing else is said. */
export const nullTextOf = (mode: ModeName): string => (mode === 'pretty' || mode === 'vertical' ? 'NULL' : '');
