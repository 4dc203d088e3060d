import * as fs from 'node:fs';
import { join } from 'node:path';
import { encodeText, messageOf } from '../../core/index.js';
import type { LogSink, SinkReport, StatusRecord } from '../record.js';
import { appendBytes } from './append-file.js';
import { GlogFiles } from './glog-files.js';
import { rotate } from './rotation.js';

export interface FilesystemOptions {
  readonly folder: string;
  /** Whether a missing folder is made; else it is an error, as osquery has it. */
  readonly makeFolder: boolean;
  /** Permissions of results and snapshots (`logger_mode`). */
  readonly mode: number;
  /** Absent: files grow. */
  readonly rotation?: { readonly sizeBytes: number; readonly maxFiles: number } | undefined;
  readonly report: SinkReport;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Names are osquery's, whatever the program is called. */
const PROGRAM = 'osqueryd';

/** Files in a folder. The results file is made at once. @throws Error where it cannot be */
export function openFilesystem(options: FilesystemOptions): LogSink {
  const sink = new Filesystem(options);
  sink.makeResults();
  return sink;
}

class Filesystem implements LogSink {
  readonly name = 'filesystem';
  readonly takesStatusesAtOnce = true;
  readonly #options: FilesystemOptions;
  readonly #glog: GlogFiles;
  readonly #resultsPath: string;
  readonly #snapshotsPath: string;

  constructor(options: FilesystemOptions) {
    const { folder, now = Date.now } = options;
    this.#options = options;
    this.#glog = new GlogFiles({ folder, program: PROGRAM, now });
    this.#resultsPath = join(folder, `${PROGRAM}.results.log`);
    this.#snapshotsPath = join(folder, `${PROGRAM}.snapshots.log`);
  }

  makeResults(): void {
    this.#append(this.#resultsPath, new Uint8Array());
    if (fs.existsSync(this.#snapshotsPath)) this.#append(this.#snapshotsPath, new Uint8Array());
  }

  results(lines: readonly string[]): Promise<void> {
    return this.#write(this.#resultsPath, lines);
  }

  snapshots(lines: readonly string[]): Promise<void> {
    return this.#write(this.#snapshotsPath, lines);
  }

  async statuses(records: readonly StatusRecord[]): Promise<void> {
    for (const record of records) this.#glog.write(record);
  }

  /** Results and snapshots are opened at every write anyway. */
  async reopen(): Promise<void> {
    this.#glog.close();
  }

  async close(): Promise<void> {
    this.#glog.close();
  }

  async #write(path: string, lines: readonly string[]): Promise<void> {
    await this.#rotate(path);
    this.#append(path, encodeText(`${lines.join('\n')}\n`));
  }

  /** A rotation that fails costs no line: the file grows on. */
  async #rotate(path: string): Promise<void> {
    const { rotation, report } = this.#options;
    const size = fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (!rotation || size < rotation.sizeBytes || size === 0) return;
    try {
      await rotate(path, rotation.maxFiles);
    } catch (error) {
      report.warn(`Cannot rotate ${path}: ${messageOf(error)}`);
    }
  }

  #append(path: string, bytes: Uint8Array): void {
    const { folder, makeFolder, mode, report } = this.#options;
    const onTorn = (torn: string, size: number): void =>
      report.lost('torn', 1, `${torn} ended in a line cut short (${size} bytes)`);
    try {
      if (makeFolder) fs.mkdirSync(folder, { recursive: true, mode: 0o750 });
      appendBytes(path, bytes, { mode, onTorn });
    } catch (cause) {
      throw new Error(`Could not create file: ${path} (${messageOf(cause)})`, { cause });
    }
  }
}
