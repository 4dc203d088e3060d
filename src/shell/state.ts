import type { Value } from '../core/index.js';
import type { ModeName } from './modes/index.js';

/** What dot commands change. */
export interface ShellState {
  /** How results are printed. Under osquery's name the two kinds of JSON are printed in place of `pretty`, see {@link json}. */
  mode: ModeName;
  /** osquery's `--json` and `--json_pretty`. */
  readonly json: 'json' | 'json_pretty' | undefined;
  header: boolean;
  /** Between values; undefined: as the mode has it. */
  separator: string | undefined;
  /** Text for NULL; undefined: as the mode has it. */
  nullText: string | undefined;
  /** osquery's pretty and JSON modes know only the flag `nullvalue`. */
  readonly boxNullText: string;
  /** Of columns in the mode `column`; 0: by itself, negative: aligned to the right. */
  widths: number[];
  /** Long cells of a box go on in further lines. */
  wraps: boolean;
  /** On a terminal, results longer than the screen are shown page by page. */
  pages: boolean;
  echo: boolean;
  timer: boolean;
  /** Show the plan of each query before its rows. */
  trace: boolean;
  /** An error ends what comes from no terminal. */
  bail: boolean;
  /** For all statements of an input together. */
  timeoutMs: number | undefined;
  /** Socket of the daemon that answers. */
  connected: string | undefined;
  /** By name, with the sign: `:pid`. */
  readonly parameters: Map<string, Value>;
}

export const initialState = (given: Partial<ShellState> = {}): ShellState => ({
  mode: 'pretty',
  json: undefined,
  header: true,
  separator: undefined,
  nullText: undefined,
  boxNullText: '',
  widths: [],
  wraps: false,
  pages: true,
  echo: false,
  timer: false,
  trace: false,
  bail: false,
  timeoutMs: undefined,
  connected: undefined,
  parameters: new Map(),
  ...given,
});
