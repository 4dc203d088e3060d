import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { decodeText, encodeText, integer, type Row, real, type Value } from '../../src/core/index.js';

/** What of sql.js's module is used: the C interface itself, https://www.sqlite.org/c3ref/funclist.html. */
interface Sqlite {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  _malloc(size: number): number;
  _free(pointer: number): void;
  _sqlite3_open(name: number, handle: number): number;
  _sqlite3_close_v2(db: number): number;
  _sqlite3_prepare_v2(db: number, sql: number, length: number, statement: number, tail: number): number;
  _sqlite3_step(statement: number): number;
  _sqlite3_finalize(statement: number): number;
  _sqlite3_errmsg(db: number): number;
  _sqlite3_column_count(statement: number): number;
  _sqlite3_column_name(statement: number, index: number): number;
  _sqlite3_column_type(statement: number, index: number): number;
  _sqlite3_column_double(statement: number, index: number): number;
  _sqlite3_column_text(statement: number, index: number): number;
  _sqlite3_column_blob(statement: number, index: number): number;
  _sqlite3_column_bytes(statement: number, index: number): number;
  _RegisterExtensionFunctions(db: number): number;
}

const ROW = 100;
const DONE = 101;
const [INTEGER, FLOAT, TEXT, BLOB] = [1, 2, 3, 4];

/** What a statement of SQLite's gave. */
export interface Answer {
  /** Names of the result's columns; empty for a statement without result. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** SQLite refuses, in its own words. */
export class OracleError extends Error {
  override readonly name = 'OracleError';
}

export interface OracleOptions {
  /**
   * The C library's mathematics under the names that osquery has them (`log` is natural, `ceil` gives INTEGER):
   * default true. SQLite's own are not in this build.
   */
  readonly mathematics?: boolean;
  /** Rows after which a query is stopped with an error; default 100,000. */
  readonly maxRows?: number;
}

/** One SQLite, whose databases live in memory. */
export interface Oracle {
  readonly version: string;
  open(options?: OracleOptions): OracleDatabase;
}

/** Loads SQLite. @throws Error where it is not installed */
export async function loadOracle(): Promise<Oracle> {
  const require = createRequire(resolve(join('test', 'oracle', 'package.json')));
  const start = require('sql.js') as () => Promise<Sqlite>; // it brings no types
  const sqlite = await start();
  const open = (options: OracleOptions = {}): OracleDatabase => new OracleDatabase(sqlite, options);
  const database = open();
  const [[version] = []] = database.query('SELECT sqlite_version()').rows;
  database.close();
  return { version: String(version), open };
}

/**
 * A database of SQLite's in memory. Values are ours: INTEGER exact to 64 bits, REAL told from INTEGER, text with
 * bytes that are no UTF-8.
 */
export class OracleDatabase {
  readonly #db: number;
  readonly #maxRows: number;
  /** Two pointers that SQLite fills: the statement, and where the next one starts. */
  readonly #out: number;
  #text = 0;
  #textSize = 0;

  constructor(
    private readonly sqlite: Sqlite,
    { mathematics = true, maxRows = 100_000 }: OracleOptions,
  ) {
    this.#maxRows = maxRows;
    this.#out = sqlite._malloc(8);
    this.#write(':memory:');
    sqlite._sqlite3_open(this.#text, this.#out);
    this.#db = this.#pointer(0);
    if (mathematics) sqlite._RegisterExtensionFunctions(this.#db);
  }

  /** Runs all statements of a text for their effect. @throws OracleError for the first that fails */
  exec(sql: string): void {
    this.query(sql);
  }

  /** What the text's last statement gives. @throws OracleError for the first that fails */
  query(sql: string): Answer {
    const length = this.#write(sql);
    const end = this.#text + length;
    let answer: Answer = { columns: [], rows: [] };
    for (let at = this.#text; at < end; ) {
      const statement = this.#prepare(at, end - at);
      at = this.#pointer(1);
      if (statement !== 0) answer = this.#run(statement);
    }
    return answer;
  }

  close(): void {
    this.sqlite._sqlite3_close_v2(this.#db);
    this.sqlite._free(this.#out);
    this.sqlite._free(this.#text);
  }

  #prepare(at: number, length: number): number {
    const status = this.sqlite._sqlite3_prepare_v2(this.#db, at, length, this.#out, this.#out + 4);
    if (status !== 0) throw this.#error();
    return this.#pointer(0);
  }

  #run(statement: number): Answer {
    try {
      const width = this.sqlite._sqlite3_column_count(statement);
      const columns: string[] = [];
      for (let i = 0; i < width; i++) columns.push(this.#string(this.sqlite._sqlite3_column_name(statement, i)));
      const rows: Row[] = [];
      let status = this.sqlite._sqlite3_step(statement);
      for (; status === ROW; status = this.sqlite._sqlite3_step(statement)) {
        if (rows.length >= this.#maxRows) throw new OracleError(`more than ${this.#maxRows} rows`);
        const row: Row = new Array(width);
        for (let i = 0; i < width; i++) row[i] = this.#value(statement, i);
        rows.push(row);
      }
      if (status !== DONE) throw this.#error();
      return { columns, rows };
    } finally {
      this.sqlite._sqlite3_finalize(statement);
    }
  }

  #value(statement: number, index: number): Value {
    const { sqlite } = this;
    switch (sqlite._sqlite3_column_type(statement, index)) {
      case INTEGER: {
        // The nearest float first: reading 64 bits takes a detour over text.
        const near = sqlite._sqlite3_column_double(statement, index);
        return Number.isSafeInteger(near) ? near : integer(BigInt(this.#cellText(statement, index)));
      }
      case FLOAT:
        return real(sqlite._sqlite3_column_double(statement, index));
      case TEXT:
        return this.#cellText(statement, index);
      case BLOB: {
        const start = sqlite._sqlite3_column_blob(statement, index);
        return sqlite.HEAPU8.slice(start, start + sqlite._sqlite3_column_bytes(statement, index));
      }
      default:
        return null;
    }
  }

  #cellText(statement: number, index: number): string {
    const start = this.sqlite._sqlite3_column_text(statement, index);
    return decodeText(this.sqlite.HEAPU8, start, start + this.sqlite._sqlite3_column_bytes(statement, index));
  }

  #error(): OracleError {
    return new OracleError(this.#string(this.sqlite._sqlite3_errmsg(this.#db)));
  }

  /** Text up to its NUL byte. */
  #string(start: number): string {
    return decodeText(this.sqlite.HEAPU8, start, this.sqlite.HEAPU8.indexOf(0, start));
  }

  #pointer(index: number): number {
    return this.sqlite.HEAP32[(this.#out >> 2) + index] ?? 0;
  }

  /** Puts a text and a NUL where SQLite can read it. @returns its length in bytes */
  #write(text: string): number {
    const bytes = encodeText(text);
    if (bytes.length >= this.#textSize) {
      this.sqlite._free(this.#text);
      this.#textSize = Math.max(1 << 16, 2 * bytes.length);
      this.#text = this.sqlite._malloc(this.#textSize);
    }
    this.sqlite.HEAPU8.set(bytes, this.#text);
    this.sqlite.HEAPU8[this.#text + bytes.length] = 0;
    return bytes.length;
  }
}
