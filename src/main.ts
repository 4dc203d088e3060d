import { oneShot, osqueryShell } from './shell/index.js';

/** The name the program is called by decides its manners: osquery's under osquery's names, ours under our own. */
export type Program = 'hostql' | 'osqueryi' | 'osqueryd';

/** Runs the shell, which `osqueryd -S` is too, and sets the exit status. The daemon is another bundle: `daemon/main.ts`. */
export async function main(program: Program): Promise<void> {
  try {
    process.exitCode = await start(program, process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${program}: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function start(program: Program, args: readonly string[]): Promise<number> {
  switch (program) {
    case 'hostql':
      return oneShot(args);
    case 'osqueryi':
    case 'osqueryd':
      return osqueryShell(args);
  }
}
