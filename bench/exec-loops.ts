// Loops that start a static program as fast as the machine can.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceUnavailable } from '../src/events/index.js';

export const LOOPS = 2;

export interface LoopOptions {
  readonly seconds: number;
  /** Hears the process of each loop: the parent of what it starts. */
  readonly onLoop?: (pid: number) => void;
}

export interface Loops {
  /** The program that is started. */
  readonly nothing: string;
  /** Runs them all. @returns how many each one started */
  run(options: LoopOptions): Promise<readonly number[]>;
}

/** @throws SourceUnavailable where there is no C compiler */
export function compileLoops(folder: string): Loops {
  const nothing = compile(folder, 'nothing', NOTHING);
  const program = compile(folder, 'loop', LOOP);
  return {
    nothing,
    run: (options) =>
      Promise.all(Array.from({ length: LOOPS }, (_, index) => loop(program, nothing, `loop-${index}`, options))),
  };
}

const NOTHING = 'int main(void) { return 0; }';
/** Starts the program of its first argument for so many seconds, and says how often. */
const LOOP = `
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
int main(int argc, char **argv) {
  time_t end = time(NULL) + atoi(argv[2]);
  long count = 0;
  while (time(NULL) < end) {
    char number[32];
    snprintf(number, sizeof number, "%ld", count);
    char *arguments[] = {argv[1], argv[3], number, "some", "more arguments", "--with=an equals sign", NULL};
    char *environment[] = {NULL};
    pid_t child = vfork();
    if (child == 0) { execve(argv[1], arguments, environment); _exit(1); }
    if (child < 0) break;
    waitpid(child, NULL, 0);
    count++;
  }
  printf("%ld\\n", count);
  return 0;
}`;

function compile(folder: string, name: string, source: string): string {
  const path = join(folder, name);
  writeFileSync(`${path}.c`, source);
  const { status } = spawnSync('cc', ['-O2', '-static', '-o', path, `${path}.c`]);
  if (status !== 0) throw new SourceUnavailable('no C compiler that links statically');
  return path;
}

/** @returns how many it started */
async function loop(program: string, nothing: string, mark: string, { seconds, onLoop }: LoopOptions): Promise<number> {
  const child = spawn(program, [nothing, String(seconds), mark], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.pid !== undefined) onLoop?.(child.pid);
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  return Number(said);
}
