import { messageOf } from '../../core/index.js';
import { osqueryShell } from './shell.js';

/** Runs the shell under osquery's names and sets the exit status. */
export async function osqueryMain(args: readonly string[]): Promise<void> {
  try {
    process.exitCode = await osqueryShell(args);
  } catch (error) {
    process.stderr.write(`osqueryi: internal error: ${error instanceof Error ? error.stack : messageOf(error)}\n`);
    process.exitCode = 1;
  }
}
