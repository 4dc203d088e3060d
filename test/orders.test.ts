import type { TableSpec } from '../src/catalog/index.js';
import { type Row, SqlError } from '../src/core/index.js';
import { linuxTables } from '../src/tables/index.js';
import { keyedTables } from './plan/keyed-tables.js';
import type { Case } from './run/case-file.js';
import { type Outcome, runCases } from './run/run-cases.js';
import { Setting } from './run/setting.js';

function counted(table: TableSpec, calls: Map<string, number>): TableSpec {
  return {
    ...table,
    scan(request) {
      calls.set(table.name, (calls.get(table.name) ?? 0) + 1);
      return table.scan(request);
    },
  };
}

// --------------------------------------------------------------------- records

async function runStatements({ body }: Case, { engine }: Setting): Promise<Outcome> {
  for (const prepared of engine.prepareEach(body)) await prepared.collect();
  return { lines: [] };
}

async function runRefused({ body }: Case, { engine }: Setting, calls: Map<string, number>): Promise<Outcome> {
  try {
    engine.prepare(body);
  } catch (error) {
    if (error instanceof SqlError && calls.size === 0) return { lines: [error.message] };
    throw error;
  }
  return { wrong: 'it is not refused' };
}

async function runOrders({ body }: Case, setting: Setting, calls: Map<string, number>): Promise<Outcome> {
  const query = readQuery(body);
  const orders = permutations(query.items).filter((items) => isAllowed(items));
  /** Queries by what came of them. */
  const outcomes = new Map<string, string[]>();
  for (const order of orders)
    for (const word of [',', ' JOIN']) {
      const sql = written(query, order, word);
      const outcome = await outcomeOf(sql, setting, calls);
      outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), sql]);
    }
  const [first = '', ...others] = outcomes.keys();
  if (others.length > 0)
    return { wrong: [...outcomes].map(([outcome, sqls]) => `${sqls.length}: ${outcome}\n${sqls[0]}`).join('\n') };
  const [rows] = first.split('; ');
  for (const order of orders) {
    const outcome = await outcomeOf(written(query, order, ' CROSS JOIN'), setting, calls);
    if (!outcome.startsWith(`${rows}; `) && outcome !== REFUSED)
      return { wrong: `CROSS JOIN: ${outcome}\n${written(query, order, ' CROSS JOIN')}` };
  }
  return { lines: [`${orders.length} orders, ${first}`] };
}

const REFUSED = 'refused before a table is called';

async function outcomeOf(sql: string, { engine }: Setting, calls: Map<string, number>): Promise<string> {
  calls.clear();
  const rows: Row[] = [];
  try {
    for (const prepared of engine.prepareEach(sql)) rows.push(...(await prepared.collect()));
  } catch (error) {
    if (error instanceof SqlError && error.code === 'required-column' && calls.size === 0) return REFUSED;
    return `${String(error)} in ${sql}`;
  }
  const called = [...calls].sort().map(([name, count]) => (count === 1 ? name : `${name} ${count} times`));
  const text = rows.map((row) => JSON.stringify(row)).sort();
  return `${rows.length} rows (${digest(text.join())}); ${called.length > 0 ? called.join(', ') : 'no table'}`;
}

/** Of texts, to tell them apart. */
function digest(text: string): string {
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash.toString(36);
}

interface OpenQuery {
  readonly head: string;
  readonly items: readonly Item[];
  readonly tail: string;
}
interface Item {
  readonly text: string;
  readonly alias: string;
  readonly isLeft: boolean;
  /** Aliases that its ON reads. */
  readonly reads: readonly string[];
}

/** Lines up to the one that starts with FROM, its items, and the lines after it. */
function readQuery(body: string): OpenQuery {
  const lines = body.split('\n');
  const at = lines.findLastIndex((line) => line.startsWith('FROM ') && line.includes(' | '));
  if (at < 0) throw new Error('write a line: FROM a | b | LEFT JOIN c ON …');
  const texts = (lines[at] ?? '').slice('FROM '.length).split(' | ');
  return {
    head: lines.slice(0, at).join('\n'),
    items: texts.map((text) => readItem(text.trim())),
    tail: lines.slice(at + 1).join('\n'),
  };
}

function readItem(text: string): Item {
  const isLeft = text.startsWith('LEFT JOIN ');
  const [what = '', on = ''] = isLeft ? text.split(' ON ') : [text];
  const alias = /(\w+)$/.exec(what)?.[1] ?? '';
  const reads = [...on.matchAll(/\b(\w+)\.\w/g)].map(([, name = '']) => name).filter((name) => name !== alias);
  return { text, alias, isLeft, reads };
}

const isAllowed = (items: readonly Item[]): boolean =>
  !items[0]?.isLeft &&
  items.every(({ reads }, at) => reads.every((name) => items.slice(0, at).some(({ alias }) => alias === name)));

function written({ head, tail }: OpenQuery, [first, ...others]: readonly Item[], word: string): string {
  const items = others.map((item) => (item.isLeft ? ` ${item.text}` : `${word} ${item.text}`));
  return `${head} FROM ${first?.text ?? ''}${items.join('')} ${tail}`.replaceAll('\n', ' ').trim();
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, index) => index !== at)).map((rest) => [item, ...rest]),
  );
}

/**
 * `.orders` files: `orders`, a query of which the items of FROM are separated by `|`, and below `----` how many written
 * orders it has, its rows, and how often it calls which tables. Every order that SQL allows is run, with commas and with
 * JOIN: rows and calls must be the same. With CROSS JOIN an order gives the same rows, or is refused before a table is
 * called. `refused`: a query that is refused before a table is called.
 */
runCases('.orders', () => {
  const calls = new Map<string, number>();
  const tables = [...linuxTables, ...keyedTables].map((table) => counted(table, calls));
  const setting = new Setting(tables);
  return async (record) => {
    if (setting.take(record)) return undefined;
    calls.clear();
    if (record.words[0] === 'statement') return runStatements(record, setting);
    if (record.words[0] === 'refused') return runRefused(record, setting, calls);
    return record.words[0] === 'orders' ? runOrders(record, setting, calls) : { wrong: 'no such record' };
  };
});
