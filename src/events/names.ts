/** Tables that events are kept for, by their names in SQL. */
export const EVENT_TABLES = [
  'apparmor_events',
  'bpf_process_events',
  'bpf_socket_events',
  'file_events',
  'hardware_events',
  'process_events',
  'process_file_events',
  'seccomp_events',
  'selinux_events',
  'socket_events',
  'syslog_events',
  'user_events',
  'yara_events',
] as const;

export type EventTable = (typeof EVENT_TABLES)[number];

/** Sources in the kernel, by osquery's names of publishers where it has them. */
export const SOURCE_NAMES = [
  'BPFEventPublisher',
  'auditeventpublisher',
  'inotify',
  'kmsg',
  'process_connector',
  'sock_diag',
  'syslog',
  'udev',
] as const;

export type SourceName = (typeof SOURCE_NAMES)[number];
