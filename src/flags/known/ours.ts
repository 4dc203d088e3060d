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
  text('control_socket', '', 'Socket that answers questions about the daemon', 'cli'),
  bool('config_strict', false, 'Do not start with a configuration that has errors', 'cli'),
].map((flag) => ({ ...flag, family: 'ours' as const }));
