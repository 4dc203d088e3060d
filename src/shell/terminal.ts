import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';

/** True for a terminal. Pipes and files are told apart by fstat, without loading Node's tty module (10 ms). */
export function isTerminal(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice() && isatty(fd);
  } catch {
    return false;
  }
}

/** Cells that a line of standard output has, or undefined where it is no terminal. */
export function terminalWidth(): number | undefined {
  if (!isTerminal(1)) return undefined;
  return process.stdout.columns || Number(process.env['COLUMNS']) || 80;
}

/** Whether colour is welcome there: see https://no-color.org. */
export const wantsColour = (fd: 1 | 2): boolean =>
  !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb' && isTerminal(fd);
