import type { Catalog } from '../catalog/index.js';
import { SqlError } from '../core/index.js';
import { type Engine, openEngine, type Prepared, type RunOptions } from '../engine.js';
import { Host, readOr } from '../host/index.js';
import { Anonymity, anonymously } from './anonymous.js';
import { questions } from './questions.js';
import { recordText } from './record-text.js';
import { type Limits, Recording, type Sink } from './recording.js';
import { RecordingHost } from './recording-host.js';
import { Secrets, type SecretsOptions } from './secrets.js';

/** Where a whole recording goes. */
export interface RecordingSink extends Sink {
  /** Comes last: what the tree cannot hold, as JSON. */
  record(json: string): void;
}

export interface RecordOptions extends SecretsOptions {
  readonly catalog: Catalog;
  /** A recorded machine to record again; default: this machine. */
  readonly root?: string;
  readonly sink: RecordingSink;
  /** Other names for what tells this machine from others. */
  readonly isAnonymous: boolean;
  readonly limits?: Partial<Limits>;
  /** Only these tables; default: all. */
  readonly tables?: ReadonlySet<string>;
  /** Further SQL whose sources are wanted. */
  readonly queries?: readonly string[];
  readonly signal?: AbortSignal;
  /** Called before each question. */
  readonly onProgress?: (done: number, all: number, table: string) => void;
}

/** What became of a recording. */
export interface RecordReport {
  readonly files: number;
  readonly totalBytes: number;
  /** Kinds of secrets and how many of each were taken out. */
  readonly taken: ReadonlyMap<string, number>;
  /** Files that were cut, or left empty, for their size. */
  readonly cut: readonly string[];
  /** How many sources the machine refused. */
  readonly refused: number;
  /** Tables that could not be asked, and why. */
  readonly failed: readonly { readonly table: string; readonly message: string }[];
}

const LIMITS: Limits = { fileBytes: 16 * 1024 * 1024, totalBytes: 512 * 1024 * 1024 };
/** A table over a mount that does not answer must not hold the others up. */
const TIMEOUT_MS = 120_000;

/**
 * Records a machine: asks every table through a host that notes what they read, and hands it to the sink without its
 * secrets. A `Host` rooted in what came of it answers as this machine did.
 * @throws what the sink throws; SqlError `cancelled`
 */
export async function record(options: RecordOptions): Promise<RecordReport> {
  const { catalog, root = '', signal } = options;
  const secrets = new Secrets(options);
  const names = options.isAnonymous ? new Anonymity(new Host(root)) : undefined;
  const sink = names ? anonymously(options.sink, names) : options.sink;
  const recording = new Recording(sink, secrets, { ...LIMITS, ...options.limits });
  const host = new RecordingHost(recording, root);
  const engine = openEngine({ catalog, host });
  const failed: { table: string; message: string }[] = [];
  const all = [
    ...questions(catalog).filter(({ table }) => options.tables?.has(table) ?? true),
    ...(options.queries ?? []).map((sql) => ({ table: 'your query', sql })),
  ];
  const plain = openEngine({ catalog, host: new Host(root) });
  const run = { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) };
  for (const [done, question] of all.entries()) {
    const { table, sql } = question;
    options.onProgress?.(done, all.length, table);
    try {
      if ('isOfPaths' in question) for (const path of await firstColumn(plain, sql, run)) noteFile(host, path);
      else for (const prepared of engine.prepareEach(sql)) await drain(prepared.run(run));
    } catch (error) {
      if (!(error instanceof SqlError) || error.code === 'cancelled') throw error;
      failed.push({ table, message: error.message });
    }
  }
  options.sink.record(recordText(host, recording, names));
  const { files, totalBytes, cut, closed } = recording;
  return { files, totalBytes, taken: secrets.taken, cut, refused: closed.length, failed };
}

async function drain(batches: ReturnType<Prepared['run']>): Promise<void> {
  for await (const _rows of batches);
}

async function firstColumn(engine: Engine, sql: string, options: RunOptions): Promise<string[]> {
  const values: string[] = [];
  for (const prepared of engine.prepareEach(sql)) {
    for await (const rows of prepared.run(options)) for (const [value] of rows) values.push(String(value));
  }
  return values;
}

function noteFile(host: Host, path: string): void {
  readOr(undefined, () => host.lstat(path));
  readOr(undefined, () => host.stat(path));
}
