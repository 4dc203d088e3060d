import { readFileSync } from 'node:fs';
import { Catalog, knownTable } from '../catalog/index.js';
import { SqlError } from '../core/index.js';
import { type Engine, openEngine } from '../engine.js';
import { Host } from '../host/index.js';
import { suggestion } from '../sql/planner/index.js';
import { linuxTables } from '../tables/index.js';
import { describeError } from './describe-error.js';
import { EXIT } from './exit-codes.js';
import { type Mode, modeNamed } from './modes/index.js';
import { type Options, type Program, readOptions, UsageError } from './options.js';
import { Output, ReaderGone } from './output.js';
import { printSchema, printTables } from './schema.js';
import { rawBytes } from './text.js';

/** Output is handed on in pieces of about this many characters. */
const PIECE = 32 * 1024;

/** One call of the program: reads the command line, runs, prints. @returns the exit status */
export async function oneShot(program: Program, args: readonly string[]): Promise<number> {
  try {
    const options = await readOptions(program, args);
    return typeof options === 'number' ? options : await answer(program, options);
  } catch (error) {
    if (error instanceof ReaderGone) return EXIT.ok;
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${program}: ${error.message}\ntry ${program} --help\n`);
    return program === 'hostql' ? EXIT.usage : EXIT.query;
  }
}

async function answer(program: Program, options: Options): Promise<number> {
  const catalog = new Catalog(linuxTables, [], knownTable);
  const out = new Output(process.stdout, program === 'hostql' && options.mode.includes('json') ? undefined : rawBytes);
  if (options.command === 'tables') {
    printTables(catalog, options.argument, out, options.mode.includes('json'));
    await out.flush();
    return EXIT.ok;
  }
  if (options.command === 'schema') return schema(catalog, options, out);
  const sql = readSql(program, options);
  const engine = openEngine({ catalog, host: new Host() });
  return run(program, options, engine, sql, out);
}

async function schema(catalog: Catalog, options: Options, out: Output): Promise<number> {
  const name = options.argument ?? '';
  if (printSchema(catalog, name, out, options.mode.includes('json'))) {
    await out.flush();
    return EXIT.ok;
  }
  const hint = suggestion(
    name,
    catalog.tables().map((table) => table.name),
  );
  process.stderr.write(`error: no such table: ${name}\n${hint ? `hint: ${hint}\n` : ''}`);
  return EXIT.query;
}

function readSql(program: Program, options: Options): string {
  if (options.file !== undefined) {
    try {
      return readFileSync(options.file, 'utf8');
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (error as Error).message;
      throw new UsageError(
        program === 'hostql'
          ? `cannot read ${options.file}: ${why}`
          : `Error reading query file '${options.file}': Cannot open file for reading: ${options.file}`,
      );
    }
  }
  if (options.argument !== undefined) return options.argument;
  if (process.stdin.isTTY) throw new UsageError('give SQL as an argument, with --file, or on standard input');
  return readFileSync(0, 'utf8');
}

async function run(program: Program, options: Options, engine: Engine, sql: string, out: Output): Promise<number> {
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.on('SIGINT', onInterrupt);
  const asOsquery = program !== 'hostql';
  const isTerminal = process.stdout.isTTY === true;
  const mode = modeNamed(
    options.mode,
    {
      out,
      header: options.header,
      separator: options.separator,
      nullText: options.nullText,
      width: isTerminal ? process.stdout.columns : undefined,
      colour: isTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    },
    asOsquery,
  );
  try {
    if (options.explain) out.write(`${engine.explain(sql)}\n`);
    else await runStatements(engine, sql, mode, options, interrupt.signal, asOsquery, out);
    await out.flush();
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    if (!options.explain) mode.finish();
    await out.flush();
    report(program, error, sql);
    return error.code === 'timeout' ? EXIT.timeout : error.code === 'cancelled' ? EXIT.interrupted : EXIT.query;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

async function runStatements(
  engine: Engine,
  sql: string,
  mode: Mode,
  options: Options,
  signal: AbortSignal,
  asOsquery: boolean,
  out: Output,
): Promise<void> {
  const warn = (message: string): void => {
    process.stderr.write(`${asOsquery ? 'W' : 'warning:'} ${message}\n`);
  };
  for (const prepared of engine.prepareEach(sql)) {
    if (!asOsquery) for (const warning of prepared.warnings) warn(warning);
    mode.begin(prepared.columns.map((column) => column.name));
    const batches = prepared.run({
      signal,
      onWarning: warn,
      nullText: asOsquery ? 'empty' : 'null',
      ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    });
    for await (const batch of batches) {
      for (const row of batch) mode.row(row);
      await out.flush(PIECE);
    }
    mode.end();
  }
  mode.finish();
}

function report(program: Program, error: SqlError, sql: string): void {
  const colour = process.stderr.isTTY === true && !process.env.NO_COLOR;
  process.stderr.write(program === 'hostql' ? `${describeError(error, sql, colour)}\n` : `Error: ${error.message}\n`);
}
