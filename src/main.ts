import { oneShot, osqueryShell } from './shell/index.js';

/** The name the program is called by decides its manners: osquery's under osquery's names, ours under our own. */
export type Program = 'hostql' | 'osqueryi' | 'osqueryd';

/** Runs the program and sets the exit status. */
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
      return args[0] === 'daemon' ? daemon('hostql', args.slice(1)) : oneShot(args);
    case 'osqueryi':
      return osqueryShell(args);
    case 'osqueryd':
      return args.some((arg) => /^--?S(=true)?$/.test(arg)) ? osqueryShell(args) : daemon('osqueryd', args);
  }
}

/** A part of its own: no query needs it. */
async function daemon(name: 'hostql' | 'osqueryd', args: readonly string[]): Promise<number> {
  const { daemonMain } = await import('./daemon/index.js');
  return daemonMain({ name, args });
}
