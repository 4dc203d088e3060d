import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Test } from 'tap';
import { hasPty } from './pty.js';
import { Screen } from './screen.js';

/** Skips a whole file where no pseudo-terminal can be had. */
export const NO_PTY = hasPty() ? false : 'no pseudo-terminal can be had here';

export interface Shell {
  readonly program?: 'hostql' | 'osqueryi';
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
  /** Its `$HOME`; absent: a fresh one. */
  readonly home?: string;
}

/** A folder that is gone after the test. */
export function freshHome(t: Test): string {
  const home = mkdtempSync(join(tmpdir(), 'hostql-'));
  t.teardown(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** The shell in a terminal, at its prompt. It asks a recorded machine, so that its answers are always the same. */
export async function openShell(t: Test, shell: Shell = {}): Promise<Screen> {
  const { program = 'hostql', columns = 80, rows = 24, home = freshHome(t) } = shell;
  const { PATH } = process.env;
  const { args = program === 'hostql' ? ['--host', resolve('test/hosts/debian-small')] : [] } = shell;
  const screen = new Screen([process.execPath, resolve('bin', program), ...args], {
    columns,
    rows,
    env: { PATH, HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...shell.env },
  });
  t.teardown(() => screen.close());
  await screen.until(({ cursorLine }) => cursorLine.endsWith('> |'), 'the first prompt');
  return screen;
}

/** Waits until what was submitted has run: the prompt is back. */
export const isBack = (screen: Screen): Promise<void> =>
  screen.until(({ cursorLine }) => /^(hostql|osquery)> \|$/.test(cursorLine), 'the prompt');

/** Runs an input, and waits for the next prompt. */
export async function run(screen: Screen, input: string): Promise<void> {
  await screen.type(input);
  await screen.until(({ cursorLine }) => !/^(hostql|osquery)> \|$/.test(cursorLine), 'something typed');
  await screen.type('\r');
  await isBack(screen);
}

/** What differs from run to run. */
const masked = (line: string): string =>
  line.replace(/\d+\.\d+(?= s\b)/g, '#.#').replace(/hostql \d+\.\d+\.\d+/, 'hostql #.#.#');

/** Compares the screen with a file; with HOSTQL_TEST_REWRITE the file becomes what the screen is. */
export function golden(t: Test, screen: Screen, name: string): void {
  const path = resolve('test/shell/terminal/screens', `${name}.screen`);
  const { row, column } = screen.cursor;
  const lines = [...screen.lines.map(masked), `--- cursor in line ${row + 1}, column ${column + 1}`];
  if (process.env['HOSTQL_TEST_REWRITE']) writeFileSync(path, `${lines.join('\n')}\n`);
  const expected = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  t.strictSame(lines, expected, name);
}
