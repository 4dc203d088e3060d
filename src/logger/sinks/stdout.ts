import { encodeText } from '../../core/index.js';
import type { LogSink } from '../record.js';
import { plainStatusLine } from '../status.js';

/** Takes bytes; settles when they are out. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/** Lines on standard output, or wherever `write` puts them. */
export function openStdout(write: WriteBytes = toStdout): LogSink {
  const lines = async (lines: readonly string[]): Promise<void> => write(encodeText(`${lines.join('\n')}\n`));
  return {
    name: 'stdout',
    takesStatusesAtOnce: false,
    results: lines,
    snapshots: lines,
    statuses: (records) => lines(records.map(plainStatusLine)),
    reopen: async () => undefined,
    close: async () => undefined,
  };
}

const toStdout: WriteBytes = (bytes) =>
  new Promise((resolve, reject) => process.stdout.write(bytes, (error) => (error ? reject(error) : resolve())));
