import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storageClass, type Value } from '../../src/core/index.js';
import { type Answer, type OracleDatabase, OracleError } from '../oracle/sqlite.js';
import { renderRow } from '../run/render.js';
import type { Finding } from './pair.js';
import { schemaStatements } from './schema.js';

/** Writes a finding as a case with SQLite's answer, from a database with nothing in it. @returns the file */
export function writeFinding(folder: string, name: string, finding: Finding, database: OracleDatabase): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.slt`);
  const { mismatch, ours } = finding;
  const says = ours.split('\n').map((line) => `#   ${line}`);
  const lines = [`# ${name}: ${mismatch}`, '# We say:', ...says, '', ...records(finding, database)];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** The records that must pass. */
function records({ smallest, mismatch }: Finding, database: OracleDatabase): string[] {
  const lines: string[] = [];
  const run = (sql: string): void => {
    let word = 'ok';
    try {
      database.exec(sql);
    } catch (error) {
      if (!(error instanceof OracleError)) throw error;
      word = 'error';
    }
    lines.push(`statement ${word}`, sql, '');
  };
  for (const statement of [...schemaStatements(smallest.schema), ...smallest.script]) run(statement);
  try {
    lines.push(...question(smallest.sql, database.query(smallest.sql)));
  } catch (error) {
    if (!(error instanceof OracleError)) throw error;
    lines.push('error runtime', smallest.sql, '----', error.message, '');
  }
  if (mismatch === 'contents') {
    for (const [name] of database.query("SELECT name FROM sqlite_schema WHERE type = 'table'").rows) {
      const sql = `SELECT * FROM ${name}`;
      lines.push(...question(sql, database.query(sql)));
    }
  }
  return lines;
}

function question(sql: string, { columns, rows }: Answer): string[] {
  if (columns.length === 0) return ['statement ok', sql, ''];
  const types = columns.map((_, index) => typeLetter(rows.map((row) => row[index] ?? null))).join('');
  return [`query ${types} rowsort`, sql, '----', ...rows.map(renderRow).sort(), ''];
}

const LETTERS: Readonly<Record<string, string>> = { text: 'T', integer: 'I', real: 'R', blob: 'B' };

/** The class that all values of a column have, or `?`. */
function typeLetter(values: readonly Value[]): string {
  const classes = new Set(values.map(storageClass).filter((name) => name !== 'null'));
  const [only] = classes;
  return classes.size === 1 && only !== undefined ? (LETTERS[only] ?? '?') : '?';
}
