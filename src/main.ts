import { oneShot } from './shell/index.js';

/**
 * Runs `hostql` and sets the exit status. Under osquery's names the program is another bundle: `shell/full.ts`, or for the
 * daemon `daemon/main.ts`.
 */
export async function main(): Promise<void> {
  try {
    process.exitCode = await oneShot(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`hostql: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
