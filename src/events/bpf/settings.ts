import type { EventTable } from '../names.js';
import type { SourceDef } from '../settings.js';

export interface BpfSettings {
  /** Tables that want rows. */
  readonly tables: readonly EventTable[];
  /** Exponent of two of the ring buffer's pages of 4 KiB, per processor. */
  readonly ringExponent: number;
  /** Calls that may be under way at once, per processor. */
  readonly calls: number;
}

const OWN = ['bpf_process_events', 'bpf_socket_events'] as const satisfies readonly EventTable[];
const AUDITED = ['process_events', 'socket_events'] as const satisfies readonly EventTable[];

/** BPF programs in the kernel. */
export const bpfSource: SourceDef<BpfSettings> = {
  name: 'BPFEventPublisher',
  tables: [...OWN, ...AUDITED],
  feeds: ({ flags }) => (flags.bool('bpf_feeds_audit_tables') ? [...OWN, ...AUDITED] : OWN),
  settings: ({ flags, tables }) =>
    flags.bool('enable_bpf_events')
      ? {
          tables: [...tables],
          ringExponent: flags.int('bpf_perf_event_array_exp'),
          calls: flags.int('bpf_buffer_storage_size'),
        }
      : undefined,
};
