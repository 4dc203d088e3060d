import { createHash } from 'node:crypto';
import type { ColumnSpec, TableSpec } from '../../../src/catalog/index.js';
import { Real, SqlError, type Value } from '../../../src/core/index.js';
import type { Engine } from '../../../src/engine.js';

/** What a table answered, and what it said beside. */
export interface Answer {
  readonly text: string;
  /** Columns with a value other than null, 0 and ''. */
  readonly told: ReadonlySet<string>;
}

/**
 * The rows of a table as a text to be read: a value a line, a blank line between rows, hidden columns included. A column
 * that is null is left out.
 */
export async function answerOf(
  engine: Engine,
  table: TableSpec,
  where?: string,
  omitted: readonly string[] = [],
): Promise<Answer> {
  const names = table.columns.map((column: ColumnSpec) => column.name).filter((name) => !omitted.includes(name));
  const warnings = new Set<string>();
  const told = new Set<string>();
  const blocks: string[] = [];
  const sql = `SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM ${table.name}${where ? ` WHERE ${where}` : ''}`;
  try {
    for (const prepared of engine.prepare(sql))
      for await (const rows of prepared.run({ onWarning: (warning) => warnings.add(warning) }))
        for (const row of rows) blocks.push(blockOf(names, row, told));
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    blocks.push(`error: ${error.message}\n`);
  }
  for (const warning of warnings) blocks.push(`warning: ${warning}\n`);
  const question = where === undefined ? '' : `where ${where}\n${blocks.length > 0 ? '\n' : ''}`;
  return { text: question + blocks.join('\n'), told };
}

function blockOf(names: readonly string[], row: readonly Value[], told: Set<string>): string {
  let block = '';
  names.forEach((name, at) => {
    const value = row[at] ?? null;
    if (value === null) return;
    if (value !== '' && value !== 0) told.add(name);
    block += `${name} = ${shown(value)}\n`;
  });
  return block || 'nothing is told\n';
}

const LONG = 2000;
/** No number, no quote, nothing that is not seen. */
const PLAIN = /^[^\s"\d+.\-\p{C}](?:[^\p{C}\p{Zl}\p{Zp}]*[^\s\p{C}])?$/u;

/** Texts as they are where nobody could take them for something else. */
function shown(value: Value): string {
  if (typeof value === 'string' && value.length > LONG)
    return `${JSON.stringify(value.slice(0, 40))}… of ${value.length} characters, SHA-256 ${createHash('sha256').update(value).digest('hex')}`;
  if (typeof value === 'string') return PLAIN.test(value) ? value : JSON.stringify(value);
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return value instanceof Real ? `${value.value} (real)` : String(value);
}
