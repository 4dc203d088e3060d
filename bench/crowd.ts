import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 120_000;

/**
 * Processes that sleep until this one ends, however it ends: each waits for the end of an input that we hold open.
 * That input is a socket, so each also has one to show.
 */
export class Crowd {
  readonly #parent: ChildProcess;

  constructor(count: number) {
    const script = `exec 3<&0; i=0; while [ $i -lt ${count} ]; do (read -r _ <&3) & i=$((i+1)); done; wait`;
    this.#parent = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'] });
  }

  /** Resolves when all of them are there. */
  async gather(count: number): Promise<void> {
    const startMs = performance.now();
    while (this.pids().length < count) {
      if (performance.now() - startMs > DEADLINE_MS)
        throw new Error(`only ${this.pids().length} of ${count} processes came up`);
      await sleep(50);
    }
  }

  /** Ids of those who are there. */
  pids(): string[] {
    const pid = this.#parent.pid;
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  }

  /** Sends them home, and waits until they are. */
  async dismiss(): Promise<void> {
    const ended = new Promise((done) => this.#parent.once('exit', done));
    this.#parent.stdin?.end();
    await ended;
  }
}

/** Ids of all processes, as the folder has them. */
export const pidsNow = (): string[] => readdirSync('/proc').filter((name) => name >= '0' && name <= ':');
