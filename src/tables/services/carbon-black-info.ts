import { COST, tableOf } from '../../catalog/index.js';
import { type Host, readSensorId, readSensorQueues, readSensorSettings, type SensorQueues } from '../../host/index.js';

/** The sensor, read as it is asked for. */
class Sensor {
  #settings: ReadonlyMap<string, string> | null | undefined;
  #queues: SensorQueues | null | undefined;

  constructor(
    readonly host: Host,
    readonly warn: (message: string) => void,
    readonly checkpoint: () => void,
  ) {}

  get id(): number | null {
    return readSensorId(this.host, this.warn);
  }

  get queues(): SensorQueues | null {
    if (this.#queues === undefined) this.#queues = readSensorQueues(this.host, this.checkpoint);
    return this.#queues;
  }

  /** Null where there are no settings, or this one is missing. */
  text(name: string): string | null {
    if (this.#settings === undefined) this.#settings = readSensorSettings(this.host, this.warn);
    return this.#settings?.get(name) ?? null;
  }

  /** -1 where there are settings, and this one is missing. */
  flag(name: string): number | null {
    const text = this.text(name);
    if (text === null) return this.#settings ? -1 : null;
    return /^-?\d{1,9}$/.test(text) ? Number(text) : -1;
  }
}

const { table, integer, text } = tableOf<Sensor>();

const settings = { cost: COST.file, group: 'settings' } as const;
const queues = { cost: COST.directory, group: 'queues' } as const;
const flag = (name: string, description: string) => integer(description, (sensor) => sensor.flag(name), settings);
/** Of sensors on other systems. */
const notHere = (description: string) => integer(`${description}; 0 on Linux`, () => 0);

/** Always one row. */
export const carbonBlackInfo = table({
  name: 'carbon_black_info',
  description: "Settings of Carbon Black's sensor, and how much of what it found waits to be sent",
  aliases: ['cb_info'],
  rows: 1,
  rowCost: 1,
  sources: ['/var/lib/cb/sensor.id', '/var/lib/cb/sensorsettings.ini', 'names and sizes of files below /var/lib/cb'],
  privileges: 'root',
  examples: [
    'SELECT sensor_id, sensor_backend_server FROM carbon_black_info',
    'SELECT event_queue + binary_queue AS waiting_bytes FROM carbon_black_info WHERE sensor_id IS NOT NULL',
  ],
  columns: {
    sensor_id: integer('Id of the sensor', (sensor) => sensor.id, { cost: COST.file }),
    config_name: text('Name of its settings', (sensor) => sensor.text('ConfigName')?.replaceAll('%20', ' '), settings),
    collect_store_files: flag('CollectStoreFiles', '1 where it keeps programs that ran'),
    collect_module_loads: flag('CollectModuleLoads', '1 where it tells of modules that are loaded'),
    collect_module_info: flag('CollectModuleInfo', '1 where it tells of the modules themselves'),
    collect_file_mods: flag('CollectFileMods', '1 where it tells of files that change'),
    collect_reg_mods: flag('CollectRegMods', '1 where it tells of registry keys that change'),
    collect_net_conns: flag('CollectNetConns', '1 where it tells of connections'),
    collect_processes: flag('CollectProcesses', '1 where it tells of processes'),
    collect_cross_processes: flag('CollectCrossProcess', '1 where it tells of processes that open others'),
    collect_emet_events: flag('CollectEmetEvents', '1 where it tells of EMET'),
    collect_data_file_writes: notHere('1 where it tells of files that are written'),
    collect_process_user_context: notHere('1 where it tells of who runs a process'),
    collect_sensor_operations: notHere('Unused'),
    log_file_disk_quota_mb: notHere('Most megabytes of its logs'),
    log_file_disk_quota_percentage: notHere('Most of the disk for its logs'),
    protection_disabled: notHere('1 where it keeps no program from running'),
    sensor_ip_addr: text('Address of the sensor, which Linux does not tell', () => null),
    sensor_backend_server: text(
      'Server it speaks to',
      (sensor) => sensor.text('SensorBackendServer')?.replace(/%3A/gi, ':'),
      settings,
    ),
    event_queue: integer('Bytes of events that wait to be sent', (sensor) => sensor.queues?.events, queues),
    binary_queue: integer('Bytes of programs that wait to be sent', (sensor) => sensor.queues?.binaries, queues),
  },
  *scan({ host, warn, checkpoint }) {
    yield new Sensor(host, warn, checkpoint);
  },
});
