import { type Row, SqlError } from '../src/core/index.js';
import { type Case, isRewriting } from './run/case-file.js';
import { sortRows, typeMistake } from './run/render.js';
import { type Outcome, runCases } from './run/run-cases.js';
import { Setting } from './run/setting.js';

/**
 * `.slt` files: sqllogictest's records `query TYPES [nosort|rowsort|valuesort]` and `statement ok|error`, and ours:
 * `error CODE [at WORDS]` with the message and what it marks, `warning` with the warnings, and the directives of {@link Setting}.
 */
runCases('.slt', runner({}));
// Once more with code generated for every operator from its first row: the answers are the same.
if (!isRewriting) runCases('.slt', runner({ warmRows: 0 }));

function runner(options: object): () => (record: Case) => Promise<Outcome | undefined> {
  return () => {
    const setting = new Setting();
    return async (record) => (setting.take(record) ? undefined : run(record, setting, options));
  };
}

async function run(record: Case, setting: Setting, options: object): Promise<Outcome> {
  switch (record.words[0]) {
    case 'query':
      return query(record, setting, options);
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

async function query({ words, body }: Case, setting: Setting, options: object): Promise<Outcome> {
  const [, types = '', sort = 'nosort'] = words;
  const { rows, width } = await ask(body, setting, options);
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

async function mistake({ words, rest, body }: Case, setting: Setting): Promise<Outcome> {
  const [, place] = / at (.+)$/.exec(rest) ?? [];
  try {
    await ask(body, setting);
    return { wrong: 'no error' };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    if (error.code !== words[1]) return { wrong: `${error.code} and not ${words[1]}: ${error.message}` };
    const marked = error.span && body.slice(error.span.start, error.span.end);
    if (place !== undefined && marked !== place) return { wrong: `it marks "${marked}", not "${place}"` };
    return { lines: [error.message, ...(error.hint === undefined ? [] : [`hint: ${error.hint}`])] };
  }
}

interface Answer {
  readonly rows: readonly Row[];
  readonly width: number;
  readonly warnings: readonly string[];
}

/** The rows of the text's last statement, and the warnings of all. */
async function ask(sql: string, { engine, isOsquery }: Setting, runOptions: object = {}): Promise<Answer> {
  const warnings: string[] = [];
  let rows: Row[] = [];
  let width = 0;
  for (const prepared of engine.prepareEach(sql)) {
    rows = [];
    width = prepared.columns.length;
    warnings.push(...prepared.warnings);
    const onWarning = (message: string): unknown => warnings.push(message);
    const options = { ...runOptions, nullText: isOsquery ? 'empty' : 'null', onWarning };
    for await (const batch of prepared.run(options as Parameters<typeof prepared.run>[0])) rows.push(...batch);
  }
  return { rows, width, warnings };
}
