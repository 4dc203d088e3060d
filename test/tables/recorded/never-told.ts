const ASKED = 'a switch for the query: tests of the table itself ask with it';
const DAEMON = { '*': 'a daemon alone answers: test/daemon, test/tables/self.test.ts' };
const FIRMWARE = 'no such thing on Linux, and the column is there for queries written elsewhere';

const SENSOR = 'what sensors on other systems tell: 0 or null on Linux';

/** Columns of Linux that no recorded machine tells (null, 0 or empty on all), by table, with the reason; `*` for all of a table. */
export const NEVER_TOLD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  battery: { condition: FIRMWARE },
  docker_container_processes: { wired_size: 'ps(1) knows no such size' },
  docker_container_stats: { num_procs: 'Windows alone has it' },
  carbon_black_info: {
    collect_data_file_writes: SENSOR,
    collect_process_user_context: SENSOR,
    collect_sensor_operations: SENSOR,
    log_file_disk_quota_mb: SENSOR,
    log_file_disk_quota_percentage: SENSOR,
    protection_disabled: SENSOR,
    sensor_ip_addr: SENSOR,
  },
  extended_attributes: { max_depth: ASKED, one_file_system: ASKED },
  file: { device: 'no recorded file is a device that the query asks for', max_depth: ASKED, one_file_system: ASKED },
  hash: { max_depth: ASKED, one_file_system: ASKED },
  hostql_lanes: DAEMON,
  hostql_loss: DAEMON,
  hostql_query_stats: DAEMON,
  interface_details: { metric: 'Linux keeps no metric of interfaces: 0 on each' },
  magic: { magic_db_files: ASKED },
  md_devices: { superblock_update_time: 'the kernel tells it to root alone, by ioctl' },
  osquery_events: DAEMON,
  osquery_extensions: DAEMON,
  osquery_flags: DAEMON,
  osquery_info: { '*': 'differs from run to run: test/tables/machine.test.ts' },
  osquery_packs: DAEMON,
  osquery_registry: DAEMON,
  osquery_schedule: DAEMON,
  platform_info: { extra: FIRMWARE, volume_size: FIRMWARE },
  processes: { wired_size: 'Linux locks no pages for a process as a whole: 0', include_threads: ASKED },
  prometheus_metrics: { '*': 'the configuration of the program that asks names the targets, not the machine' },
  startup_items: { args: FIRMWARE },
  system_controls: { oid: FIRMWARE },
  users: { uuid: FIRMWARE, include_remote: ASKED },
  yara_file: {
    sig_group: 'the configuration of the program that asks names the groups: test/tables/yara',
    sigurl: 'no rules are fetched',
    pid_with_namespace: ASKED,
  },
  yara_process: { '*': 'no recording holds the memory of processes: test/tables/yara' },
  wifi_networks: { '*': "netlink's answers are made up in test/tables/network/wifi-networks.test.ts" },
};
