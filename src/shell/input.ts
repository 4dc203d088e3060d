import { readFileSync, readSync, statSync } from 'node:fs';
import { decodeText } from '../core/index.js';
import { UsageError } from './options.js';
import { isTerminal } from './terminal.js';

/** SQL longer than this is no query but a mistake. */
const LIMIT_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 10;

/** The SQL that a command line gives: its argument, the file it names, or standard input. @throws UsageError */
export function readSql({
  file,
  argument,
}: {
  readonly file: string | undefined;
  readonly argument: string | undefined;
}): string {
  if (file !== undefined) return readNamedFile(file);
  const sql = argument ?? readStandardInput();
  if (sql === undefined) throw new UsageError('give SQL as an argument, with --file, or on standard input');
  return sql;
}

/** A file that the command line names. @throws UsageError */
export function readNamedFile(file: string): string {
  try {
    return readSqlFile(file);
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code}`); // what node:fs throws
  }
}

/** A file of SQL. @throws the system's error, EFBIG for a file that can be none */
export function readSqlFile(path: string): string {
  if (statSync(path).size > LIMIT_BYTES) throw Object.assign(new Error('file too large'), { code: 'EFBIG' });
  return decodeText(readFileSync(path));
}

/** Standard input to its end, or undefined where a person sits there. */
export function readStandardInput(): string | undefined {
  if (isTerminal(0)) return undefined;
  const chunks: Uint8Array[] = [];
  for (let total = 0; total < LIMIT_BYTES; ) {
    const chunk = readChunk();
    if (chunk.length === 0) break;
    chunks.push(chunk);
    total += chunk.length;
  }
  return decodeText(Buffer.concat(chunks));
}

/** The lines of standard input as they come, without their ends. @throws UsageError for one that is no line of SQL */
export function* inputLines(): Generator<string> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for (let chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      yield lineOf([...parts, chunk.subarray(from, end)]);
      parts = [];
      size = 0;
      from = end + 1;
    }
    parts.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > LIMIT_BYTES) throw new UsageError(`a line is longer than ${LIMIT_BYTES} bytes`);
  }
  if (size > 0) yield lineOf(parts);
}

const lineOf = (parts: readonly Uint8Array[]): string => decodeText(Buffer.concat(parts)).replace(/\r$/, '');

/** @returns the next bytes of standard input, none at its end */
function readChunk(): Uint8Array {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (;;) {
    try {
      return chunk.subarray(0, readSync(0, chunk, 0, chunk.length, null));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException; // what node:fs throws
      if (code === 'EOF' || code === 'EBADF') return chunk.subarray(0, 0);
      if (code !== 'EAGAIN') throw error;
      // Set not to block by whoever started us: wait a little, there is nothing else to do.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
