import { decodeText, type Row } from '../../core/index.js';
import { valueText } from '../../logger/index.js';
import type { Part } from '../answer.js';

/**
 * What a call to osquery's extension socket gives: all rows or none, as maps of texts, so that of equal names the rightmost
 * value stays. Statements with different columns share the columns of all.
 */
export async function* pooledAnswer(parts: AsyncIterable<Part>): AsyncGenerator<Part> {
  const columns = new Set<string>();
  const rows: Map<string, string>[] = [];
  let names: readonly string[] = [];
  for await (const part of parts) {
    if ('columns' in part) {
      names = part.columns;
      for (const name of names) columns.add(name);
    } else if ('rows' in part) {
      for (const row of part.rows) rows.push(new Map(names.map((name, index) => [name, text(row, index)])));
    } else if ('warning' in part) yield part;
  }
  if (columns.size === 0) return;
  const all = [...columns];
  yield { columns: all };
  yield { rows: rows.map((row) => all.map((name) => row.get(name) ?? '')) };
  yield { end: true };
}

function text(row: Row, index: number): string {
  const value = row[index] ?? null;
  return value instanceof Uint8Array ? decodeText(value) : valueText(value);
}
