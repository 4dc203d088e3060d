import type { Catalog } from '../catalog/index.js';
import type { RunContext } from '../exec/index.js';
import type { Host } from '../host/index.js';
import type { Database } from '../store/index.js';
import type { RunOptions } from './prepared.js';

/** What the statements of one connection share, and change. */
export interface Session {
  /** Built-in tables, and what is stored on top of them. */
  readonly catalog: Catalog;
  readonly database: Database;
  readonly host: Host;
  /** `PRAGMA case_sensitive_like` */
  caseSensitiveLike: boolean;
}

/** What a run of a plan gets in this session. */
export const runContext = ({ host, database, caseSensitiveLike }: Session, options: RunOptions): RunContext => ({
  host,
  database,
  caseSensitiveLike,
  ...options,
});
