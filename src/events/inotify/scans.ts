import { Gone } from '../../core/index.js';
import {
  type FromYara,
  type Host,
  matchColumns,
  Refused,
  readYaraRules,
  type YaraMatch,
  type YaraSource,
  YaraThread,
} from '../../host/index.js';
import type { Emitter, SourceContext } from '../source.js';
import type { Action } from './action.js';
import type { YaraSettings } from './settings.js';

/** What one scan may take. */
const SCAN_MS = 10_000;
/** YARA ends a scan by itself in time, where it can; else its thread is ended. */
const GRACE_MS = 2000;
/** The first scan waits for the rules to be compiled. */
const COMPILE_MS = 60_000;
/** Files waiting to be scanned. */
const MOST_WAITING = 10_000;

interface Told {
  readonly action: Action;
  readonly category: string;
}

interface Running {
  readonly path: string;
  readonly told: readonly Told[];
  readonly id: number;
  readonly endMs: number;
}

export interface ScansOptions {
  readonly context: SourceContext;
  readonly clockMs: () => number;
  /** Called while a file is being read. */
  readonly drain: () => void;
  readonly mostBytes: number;
}

/** Files that changed, scanned one after the other in a thread: rows of yara_events for those that rules match. */
export class Scans {
  readonly #options: ScansOptions;
  readonly #host: Host;
  readonly #emit: Emitter;
  readonly #settings: YaraSettings;
  #thread: YaraThread | undefined;
  #isCompiled = false;
  #running: Running | undefined;
  /** By path: several changes that wait need one scan. */
  #waiting = new Map<string, Told[]>();
  #dropped = 0;

  constructor(settings: YaraSettings, options: ScansOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#host = options.context.host;
    this.#emit = options.context.emit;
  }

  /** Whether there are rules for a category. */
  has(category: string): boolean {
    return (this.#settings.categories[category]?.length ?? 0) > 0;
  }

  /** A file that changed. */
  add(path: string, told: Told): void {
    const known = this.#waiting.get(path);
    if (known) known.push(told);
    else if (this.#waiting.size < MOST_WAITING) this.#waiting.set(path, [told]);
    else this.#dropped++;
  }

  /** Takes answers, and begins the next scan. Waits for nothing. */
  work(): void {
    if (this.#dropped > 0) {
      this.#emit.gap(
        { reason: 'there were more files to scan than there was memory for', lost: this.#dropped },
        TABLES,
      );
      this.#dropped = 0;
    }
    for (let answer = this.#thread?.take(); answer; answer = this.#thread?.take()) this.#hear(answer);
    if (this.#running && this.#options.clockMs() > this.#running.endMs) this.#giveUp(this.#running);
    while (!this.#running && this.#waiting.size > 0) this.#begin();
  }

  #begin(): void {
    const [[path, told] = ['', []]] = this.#waiting;
    this.#waiting.delete(path);
    const bytes = this.#read(path);
    if (!bytes) return;
    const thread = this.#thread ?? this.#start();
    const keys = [...new Set(told.flatMap(({ category }) => this.#settings.categories[category] ?? []))];
    const id = thread.scan(bytes, keys, SCAN_MS);
    const wait = SCAN_MS * Math.max(1, keys.length) + GRACE_MS + (this.#isCompiled ? 0 : COMPILE_MS);
    this.#running = { path, told, id, endMs: this.#options.clockMs() + wait };
  }

  /** Undefined for what is no regular file, is gone, or cannot be read. */
  #read(path: string): Uint8Array<ArrayBuffer> | undefined {
    const chunks: Buffer[] = [];
    try {
      const { mostBytes: limitBytes, drain } = this.#options;
      const onChunk = (chunk: Buffer): void => {
        drain();
        chunks.push(Buffer.from(chunk));
      };
      this.#host.forEachChunk(path, onChunk, { limitBytes });
      return new Uint8Array(Buffer.concat(chunks)); // bytes of its own, which are given away
    } catch (error) {
      if (error instanceof Refused) {
        if (this.#host.exists(path)) this.#options.context.say('info', `some files are not scanned: ${error.reason}`);
      } else if (!(error instanceof Gone)) throw error;
      return undefined;
    }
  }

  #start(): YaraThread {
    const thread = new YaraThread();
    for (const [key, files] of Object.entries(this.#settings.signatures)) {
      thread.compile({ key, sources: files.flatMap((file) => this.#readRules(file)) });
    }
    this.#thread = thread;
    this.#isCompiled = false;
    return thread;
  }

  #readRules(file: string): YaraSource[] {
    try {
      return [readYaraRules(this.#host, file)];
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Gone)) throw error;
      this.#options.context.say('warning', `cannot read the YARA rules ${file}: ${error.message}`);
      return [];
    }
  }

  #hear(answer: FromYara): void {
    if (answer.kind === 'compiled') {
      for (const complaint of answer.complaints) this.#options.context.say('warning', `YARA: ${complaint}`);
      return;
    }
    this.#isCompiled = true;
    const running = this.#running;
    if (answer.id !== running?.id) return;
    this.#running = undefined;
    const byGroup = new Map(answer.matches);
    const known = new Set(Object.keys(this.#settings.signatures));
    for (const told of running.told) {
      const groups = (this.#settings.categories[told.category] ?? []).filter((group) => known.has(group));
      if (groups.some((group) => byGroup.get(group) === null)) this.#tellUnscanned(running.path);
      this.#tell(
        running.path,
        told,
        groups.flatMap((group) => byGroup.get(group) ?? []),
      );
    }
  }

  #tell(path: string, { action, category }: Told, matches: readonly YaraMatch[]): void {
    if (matches.length === 0) return;
    this.#emit.row('yara_events', { target_path: path, category, action, ...matchColumns(matches) });
  }

  #tellUnscanned(path: string): void {
    this.#options.context.say('warning', `${path} could not be scanned by all rules in ${SCAN_MS / 1000} seconds`);
    this.#emit.gap({ reason: 'a file could not be scanned in time', lost: 1 }, TABLES);
  }

  #giveUp({ path, told }: Running): void {
    this.close();
    for (const _ of told) this.#tellUnscanned(path);
  }

  close(): void {
    this.#thread?.end();
    this.#thread = undefined;
    this.#running = undefined;
  }
}

const TABLES = ['yara_events'] as const;
