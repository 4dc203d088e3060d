import { resolve } from 'node:path';
import type { AttachedSchema, TableSpec, ViewSpec } from '../catalog/index.js';
import { Gone } from '../core/index.js';
import { type Host, Refused, readOr, SqliteFile } from '../host/index.js';
import { defineSchema } from './definition.js';
import { fileSchemaTable } from './schema-table.js';
import { fileTable } from './table.js';

/** What opening a file to be served takes. */
export interface Attaching {
  /** Where the files are, and are read from whenever they are asked. */
  readonly host: Host;
  readonly checkpoint: () => void;
  /** Hears what of the file cannot be served. */
  readonly warn: (message: string) => void;
}

export interface ServedFile {
  readonly tables: readonly TableSpec[];
  readonly views: readonly ViewSpec[];
}

/** The tables and views of a database file. @throws Gone, Refused */
export function serveFile(path: string, { host, checkpoint, warn }: Attaching): ServedFile {
  const warnOfFile = (message: string): void => warn(`${path}: ${message}`);
  const file = new SqliteFile(host, path, { checkpoint, warn });
  try {
    const { tables, views } = defineSchema(file.schema(), checkpoint, warnOfFile);
    const served = tables.map((table) => {
      const rows = readOr(1, () => file.tree(table.entry.rootPage).estimate());
      return fileTable({ path, host }, table, rows, (message) =>
        warnOfFile(`table "${table.schema.name}": ${message}`),
      );
    });
    return { tables: [...served, fileSchemaTable({ path, host })], views };
  } finally {
    file.close();
  }
}

/**
 * Files to be served beside the machine's tables, each under a name of its own: that of the file without its ending, with
 * `_` for what would need quotes, or what stands before a `=`.
 * @param files paths, from the working folder on, or `name=path`
 * @throws Refused, also where there is no such file
 */
export function attachFiles(files: readonly string[], attaching: Attaching): readonly AttachedSchema[] {
  const names = new Set(['main', 'temp']);
  return files.map((written) => {
    const [, given, rest] = /^([A-Za-z_]\w*)=(.+)$/s.exec(written) ?? [];
    const isNamed = given !== undefined && rest !== undefined && !attaching.host.exists(resolve(written));
    const path = resolve(isNamed ? rest : written);
    const name = unused(isNamed ? given : nameOf(path), names);
    names.add(name.toLowerCase());
    const { tables, views } = present(path, () => serveFile(path, attaching));
    return { name, path, tables, views: views.map((view) => ({ ...view, schema: name })) };
  });
}

function present<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Gone) throw new Refused(path, 'no such file');
    throw error;
  }
}

function nameOf(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const name = file.replace(/(?<=.)\.[^.]*$/, '').replace(/\W/g, '_');
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

function unused(name: string, taken: ReadonlySet<string>): string {
  let unique = name;
  for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${name}_${n}`;
  return unique;
}
