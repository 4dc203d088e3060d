import type { AuditSettings } from '../../../src/events/audit/settings.js';
import type { EventTable } from '../../../src/events/names.js';
import type { EventRow, Gap, SourceContext } from '../../../src/events/source.js';
import { Host } from '../../../src/host/index.js';

/** Everything is wanted, and nothing of the kernel may be changed. */
export const ALL: AuditSettings = {
  process: { fork: true, kill: true },
  sockets: { accept: true, failed: true, nullAccept: true, unix: true },
  files: {
    include: ['/tmp/demo/%%'],
    exclude: [],
    showAccesses: true,
    showPartial: false,
    warnUntracked: false,
    debug: false,
  },
  user: true,
  selinux: true,
  apparmor: true,
  seccomp: true,
  mayConfigure: false,
  forceReconfigure: false,
  forceUnconfigure: false,
  persist: true,
  backlogLimit: 4096,
  backlogWaitTime: 0,
  debug: false,
};

/** Keeps what a source emits and says. */
export class Gathered implements SourceContext {
  readonly rows: { readonly table: EventTable; readonly row: EventRow; readonly atMs: number | undefined }[] = [];
  readonly gaps: { readonly gap: Gap; readonly tables: readonly EventTable[] | undefined }[] = [];
  readonly said: string[] = [];
  nowMs = 1_502_125_400_000;
  /** How far the clock of a live source is put forward. */
  skewMs = 0;

  constructor(
    readonly host = new Host('test/hosts/hostile'),
    private readonly isLive = false,
  ) {}

  readonly emit: SourceContext['emit'] = {
    row: (table, row, atMs) => void this.rows.push({ table, row, atMs }),
    gap: (gap, tables) => void this.gaps.push({ gap, tables }),
  };

  say(severity: string, message: string): void {
    this.said.push(`${severity}: ${message}`);
  }

  now(): number {
    return this.isLive ? Date.now() + this.skewMs : this.nowMs;
  }

  of(table: EventTable): EventRow[] {
    return this.rows.filter((row) => row.table === table).map(({ row }) => row);
  }

  /** A line for each row: its time, its table, and the columns that have a value. */
  text(): string {
    return this.rows.map(({ table, row, atMs }) => `${atMs} ${table} ${columns(row)}\n`).join('');
  }
}

const columns = (row: EventRow): string =>
  Object.entries(row)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(' ');
