import { Catalog, type ColumnType, knownTable, type TableSpec, type ViewSpec } from '../../src/catalog/index.js';
import { type Engine, openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { table } from '../../src/index.js';
import { linuxTables } from '../../src/tables/index.js';
import type { Case } from './case-file.js';
import { readLiteral } from './literal.js';

/** What a case file has set up so far: its directives hold for the records after them. */
export class Setting {
  #host: Host | undefined;
  #isOsquery = false;
  readonly #tables: TableSpec[] = [];
  readonly #views: ViewSpec[] = [];
  #engine: Engine | undefined;

  /** @param standard the tables there are before any directive */
  constructor(private readonly standard: readonly TableSpec[] = []) {}

  get isOsquery(): boolean {
    return this.#isOsquery;
  }

  get catalog(): Catalog {
    return this.engine.catalog;
  }

  get engine(): Engine {
    const tables = this.#host ? linuxTables : this.standard;
    this.#engine ??= openEngine({
      catalog: new Catalog([...tables, ...this.#tables], this.#views, knownTable),
      host: this.#host ?? new Host('test/hosts/debian-small'),
    });
    return this.#engine;
  }

  /** Takes a directive; false for a record that is none. @throws Error for a malformed one */
  take(directive: Case): boolean {
    switch (directive.words[0]) {
      case 'host':
        this.#host = new Host(`test/hosts/${directive.rest}`);
        break;
      case 'mode':
        this.#isOsquery = directive.rest === 'osquery';
        break;
      case 'table':
        this.#tables.push(readTable(directive));
        break;
      case 'view':
        this.#views.push(readView(directive));
        break;
      default:
        return false;
    }
    this.#engine = undefined;
    return true;
  }
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  unsigned_bigint: 'unsigned_bigint',
  double: 'double',
  real: 'double',
  blob: 'blob',
};

/** `table fruit(name TEXT, grams INTEGER)`, then a row a line, its literals separated by `|`. */
function readTable({ rest, body }: Case): TableSpec {
  const [, name, list] = /^(\w+)\s*\((.*)\)$/.exec(rest) ?? [];
  if (name === undefined || list === undefined)
    throw new Error(`write: table NAME(column TYPE, …), not: table ${rest}`);
  const columns = list.split(',').map((column) => readColumn(column.trim()));
  const rows = body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Object.fromEntries(splitRow(line).map((cell, index) => [columns[index]?.[0], readLiteral(cell)])));
  return table({ name, columns: Object.fromEntries(columns), rows });
}

function readColumn(text: string): [name: string, type: ColumnType] {
  const [name = '', ...words] = text.split(/\s+/);
  const type = TYPES[words.join('_').toLowerCase()];
  if (!type) throw new Error(`no such column type: ${text}`);
  return [name, type];
}

/** At each `|` outside quotes. */
const splitRow = (line: string): string[] => line.match(/(?:'(?:[^']|'')*'|[^|'])+/g) ?? [];

function readView({ rest }: Case): ViewSpec {
  const [, name, sql] = /^(\w+)\s+AS\s+(.+)$/is.exec(rest) ?? [];
  if (name === undefined || sql === undefined) throw new Error(`write: view NAME AS SELECT …, not: view ${rest}`);
  return { name, sql };
}
