import { readFileSync } from 'node:fs';
import type { AuditRows } from '../../../src/events/audit/rows/audit-rows.js';

/** A record as the kernel sends it: its type, and its text. */
export interface StreamRecord {
  readonly type: number;
  readonly text: Buffer;
}

/** A recorded stream: a line for each record, its type and a space before its text. */
export function readStream(name: string): StreamRecord[] {
  const bytes = readFileSync(`test/events/audit/streams/${name}.records`);
  const records: StreamRecord[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf('\n', start);
    const space = bytes.indexOf(' ', start);
    records.push({ type: Number(bytes.toString('latin1', start, space)), text: bytes.subarray(space + 1, end) });
    start = end + 1;
  }
  return records;
}

/** Hands the records over as one batch. */
export function replay(rows: AuditRows, records: readonly StreamRecord[]): void {
  rows.startBatch();
  for (const { type, text } of records) rows.record(type, text, 0, text.length);
}
