import { bool, type Flag, text, uint32, uint64 } from '../flag.js';

/** Flags that osquery has not. */
export const OURS: readonly Flag[] = [
  uint64('config_max_bytes', 33_554_432, 'Most bytes of a file of the configuration', 'cli'),
  uint32('config_max_depth', 128, 'Most levels of a configuration', 'cli'),
  uint64('config_poll', 5, 'Seconds between looks at the files of the configuration; 0 for never', 'cli'),
  uint32('lanes', 2, 'Scheduled queries that run at once', 'cli'),
  uint64('lane_memory', 64, 'Megabytes of JavaScript memory for a lane', 'cli'),
  uint64(
    'query_timeout',
    0,
    'Seconds a scheduled query may take that says nothing; 0 for four intervals, a minute at least, an hour at most',
  ),
  text('metrics_listen', '', 'Loopback address with port, or unix:PATH, for Prometheus metrics', 'cli'),
  text('metrics_textfile', '', 'File that Prometheus metrics are written to', 'cli'),
  uint64('database_max', 1024, 'Megabytes that the store may take on disk', 'cli'),
  uint64('events_disk_max', 512, 'Megabytes of events kept, before they are compressed'),
  bool('enable_process_connector', false, 'The process connector feeds process_events where the audit system does not'),
  bool('file_events_hash', true, 'Files of file_events are hashed when they are made or written'),
  uint64(
    'file_events_max_watches',
    0,
    'Most folders watched for file_events; 0 for nine tenths of what the kernel allows',
  ),
  bool('enable_kmsg', false, "The kernel's own log is in syslog_events, too"),
  bool('enable_sock_diag', false, 'Sockets that end are in socket_events, too'),
  bool('enable_bpf_events', false, 'BPF programs watch processes and sockets'),
  bool('bpf_feeds_audit_tables', false, 'BPF feeds process_events and socket_events, too, where audit does not'),
  uint32('bpf_perf_event_array_exp', 10, 'Exponent of two: pages of the BPF ring buffer per processor, 1,024 for 10'),
  uint32('bpf_buffer_storage_size', 512, 'Calls under way that BPF remembers per processor; 16,384 at least in all'),
  text('control_socket', '', 'Socket that answers questions about the daemon', 'cli'),
  bool('config_strict', false, 'Do not start with a configuration that has errors', 'cli'),
].map((flag) => ({ ...flag, family: 'ours' as const }));
