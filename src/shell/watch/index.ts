import { setTimeout as sleep } from 'node:timers/promises';
import { Catalog, knownTable } from '../../catalog/index.js';
import { SqlError } from '../../core/index.js';
import { openMemory } from '../../durable/index.js';
import { openEngine, type Prepared } from '../../engine.js';
import { EVENT_TABLES, Events, type EventTable, reads } from '../../events/index.js';
import { Flags } from '../../flags/index.js';
import { Host } from '../../host/index.js';
import { linuxTables } from '../../tables/index.js';
import { describeError } from '../describe-error.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { orUsage, UsageError } from '../options.js';
import { Output, tell } from '../output.js';
import { stdoutMode } from '../stdout-mode.js';
import { isTerminal, wantsColour } from '../terminal.js';
import { rowCount, visible } from '../text.js';
import { isRoot, warningLines } from '../warning-lines.js';
import { liveRows } from './live-rows.js';
import { readWatchOptions, type WatchCommand } from './options.js';

/** `hostql watch`. @returns the exit status */
export const watchEvents = (args: readonly string[]): Promise<number> =>
  orUsage('hostql watch', async () => {
    const command = await readWatchOptions(args);
    if (typeof command === 'number') return command;
    try {
      return await watch(command);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      tell(describeError(error, command.sql, { colour: wantsColour(2) }));
      return EXIT.query;
    }
  });

async function watch(command: WatchCommand): Promise<ExitCode> {
  const engine = openEngine({ catalog: new Catalog(linuxTables, [], knownTable), host: new Host() });
  const [prepared, ...others] = engine.prepare(command.sql);
  if (!prepared || others.length > 0 || prepared.columns.length === 0) throw new UsageError('give one SELECT');
  const tables = EVENT_TABLES.filter((table) => reads(command.sql, table));
  if (tables.length === 0) throw new UsageError(`the query reads no table of events: ${EVENT_TABLES.join(', ')}`);
  const flags = flagsOf(command, tables);
  const news = new News();
  const events = await Events.open({
    flags,
    durable: openMemory(),
    say: (severity, message) => tell(`${severity === 'info' ? 'note' : severity}: ${visible(message)}`),
    onStored: () => news.tell(),
  });
  try {
    await events.configure({ sections: sectionsOf(command, tables), readings: [] });
    if (!(await haveBegun(events, tables))) return EXIT.query;
    return await print(command, prepared, events, tables, news);
  } finally {
    await events.stop();
  }
}

/** Everything that needs no leave is on; what changes the kernel's settings is asked for. */
function flagsOf({ withAudit, flags: given }: WatchCommand, tables: readonly EventTable[]): Flags {
  const flags = new Flags('hostql');
  const on = ['enable_bpf_events', 'enable_process_connector', 'enable_kmsg', 'enable_sock_diag'];
  if (tables.includes('file_events') || tables.includes('yara_events')) on.push('enable_file_events');
  if (withAudit) on.push('audit_allow_config', 'audit_allow_sockets', ...AUDIT_OF_TABLES.flatMap(auditFlag(tables)));
  if (withAudit) flags.set('disable_audit', 'false', 'given');
  flags.set('events_max', '200000', 'given');
  for (const [name, value] of [...on.map((name) => [name, 'true'] as const), ...given]) {
    if (flags.set(name, value, 'given').kind !== 'set')
      throw new UsageError(`no flag takes ${visible(`${name}=${value}`)}`);
  }
  return flags;
}

const AUDIT_OF_TABLES: readonly (readonly [table: EventTable, flag: string])[] = [
  ['process_file_events', 'audit_allow_fim_events'],
  ['selinux_events', 'audit_allow_selinux_events'],
  ['apparmor_events', 'audit_allow_apparmor_events'],
  ['seccomp_events', 'audit_allow_seccomp_events'],
];
const auditFlag =
  (tables: readonly EventTable[]) =>
  ([table, flag]: readonly [EventTable, string]): string[] =>
    tables.includes(table) ? [flag] : [];

function sectionsOf({ paths }: WatchCommand, tables: readonly EventTable[]): ReadonlyMap<string, unknown> {
  const others = EVENT_TABLES.filter((table) => !tables.includes(table));
  const needsPaths = tables.includes('file_events') || tables.includes('process_file_events');
  if (needsPaths && paths.length === 0) throw new UsageError('say which files: --path /etc/%%');
  return new Map<string, unknown>([
    ['events', { disable_subscribers: others }],
    ['file_paths', { watched: paths }],
  ]);
}

const LOOK_MS = 20;

/** Waits until each source runs or is known not to. Says what feeds each table; false where nothing feeds any. */
async function haveBegun(events: Events, tables: readonly EventTable[]): Promise<boolean> {
  while (events.rows().some(({ state }) => state === 'starting')) await sleep(LOOK_MS);
  let isFed = false;
  for (const table of tables) {
    const row = events.rows().find(({ name }) => name === table);
    if (row?.['state'] === 'running') {
      isFed = true;
      if (isTerminal(2)) tell(`watching ${table} (${String(row['publisher'])}); Ctrl-C ends it`);
    } else tell(`error: nothing feeds ${table} here${isRoot() ? '' : ': most sources need root'}`);
  }
  return isFed;
}

/** Someone waits for what is stored. */
class News {
  #isThere = false;
  #wake: (() => void) | undefined;

  tell(): void {
    this.#isThere = true;
    this.#wake?.();
  }

  /** Resolves at once where there was news since the last call. */
  async wait(): Promise<void> {
    if (!this.#isThere) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    this.#isThere = false;
    this.#wake = undefined;
  }
}

async function print(
  command: WatchCommand,
  prepared: Prepared,
  events: Events,
  tables: readonly EventTable[],
  news: News,
): Promise<ExitCode> {
  const out = new Output();
  const mode = stdoutMode(command, out);
  const stop = new AbortController();
  const end = (): void => {
    stop.abort();
    news.tell();
  };
  const timer = command.forMs === undefined ? undefined : setTimeout(end, command.forMs);
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  const warnings = new Set<string>();
  const startMs = performance.now();
  let count = 0;
  const live = liveRows({
    prepared,
    store: events.store,
    tables,
    showsGaps: /\b(gap|lost)\b/i.test(command.sql),
    signal: stop.signal,
    onWarning: (message) => warnings.add(message),
    news: () => news.wait(),
  });
  mode.begin(prepared.columns.map(({ name }) => name));
  try {
    for await (const rows of live) {
      for (const row of rows) mode.row(row);
      count += rows.length;
      mode.look?.();
      await out.flush();
    }
    mode.end();
  } finally {
    clearTimeout(timer);
    mode.finish();
    await out.flush();
    for (const line of warningLines(warnings, isRoot())) tell(line);
    for (const line of lossLines(events, tables)) tell(line);
  }
  if (isTerminal(2)) tell(`${rowCount(count)} in ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
  return EXIT.ok;
}

function* lossLines({ store }: Events, tables: readonly EventTable[]): Generator<string> {
  for (const table of tables) {
    const { gaps, dropped } = store.counters(table);
    if (gaps > 0) yield `warning: ${table} has ${gaps} gaps; ${dropped} events are known to be lost`;
  }
}
