import { daemonMain } from './program.js';

/** Runs `hostql daemon` or `osqueryd` and sets the exit status. */
export async function daemon(name: 'hostql' | 'osqueryd', args: readonly string[]): Promise<void> {
  try {
    process.exitCode = await daemonMain({ name, args });
  } catch (error) {
    process.stderr.write(`${name}: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
