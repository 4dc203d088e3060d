import { type Row, SqlError } from '../src/core/index.js';
import type { Case } from './run/case-file.js';
import { sortRows, typeMistake } from './run/render.js';
import { type Outcome, runCases } from './run/run-cases.js';
import { Setting } from './run/setting.js';

/**
 * `.slt` files: sqllogictest's records `query TYPES [nosort|rowsort|valuesort]` and `statement ok|error`, and ours:
 * `error CODE` with the message, `warning` with the warnings, and the directives of {@link Setting}.
 */
runCases('.slt', () => {
  const setting = new Setting();
  return async (record) => (setting.take(record) ? undefined : run(record, setting));
});

async function run(record: Case, setting: Setting): Promise<Outcome> {
  switch (record.words[0]) {
    case 'query':
      return query(record, setting);
    case 'statement':
      return statement(record, setting);
    case 'error':
      return mistake(record, setting);
    case 'warning':
      return { lines: (await ask(record.body, setting)).warnings };
    default:
      return { wrong: `no such record: ${record.words[0]}` };
  }
}

async function query({ words, body }: Case, setting: Setting): Promise<Outcome> {
  const [, types = '', sort = 'nosort'] = words;
  const { rows, width } = await ask(body, setting);
  const wrong = typeMistake(types, width, rows);
  return wrong === undefined ? { lines: sortRows(rows, sort) } : { wrong };
}

async function statement({ words, body, expected }: Case, setting: Setting): Promise<Outcome> {
  const isError = await ask(body, setting).then(
    () => false,
    () => true,
  );
  const isMeant = (words[1] === 'error') === isError;
  return isMeant ? { lines: expected ?? [] } : { wrong: isError ? 'it fails' : 'it does not fail' };
}

async function mistake({ words, body }: Case, setting: Setting): Promise<Outcome> {
  try {
    await ask(body, setting);
    return { wrong: 'no error' };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    if (error.code !== words[1]) return { wrong: `${error.code} and not ${words[1]}: ${error.message}` };
    return { lines: [error.message, ...(error.hint === undefined ? [] : [`hint: ${error.hint}`])] };
  }
}

interface Answer {
  readonly rows: readonly Row[];
  readonly width: number;
  readonly warnings: readonly string[];
}

/** The rows of the text's last statement, and the warnings of all. */
async function ask(sql: string, { engine, isOsquery }: Setting): Promise<Answer> {
  const warnings: string[] = [];
  let rows: Row[] = [];
  let width = 0;
  for (const prepared of engine.prepareEach(sql)) {
    rows = [];
    width = prepared.columns.length;
    warnings.push(...prepared.warnings);
    const options = { nullText: isOsquery ? 'empty' : 'null', onWarning: (message: string) => warnings.push(message) };
    for await (const batch of prepared.run(options as Parameters<typeof prepared.run>[0])) rows.push(...batch);
  }
  return { rows, width, warnings };
}
