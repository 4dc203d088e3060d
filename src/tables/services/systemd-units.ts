import { tableOf } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import {
  type LoadedUnit,
  listUnitFiles,
  Refused,
  refusedIsNull,
  Systemd,
  type UnitFile,
  type UnitProperties,
} from '../../host/index.js';
import { admitting } from '../users/ids.js';

const NOTHING: UnitProperties = { fragmentPath: null, sourcePath: null, unitFileState: null, user: null };

/** A unit, from systemd where that runs, else from its file. */
class Unit {
  #properties: UnitProperties | undefined;

  constructor(
    readonly id: string,
    readonly systemd: Systemd,
    readonly loaded: LoadedUnit | null,
    readonly file: UnitFile | null,
  ) {}

  /** Asked for on first use: each unit is a round trip. */
  get properties(): UnitProperties {
    this.#properties ??= this.#read();
    return this.#properties;
  }

  #read(): UnitProperties {
    const { file, loaded, systemd } = this;
    if (file) return { fragmentPath: file.path, sourcePath: null, unitFileState: file.state, user: file.user };
    return (loaded && refusedIsNull(() => systemd.properties(loaded.objectPath))) ?? NOTHING;
  }
}

const { table, bigint, text } = tableOf<Unit>();
/** A round trip of four questions took 600 µs (systemd 252). */
const asked = { cost: 600, group: 'properties' } as const;

/** Units that systemd has loaded. Where it does not run, or does not answer: those that have a file, without their states. */
export const systemdUnits = table({
  name: 'systemd_units',
  description: 'Units that systemd has loaded, and what state they are in',
  rows: 250,
  rowCost: 2,
  sources: [
    'D-Bus: org.freedesktop.systemd1, by /run/systemd/private or the system bus',
    'unit files, where no bus answers',
  ],
  examples: [
    "SELECT id, sub_state, description FROM systemd_units WHERE active_state = 'failed'",
    "SELECT id, user, fragment_path FROM systemd_units WHERE id LIKE '%.service' AND unit_file_state = 'enabled'",
  ],
  columns: {
    id: text('Name of the unit, such as ssh.service', (unit) => unit.id, { key: { unique: true } }),
    description: text('What it is, in words', ({ loaded, file }) => loaded?.description ?? file?.description),
    load_state: text('loaded, not-found, masked, error, …', ({ loaded }) => loaded?.loadState),
    active_state: text('active, inactive, failed, activating, …', ({ loaded }) => loaded?.activeState),
    sub_state: text('State as its kind of unit has it: running, exited, dead, …', ({ loaded }) => loaded?.subState),
    unit_file_state: text('enabled, disabled, static, masked, …', (unit) => unit.properties.unitFileState, asked),
    following: text('Unit whose state it follows', ({ loaded }) => loaded?.following || null),
    object_path: text('Its object in D-Bus', ({ loaded }) => loaded?.objectPath),
    job_id: bigint('Job queued for it, 0 for none', ({ loaded }) => loaded?.jobId),
    job_type: text('Kind of that job: start, stop, …', ({ loaded }) => loaded?.jobType || null),
    job_path: text('Object of that job, / for none', ({ loaded }) => loaded?.jobPath),
    fragment_path: text('File it was read from', (unit) => unit.properties.fragmentPath, asked),
    user: text('User it runs as, where its settings name one', (unit) => unit.properties.user, asked),
    source_path: text('File it was generated from', (unit) => unit.properties.sourcePath, asked),
  },
  *scan({ host, lookup, checkpoint, warn }) {
    const admits = admitting(lookup.id);
    const systemd = new Systemd(host);
    try {
      const loaded = loadedUnits(systemd, warn);
      const units = loaded ?? [...listUnitFiles(host)];
      if (!loaded && units.length > 0) warn('systemd does not answer: systemd_units shows unit files, without states');
      for (const unit of units) {
        checkpoint();
        if (!admits(unit.id)) continue;
        yield 'state' in unit ? new Unit(unit.id, systemd, null, unit) : new Unit(unit.id, systemd, unit, null);
      }
    } finally {
      systemd.close();
    }
  },
});

/** Undefined where no systemd answers. */
function loadedUnits(systemd: Systemd, warn: (message: string) => void): LoadedUnit[] | undefined {
  try {
    return systemd.listUnits();
  } catch (error) {
    // Of a bus that nobody listens at a file may be left.
    if (error instanceof Refused && error.reason !== 'ECONNREFUSED') warn(error.message);
    else if (!(error instanceof Gone) && !(error instanceof Refused)) throw error;
    return undefined;
  }
}
