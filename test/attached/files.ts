import { readFileSync } from 'node:fs';
import { attachFiles } from '../../src/attached/index.js';
import { Catalog } from '../../src/catalog/index.js';
import { Real, type Row } from '../../src/core/index.js';
import { type Engine, openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';

export const FILES = 'test/host/sqlite/files';

/** A value as `expected.jsonl` has it. */
type Told = null | string | { readonly integer: string } | { readonly real: number } | { readonly blob: string };
export type ToldTables = Readonly<Record<string, readonly (readonly Told[])[]>>;

/** What SQLite reads from each file: by table, its rows with their rowids first. */
export const expectedFiles = (): readonly (readonly [file: string, tables: ToldTables])[] =>
  readFileSync(`${FILES}/expected.jsonl`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

export const told = (row: Row): Told[] =>
  row.map((value) => {
    if (value === null || typeof value === 'string') return value;
    if (value instanceof Uint8Array) return { blob: Buffer.from(value).toString('hex') };
    if (value instanceof Real) return { real: value.value };
    if (typeof value === 'bigint' || Number.isSafeInteger(value)) return { integer: String(value) };
    return { real: value };
  });

/** An engine over these files, and nothing else. */
export function engineOver(files: readonly string[], warnings: string[] = [], host = new Host()): Engine {
  const attached = attachFiles(files, { host, checkpoint: () => {}, warn: (message) => void warnings.push(message) });
  return openEngine({ catalog: new Catalog([], [], [], undefined, attached), host });
}

export async function ask(engine: Engine, sql: string, warnings: string[] = []): Promise<Row[]> {
  const [prepared] = engine.prepare(sql);
  if (!prepared) throw new Error('no statement');
  return [...(await prepared.collect({ onWarning: (message) => void warnings.push(message) }))];
}
