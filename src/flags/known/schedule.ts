import { bool, type Flag, text, uint64 } from '../flag.js';

/** Where the configuration comes from, and the schedule in it. */
export const SCHEDULE: readonly Flag[] = [
  text('config_plugin', 'filesystem', 'Where the configuration comes from', 'cli'),
  text('config_path', '/etc/osquery/osquery.conf', 'File of the configuration', 'cli'),
  bool('config_check', false, 'Read the configuration, say what is wrong, and exit', 'cli'),
  bool('config_dump', false, 'Print the configuration as it was found, and exit', 'cli'),
  uint64('config_refresh', 0, 'Seconds between reloads of the configuration; 0 for never', 'cli'),
  uint64('config_accelerated_refresh', 300, 'Seconds between reloads while they fail', 'cli'),
  bool('config_enable_backup', false, 'Keep the last configuration for a start without one', 'cli'),
  text('config_tls_endpoint', '', 'Path at the server for the configuration', 'cli'),
  uint64('config_tls_max_attempts', 3, 'Requests for the configuration before giving up', 'cli'),
  uint64('pack_refresh_interval', 3600, 'Seconds the answer of a discovery query counts'),
  text('pack_delimiter', '_', 'What joins the names of packs and queries'),
  bool('disable_decorators', false, 'Run no decorators'),
  bool('decorations_top_level', false, 'Decorations stand among the other keys of a record'),
  uint64('schedule_splay_percent', 10, 'How far intervals are spread, in percent'),
  uint64('schedule_default_interval', 3600, 'Seconds between runs of a query that says nothing'),
  uint64('schedule_timeout', 0, 'Seconds after which the schedule ends; 0 for never'),
  uint64('schedule_max_drift', 60, 'Seconds the schedule may be late before it gives the time up'),
  uint64('schedule_reload', 3600, 'Seconds between openings of the store; 0 for never'),
  bool('schedule_reload_sql', false, 'Make the SQL engine anew with the store', 'hidden'),
  uint64('schedule_epoch', 0, 'A new epoch starts all differentials anew'),
  bool('schedule_lognames', false, 'Log the name of each query that runs'),
];
