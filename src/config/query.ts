import { compareText } from '../core/index.js';
import { sizeOf, truthOf } from './coerce.js';
import type { ScheduledQuery } from './config.js';
import type { PartContext } from './context.js';
import { ownKeys } from './own-keys.js';
import { pathTo, type Report } from './report.js';
import { type Node, textOf } from './text/index.js';
import { isForLinux, isVersionAtLeast } from './this-host.js';

const MAX_INTERVAL = 604_800n;
const UNSET = 2n ** 64n - 1n;

/** Names that would be read as something else among the kept keys. */
const RESERVED = /^(query\.|cache\.|config_views\.)|(epoch|counter)$/;

interface Ranked {
  readonly query: ScheduledQuery;
  readonly rank: bigint;
}

/** The queries of a pack, sorted by priority and name. Those that cannot or shall not run here are left out. */
export function readQueries(
  node: Node | undefined,
  path: string,
  report: Report,
  context: PartContext,
): ScheduledQuery[] {
  const found = new Map<string, Ranked>();
  for (const { key, at, value } of node?.kind === 'object' ? node.members : []) {
    if (found.has(key)) continue;
    const entry = { name: key, at, path: pathTo(path, key), value };
    const ranked = RESERVED.test(key) ? refuseName(entry, report) : readQuery(entry, report, context);
    if (ranked !== undefined) found.set(key, ranked);
  }
  const order = (a: Ranked, b: Ranked): number =>
    Number(a.rank > b.rank) - Number(a.rank < b.rank) || compareText(a.query.name, b.query.name);
  return [...found.values()].sort(order).map(({ query }) => query);
}

interface Entry {
  readonly name: string;
  readonly at: number;
  readonly path: string;
  readonly value: Node;
}

function refuseName({ name, at, path }: Entry, report: Report): undefined {
  report.warning(`Query name is reserved: ${name}`, path, at);
}

function readQuery(entry: Entry, report: Report, context: PartContext): Ranked | undefined {
  const fields = fieldsOf(entry.value);
  const sql = textOf(fields.get('query'));
  if (sql === undefined || !isMeant(fields, context)) return undefined;
  const own = context.dialect === 'hostql' ? ownKeys(fields, entry.path, report) : {};
  if (own === undefined) return undefined;
  const intervalNode = fields.get('interval');
  const interval = intervalNode === undefined ? context.defaultInterval : sizeOf(intervalNode);
  if (sql === '' || interval < 1n || interval > MAX_INTERVAL) {
    const isOurs = context.dialect === 'hostql';
    const message = `Query has invalid interval: ${entry.name}: ${interval}`;
    if (isOurs && sql === '') report.error(`Query is empty: ${entry.name}`, entry.path, entry.at);
    else if (isOurs) report.error(`${message}; it must be 1 to ${MAX_INTERVAL} seconds`, entry.path, entry.at);
    else report.warning(message, entry.path, entry.at);
    return undefined;
  }
  const priority = fields.get('startup_priority');
  const rank = priority === undefined ? UNSET : sizeOf(priority);
  const query: ScheduledQuery = {
    name: entry.name,
    sql,
    interval: Number(interval),
    snapshot: truth(fields, 'snapshot', false),
    removed: truth(fields, 'removed', true),
    denylist: truth(fields, 'denylist', true),
    emit: 'always',
    ...(priority !== undefined && { startupPriority: Number(rank) }),
    ...own,
  };
  return { query, rank };
}

/** Of a key written twice the first counts. */
function fieldsOf(node: Node): Map<string, Node> {
  const fields = new Map<string, Node>();
  if (node.kind === 'object') for (const { key, value } of node.members) if (!fields.has(key)) fields.set(key, value);
  return fields;
}

/** Whether shard, platform and version let a query or pack run on this host. */
export function isMeant(fields: ReadonlyMap<string, Node>, context: PartContext): boolean {
  const shard = fields.get('shard');
  const size = shard === undefined ? 0n : sizeOf(shard);
  if (size > 0n && size < BigInt(context.shard)) return false;
  const [platform = '', version = ''] = ['platform', 'version'].map((key) => textOf(fields.get(key)));
  return isForLinux(platform) && isVersionAtLeast(context.version, version);
}

function truth(fields: ReadonlyMap<string, Node>, key: string, absent: boolean): boolean {
  const node = fields.get(key);
  return node === undefined ? absent : truthOf(node);
}
