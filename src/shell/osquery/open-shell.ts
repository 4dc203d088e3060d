import { automaticTable } from '../../attached/index.js';
import { Catalog, type EventFeed, knownTable, type SelfFacts } from '../../catalog/index.js';
import type { AutomaticTable } from '../../config/index.js';
import { VERSION } from '../../core/index.js';
import { openEngine, osqueryPolicy } from '../../engine.js';
import { type Flags, socketsOf } from '../../flags/index.js';
import type { Host } from '../../host/index.js';
import { linuxTables } from '../../tables/index.js';
import type { Seat } from '../interactive/index.js';
import { ShellSession } from '../session.js';
import { logText } from './log-line.js';
import { OSQUERY } from './manner.js';
import { tracedTables } from './planner-trace.js';
import { foreignTables, servedTables } from './served-tables.js';

/** Modes by flag; the first that is given counts. */
const MODES = ['list', 'line', 'csv'] as const;

/** What tables ask of the configuration, where one was read. */
export interface ConfiguredFacts extends Pick<SelfFacts, 'prometheus' | 'yara'> {
  /** Tables that it makes. */
  readonly tables?: readonly AutomaticTable[];
}

/** A session as osquery's flags have it. */
export function openShell(
  flags: Flags,
  host: Host,
  { io, watched }: Seat,
  { tables: made = [], ...configured }: ConfiguredFacts = {},
  events?: () => EventFeed,
): ShellSession {
  const present = [...linuxTables, ...made.map(automaticTable)];
  const registered = flags.bool('enable_foreign') ? [...present, ...foreignTables(present)] : present;
  const served = watched(servedTables(registered, flags));
  const tables = flags.bool('planner') ? tracedTables(served, (line) => io.tell(line)) : served;
  const connect = flags.text('connect');
  return new ShellSession({
    manner: OSQUERY,
    io,
    flags,
    registered: [...registered].sort((a, b) => (a.name < b.name ? -1 : 1)),
    openEngine: (loaded) =>
      openEngine({
        catalog: new Catalog([...tables, ...loaded], [], knownTable),
        host,
        self: () => ({ version: VERSION, sockets: socketsOf(flags), ...configured }),
        ...(events && { events }),
        policy: osqueryPolicy((line) => io.tell(logText('error', line))),
      }),
    state: {
      mode: MODES.find((name) => flags.bool(name)) ?? 'pretty',
      json: flags.bool('json_pretty') ? 'json_pretty' : flags.bool('json') ? 'json' : undefined,
      header: flags.bool('header'),
      separator: OSQUERY.cut(flags.text('separator')),
      nullText: OSQUERY.cut(flags.text('nullvalue')),
      boxNullText: flags.text('nullvalue'),
      connected: connect === '' ? undefined : connect,
    },
  });
}
