import { COST, tableOf } from '../../catalog/index.js';
import { type Host, readOr, readSysctlConfig, type SysctlConfig } from '../../host/index.js';
import { dotted, SYSCTL_ROOT, walkSysctls } from './sysctl-walk.js';

interface Setting {
  readonly host: Host;
  /** Below `/proc/sys`. */
  readonly path: string;
  readonly config: () => SysctlConfig;
}

const { table, text } = tableOf<Setting>();

/** Values are read only where the query wants them; some are for root alone, and some can be written only. */
export const systemControls = table({
  name: 'system_controls',
  description: 'Settings of the kernel (sysctl), what they are and what the files of /etc want them to be',
  rows: 1000,
  rowCost: COST.syscall,
  sources: ['/proc/sys', '/etc/sysctl.conf', '/etc/sysctl.d, /run/sysctl.d, /usr/lib/sysctl.d'],
  privileges: 'root for a few settings',
  examples: [
    "SELECT current_value FROM system_controls WHERE name = 'kernel.randomize_va_space'",
    "SELECT name, current_value FROM system_controls WHERE name LIKE 'net.ipv4.conf.%.rp_filter'",
    "SELECT name, current_value, config_value FROM system_controls WHERE subsystem = 'kernel' AND config_value <> current_value",
  ],
  columns: {
    name: text('Name with dots', ({ path }) => dotted(path), {
      key: { unique: true, ops: ['=', 'like', 'glob'], rowsPerValue: 1 },
    }),
    oid: text('Number of the setting on systems where it has one: never here', () => null, { key: {} }),
    subsystem: text('First part of the name', ({ path }) => path.split('/', 1)[0], { key: { rowsPerValue: 200 } }),
    current_value: text(
      'What it is, null where we may not read it',
      ({ host, path }) => readOr(null, () => host.readText(`${SYSCTL_ROOT}/${path}`).trim()),
      { cost: COST.file },
    ),
    config_value: text(
      'What /etc/sysctl.conf and the files of sysctl.d set at the start, null for nothing',
      ({ path, config }) => config().valueOf(path),
      { cost: COST.syscall },
    ),
    type: text('Always string', () => 'string'),
    field_name: text('macOS: name of a part of a structure', () => null, { hidden: true }),
  },
  *scan({ host, lookup, checkpoint }) {
    if (lookup.oid?.values) return; // nothing has one
    let read: SysctlConfig | undefined;
    const config = (): SysctlConfig => {
      read ??= readSysctlConfig(host);
      return read;
    };
    const wanted = { names: lookup.name, subsystems: lookup.subsystem };
    for (const path of walkSysctls(host, wanted, checkpoint)) yield { host, path, config };
  },
});
