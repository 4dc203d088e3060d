import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Exit, Program } from './program.js';
import { type Line, parseLines } from './results-log.js';

export interface StartOptions {
  /** Default `osqueryd`. */
  readonly as?: 'osqueryd' | 'hostql';
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What starts the program, as `setpriv --reuid=…`. */
  readonly through?: readonly string[];
  /** With a watcher and a worker. Default false: one process, which starts sooner. */
  readonly watched?: boolean;
}

/** A folder with all that daemons read and write. Whatever was started in it ends with it. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'hostql-daemon-'));
  readonly config = this.at('osquery.conf');
  readonly store = this.at('osquery.db');
  readonly logs = this.at('log');
  readonly pidfile = this.at('pidfile');
  readonly #started: Program[] = [];

  constructor() {
    mkdirSync(this.logs);
    chmodSync(this.folder, 0o755);
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  /** Writes the configuration. No splay: an interval of a second is one. */
  configure(config: Readonly<Record<string, unknown>>, path = this.config): void {
    const options = { schedule_splay_percent: 200, ...(config['options'] as object | undefined) }; // ours is an object
    writeFileSync(path, JSON.stringify({ ...config, options }, undefined, 1));
  }

  start({ as = 'osqueryd', flags = [], env = {}, through = [], watched = false }: StartOptions = {}): Program {
    const own = [
      `--config_path=${this.config}`,
      `--database_path=${this.store}`,
      `--logger_path=${this.logs}`,
      `--pidfile=${this.pidfile}`,
      `--disable_watchdog=${!watched}`,
    ];
    return this.run(as, [...own, ...flags], { env, through });
  }

  /** Any command line of a daemon. */
  run(
    as: 'osqueryd' | 'hostql',
    args: readonly string[],
    { env = {}, through = [] }: Pick<StartOptions, 'env' | 'through'> = {},
  ): Program {
    const command = [...through, process.execPath, resolve('bin', as), ...(as === 'hostql' ? ['daemon'] : []), ...args];
    const program = new Program(command, { env, folder: this.folder });
    this.#started.push(program);
    return program;
  }

  /** As {@link run}, to its end. */
  exit(as: 'osqueryd' | 'hostql', args: readonly string[]): Promise<Exit> {
    return this.run(as, args).ended;
  }

  /** Records of the results log, in order. */
  results(name = 'osqueryd.results.log'): Line[] {
    return parseLines(readOr('', join(this.logs, name)));
  }

  /** Status lines of all processes so far. */
  statuses(): string {
    const files = readdirSync(this.logs).filter((file) => /^osqueryd\.INFO\.\d/.test(file));
    return files.map((file) => readOr('', join(this.logs, file))).join('');
  }

  async close(): Promise<void> {
    for (const program of this.#started) program.killAll();
    await Promise.all(this.#started.map(({ ended }) => ended));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function readOr(otherwise: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

/** Numbers of the processes that a process started. */
export function childrenOf(pid: number): number[] {
  return readOr('', `/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .map(Number)
    .filter((child) => child > 0);
}

/** One that has ended and that nobody has asked about is a zombie. */
export const isAlive = (pid: number): boolean => /^State:\t[^ZX]/m.test(readOr('', `/proc/${pid}/status`));
