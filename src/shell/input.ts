import { readFileSync, readSync } from 'node:fs';
import { decodeText } from '../core/index.js';
import { UsageError } from './options.js';
import { isTerminal } from './terminal.js';

/** SQL longer than this is no query but a mistake. */
const LIMIT_BYTES = 64 * 1024 * 1024;

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

/** A file of SQL. @throws the system's error */
export const readSqlFile = (path: string): string => decodeText(readFileSync(path));

/** Standard input to its end, or undefined where a person sits there. */
export function readStandardInput(): string | undefined {
  if (isTerminal(0)) return undefined;
  const chunks: Buffer[] = [];
  for (let total = 0; total < LIMIT_BYTES; ) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    const length = readSome(chunk);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, length));
    total += length;
  }
  return decodeText(Buffer.concat(chunks));
}

/** @returns bytes read, 0 at the end */
function readSome(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk, 0, chunk.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException; // what node:fs throws
      if (code === 'EOF' || code === 'EBADF') return 0;
      if (code !== 'EAGAIN') throw error;
      // Set not to block by whoever started us: wait a little, there is nothing else to do.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
