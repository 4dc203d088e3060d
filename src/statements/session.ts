import type { Catalog, EventFeed, SelfFacts } from '../catalog/index.js';
import type { RunContext } from '../exec/index.js';
import type { Host } from '../host/index.js';
import type { Database } from '../store/index.js';
import type { Policy } from './policy.js';
import type { RunOptions } from './prepared.js';
import { systemTables } from './system-tables/index.js';

/** What the statements of one connection share, and change. */
export interface Session {
  /** Built-in tables, and what is stored on top of them. */
  readonly catalog: Catalog;
  readonly database: Database;
  readonly host: Host;
  /** Asked at every run. */
  readonly self: (() => SelfFacts) | undefined;
  readonly events: (() => EventFeed) | undefined;
  /** `PRAGMA case_sensitive_like` */
  caseSensitiveLike: boolean;
  /** Values of PRAGMAs that only keep a number, by name. */
  readonly numbers: Map<string, number>;
  readonly policy: Policy | undefined;
}

/** A session over what a catalog has. */
export function openSession(
  catalog: Catalog,
  host: Host,
  policy: Policy | undefined,
  self: (() => SelfFacts) | undefined,
  events?: () => EventFeed,
): Session {
  const session: Session = {
    catalog: catalog.withUnlisted(systemTables(() => session)),
    database: catalog.database,
    host,
    self,
    events,
    caseSensitiveLike: false,
    numbers: new Map(),
    policy,
  };
  return session;
}

/** What a run of a plan gets in this session. */
export const runContext = (
  { host, self, events, database, caseSensitiveLike }: Session,
  options: RunOptions,
): RunContext => ({
  host,
  ...(self && { self: self() }),
  ...(events && { events: events() }),
  database,
  caseSensitiveLike,
  ...options,
});
