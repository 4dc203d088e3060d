import { oneShot, type Program } from './shell/index.js';

/** The program under one of its names: sets the exit status. */
export async function main(program: Program): Promise<void> {
  if (program === 'osqueryd') {
    process.stderr.write('osqueryd: daemon: not built yet\n');
    process.exitCode = 1;
    return;
  }
  try {
    process.exitCode = await oneShot(program, process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${program}: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
