import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Pidfile, PidfileBusy, takePidfile } from './pidfile.js';

const ATTEMPTS = 5;
const PAUSE_MS = 2000;

/** Kills the daemon that holds the file, and takes it. @throws PidfileBusy where the holder is no daemon, or survives */
export async function takeByForce(path: string): Promise<Pidfile> {
  for (let attempt = 0; ; attempt++) {
    try {
      return takePidfile(path);
    } catch (error) {
      if (!(error instanceof PidfileBusy) || attempt > ATTEMPTS) throw error;
      if (attempt === 0 && !killDaemon(error.holder)) throw error;
      if (attempt > 0) await sleep(PAUSE_MS);
    }
  }
}

function killDaemon(pid: number | undefined): boolean {
  if (pid === undefined || !isDaemon(pid)) return false;
  process.stderr.write(`Killing osqueryd process: ${pid} (succeeded)\n`);
  process.kill(pid, 'SIGKILL');
  return true;
}

/** By how it was called: a program in JavaScript has the name of its runtime. */
function isDaemon(pid: number): boolean {
  try {
    return /osqueryd|hostql/.test(readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
  } catch {
    return false;
  }
}
