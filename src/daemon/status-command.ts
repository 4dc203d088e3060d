import { askControl, NoDaemon } from '../control/index.js';
import type { Flags } from '../flags/index.js';
import { controlPath } from './outlets.js';

/** `hostql daemon status`: what a running daemon says of itself, as JSON. @returns 0, or 1 where none answers */
export async function printStatus(flags: Flags): Promise<number> {
  const path = controlPath(flags);
  try {
    for await (const reply of askControl(path ?? '', { do: 'status' })) {
      if ('error' in reply) throw new NoDaemon(reply.error.message);
      if ('status' in reply) process.stdout.write(`${JSON.stringify(reply.status, undefined, 2)}\n`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof NoDaemon)) throw error;
    process.stderr.write(`hostql daemon: ${error.message}\n`);
    return 1;
  }
}
