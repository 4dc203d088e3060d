import { type Mode, type ModeName, modeNamed, nullTextOf, separatorOf } from './modes/index.js';
import type { Output } from './output.js';
import { terminalWidth, wantsColour } from './terminal.js';

/** What a command line says of how rows are printed. */
export interface ModeOptions {
  readonly mode: ModeName;
  readonly header: boolean;
  /** Absent: as the mode has it. */
  readonly separator: string | undefined;
  readonly nullText: string | undefined;
}

/** The mode in which a command prints to standard output. */
export const stdoutMode = ({ mode, header, separator, nullText }: ModeOptions, out: Output): Mode =>
  modeNamed(mode, {
    out,
    header,
    separator: separator ?? separatorOf(mode),
    nullText: nullText ?? nullTextOf(mode),
    width: terminalWidth(),
    colour: wantsColour(1),
    asOsquery: false,
  });
