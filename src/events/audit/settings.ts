import type { EventTable } from '../names.js';
import type { SettingsInput, SourceDef } from '../settings.js';

/** What the audit system is asked for, and what may be changed of it. Plain data. */
export interface AuditSettings {
  /** Rows of process_events by these calls. */
  readonly process?: { readonly fork: boolean; readonly kill: boolean } | undefined;
  readonly sockets?: SocketSettings | undefined;
  readonly files?: FileSettings | undefined;
  readonly user: boolean;
  readonly selinux: boolean;
  readonly apparmor: boolean;
  readonly seccomp: boolean;
  /** Whether rules may be added, and the system be switched on. */
  readonly mayConfigure: boolean;
  /** Takes all rules out first, whosoever they are. */
  readonly forceReconfigure: boolean;
  /** Takes a rule of ours out at the end even if it was there before. */
  readonly forceUnconfigure: boolean;
  /** Takes the system back when it was lost. */
  readonly persist: boolean;
  /** Records that the kernel's queue holds. */
  readonly backlogLimit: number;
  /** Ticks that a process waits for room in the queue. */
  readonly backlogWaitTime: number;
  /** Tells each record. */
  readonly debug: boolean;
}

export interface SocketSettings {
  readonly accept: boolean;
  readonly failed: boolean;
  /** Also what was accepted without an address, and nobody. */
  readonly nullAccept: boolean;
  readonly unix: boolean;
}

export interface FileSettings {
  /** Patterns by osquery's rules (`%`, `%%`) of files to tell of, and of those to keep quiet about. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly showAccesses: boolean;
  readonly showPartial: boolean;
  readonly warnUntracked: boolean;
  readonly debug: boolean;
}

/** Its tables, and the flags that let them have rows. */
const ALLOWED_BY = {
  process_events: 'audit_allow_process_events',
  process_file_events: 'audit_allow_fim_events',
  socket_events: 'audit_allow_sockets',
  user_events: 'audit_allow_user_events',
  selinux_events: 'audit_allow_selinux_events',
  apparmor_events: 'audit_allow_apparmor_events',
  seccomp_events: 'audit_allow_seccomp_events',
} as const satisfies Partial<Record<EventTable, string>>;
type AuditTable = keyof typeof ALLOWED_BY;
const TABLES = Object.keys(ALLOWED_BY) as readonly AuditTable[]; // keyof, which Object.keys forgets

/** The kernel's audit system. */
export const auditSource: SourceDef<AuditSettings> = {
  name: 'auditeventpublisher',
  tables: TABLES,
  feeds: ({ flags, tables }) => TABLES.filter((table) => tables.has(table) && flags.bool(ALLOWED_BY[table])),
  settings(input) {
    const { flags } = input;
    const fed = new Set(auditSource.feeds?.(input));
    if (flags.bool('disable_audit') || fed.size === 0) return undefined;
    return {
      process: fed.has('process_events')
        ? {
            fork: flags.bool('audit_allow_fork_process_events'),
            kill: flags.bool('audit_allow_kill_process_events'),
          }
        : undefined,
      sockets: fed.has('socket_events') ? socketSettings(input) : undefined,
      files: fed.has('process_file_events') ? fileSettings(input) : undefined,
      user: fed.has('user_events'),
      selinux: fed.has('selinux_events'),
      apparmor: fed.has('apparmor_events'),
      seccomp: fed.has('seccomp_events'),
      mayConfigure: flags.bool('audit_allow_config'),
      forceReconfigure: flags.bool('audit_force_reconfigure'),
      forceUnconfigure: flags.bool('audit_force_unconfigure'),
      persist: flags.bool('audit_persist'),
      backlogLimit: Math.max(0, flags.int('audit_backlog_limit')),
      backlogWaitTime: Math.max(0, flags.int('audit_backlog_wait_time')),
      debug: flags.bool('audit_debug'),
    };
  },
};

const socketSettings = ({ flags }: SettingsInput): SocketSettings => ({
  accept: flags.bool('audit_allow_accept_socket_events'),
  failed: flags.bool('audit_allow_failed_socket_events'),
  nullAccept: flags.bool('audit_allow_null_accept_socket_events'),
  unix: flags.bool('audit_allow_unix'),
});

const fileSettings = ({ flags, sections }: SettingsInput): FileSettings => ({
  include: patternsOf(sections.get('file_paths')),
  exclude: patternsOf(sections.get('exclude_paths')),
  showAccesses: flags.bool('audit_fim_show_accesses'),
  showPartial: flags.bool('audit_show_partial_fim_events'),
  warnUntracked: flags.bool('audit_show_untracked_res_warnings'),
  debug: flags.bool('audit_fim_debug'),
});

/** All patterns of a part of the configuration that has them by category. */
function patternsOf(section: unknown): string[] {
  if (typeof section !== 'object' || section === null) return [];
  return Object.values(section)
    .flat()
    .filter((pattern): pattern is string => typeof pattern === 'string' && pattern !== '');
}
