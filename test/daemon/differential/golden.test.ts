import { readdirSync, readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { Catalog } from '../../../src/catalog/index.js';
import {
  planDifferential,
  planSnapshot,
  type ResultSet,
  readQueryState,
  toResultRows,
} from '../../../src/daemon/differential/index.js';
import { openMemory } from '../../../src/durable/index.js';
import { openEngine } from '../../../src/engine.js';
import { Host } from '../../../src/host/index.js';
import { table } from '../../../src/library/index.js';
import { formatResult, type ResultRecord, valueText } from '../../../src/logger/index.js';

// Each file is a store's life: configurations, runs with the rows of `lab` and flags, and the lines a run writes.
const FOLDER = 'test/daemon/differential/golden';
const UNIX_TIME = 1767582245;
const CALENDAR = 'Mon Jan  5 03:04:05 2026 UTC';

interface Query {
  readonly query: string;
  readonly snapshot?: boolean;
  readonly removed?: boolean;
}

interface Config {
  readonly schedule?: Readonly<Record<string, Query>>;
  readonly packs?: Readonly<Record<string, Pack>>;
  readonly decorators?: { readonly load?: string[]; readonly always?: string[] };
}

interface Pack {
  readonly queries: Readonly<Record<string, Query>>;
  readonly platform?: string;
  readonly discovery?: string[];
}

type Lab = readonly (readonly [string, string])[];

for (const file of readdirSync(FOLDER)) t.test(file, (t) => runCase(t, readFileSync(`${FOLDER}/${file}`, 'utf8')));

async function runCase(t: Test, text: string): Promise<void> {
  const durable = openMemory();
  let config: Config = {};
  for (const part of text.split(/^(?=config |run )/m)) {
    const [head = '', ...rest] = part.trimEnd().split('\n');
    if (head.startsWith('config ')) config = JSON.parse(head.slice(7));
    if (!head.startsWith('run ')) continue;
    const [, rows = '', flags = ''] = /^run (\[.*\])(.*)$/.exec(head) ?? [];
    const lines = await runOnce(config, JSON.parse(rows), new Map(flags.trim().split(/\s+/).map(flagOf)), durable);
    t.same(lines, rest.slice(1).map(filled), head);
  }
}

function flagOf(text: string): [string, string] {
  const [name = '', value = 'true'] = text.replace(/^--/, '').split('=');
  return [name, value];
}

const filled = (line: string): string =>
  line
    .replaceAll('<HOST>', 'host')
    .replaceAll('<CAL>', CALENDAR)
    .replaceAll('<UNIX>', String(UNIX_TIME))
    .replaceAll('<DEL>', '\x7f')
    .replace(/(?<!\\)\\xff/g, '\udcff');

async function runOnce(
  config: Config,
  lab: Lab,
  flags: ReadonlyMap<string, string>,
  durable: ReturnType<typeof openMemory>,
): Promise<string[]> {
  const engine = engineOf(lab);
  const nullText = flags.get('nullvalue') ?? '';
  const options = {
    hostIdentifier: flags.get('specified_identifier') ?? 'host',
    eventType: flags.get('logger_event_type') !== 'false',
    snapshotEventType: flags.has('logger_snapshot_event_type'),
    numerics: flags.has('logger_numerics'),
    topLevelDecorations: flags.has('decorations_top_level'),
  };
  const decorations = await decorationsOf(config, engine, nullText);
  const common = { epoch: Number(flags.get('schedule_epoch') ?? 0), unixTime: UNIX_TIME, decorations, nullText };
  const results: string[] = [];
  const snapshots: string[] = [];
  for (const [name, query] of await queriesOf(config, engine, flags.get('pack_delimiter') ?? '_')) {
    const sets = await engine(query.query).catch(() => undefined);
    if (!sets) continue;
    const plan = query.snapshot
      ? planSnapshot(undefined, { ...common, name, emit: 'always' }, sets)
      : planDifferential(
          await readQueryState(durable, name),
          { ...common, name, sql: query.query, removed: query.removed ?? true },
          sets,
        );
    const record: ResultRecord | undefined = plan.record;
    if (record) (query.snapshot ? snapshots : results).push(...formatResult(record, options));
    await durable.write(plan.changes);
  }
  return [...results, ...snapshots];
}

type Run = (sql: string) => Promise<ResultSet[]>;

function engineOf(lab: Lab): Run {
  const rows = lab.map(([k, v]) => ({ k, v }));
  const spec = table({ name: 'lab', columns: { k: 'text', v: 'text' }, rows });
  const engine = openEngine({ catalog: new Catalog([spec]), host: new Host() });
  return async (sql) => {
    const sets: ResultSet[] = [];
    for (const prepared of engine.prepareEach(sql)) {
      const found = await prepared.collect();
      sets.push({ columns: prepared.columns.map(({ name }) => name), rows: found });
    }
    return sets;
  };
}

async function decorationsOf({ decorators }: Config, run: Run, nullText: string): Promise<Map<string, string>> {
  const pairs: [string, string][] = [];
  for (const sql of [...(decorators?.load ?? []), ...(decorators?.always ?? [])]) {
    const [row] = toResultRows(await run(sql).catch(() => []), nullText);
    for (const [name, value] of row ?? []) pairs.push([name, valueText(value)]);
  }
  return new Map(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function queriesOf(
  { schedule = {}, packs = {} }: Config,
  run: Run,
  delimiter: string,
): Promise<[string, Query][]> {
  const sorted = (queries: Readonly<Record<string, Query>>) =>
    Object.entries(queries).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = sorted(schedule);
  for (const [pack, { queries, platform, discovery = [] }] of Object.entries(packs)) {
    const found = await Promise.all(discovery.map(async (sql) => (await run(sql))[0]?.rows.length));
    if (platform === 'windows' || found.includes(0)) continue;
    all.push(...sorted(queries).map(([name, query]): [string, Query] => [['pack', pack, name].join(delimiter), query]));
  }
  return all;
}
