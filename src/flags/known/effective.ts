import { EVENTS } from './events.js';

/**
 * Flags of osquery's that change something in our daemon. The others are taken, so that flag files and configurations
 * work as they are, and do nothing yet.
 */
export const EFFECTIVE: ReadonlySet<string> = new Set([
  ...`alarm_timeout config_check config_dump config_enable_backup config_path config_plugin daemonize database_dump
   database_path decorations_top_level disable_database disable_decorators disable_logging disable_watchdog
   docker_socket ephemeral flagfile force host_identifier logger_event_type logger_min_status logger_min_stderr
   logger_mode logger_numerics logger_path logger_plugin logger_rotate logger_rotate_max_files logger_rotate_size
   logger_snapshot_event_type logger_stderr logger_syslog_facility logger_syslog_prepend_cee lxd_socket nullvalue
   pack_delimiter pack_refresh_interval pidfile schedule_default_interval schedule_epoch schedule_lognames
   schedule_max_drift schedule_splay_percent schedule_timeout specified_identifier verbose watchdog_delay
   watchdog_forced_shutdown_delay watchdog_latency_limit watchdog_level watchdog_memory_limit
   watchdog_utilization_limit`.split(/\s+/),
  ...EVENTS.map(({ name }) => name),
]);
