import { basename } from 'node:path';
import { oneShot, type Program } from './shell/index.js';

/** The name the program was called by: `hostql`, or one of osquery's. */
function programName(): Program {
  const name = basename(process.argv[1] ?? '');
  if (name.includes('osqueryd')) return 'osqueryd';
  return name.includes('osqueryi') ? 'osqueryi' : 'hostql';
}

async function main(): Promise<void> {
  const program = programName();
  if (program === 'osqueryd') {
    process.stderr.write('osqueryd: daemon: not built yet\n');
    process.exitCode = 1;
    return;
  }
  process.exitCode = await oneShot(program, process.argv.slice(2));
}

main().catch((error: unknown) => {
  process.stderr.write(`hostql: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
