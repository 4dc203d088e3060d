import { tableOf } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import {
  type Host,
  type LoadedUnit,
  listUnitFiles,
  Refused,
  readTimerSettings,
  readTimerStamp,
  refusedIsNull,
  Systemd,
  type TimerSettings,
  type TimerState,
  type UnitFile,
} from '../../host/index.js';
import { admitting } from '../users/ids.js';

const NO_STATE: TimerState = { unit: null, lastTriggerUs: null, nextElapseUs: null, nextElapseMonotonicUs: null };

/** A timer: as systemd has loaded it, as its files have it, or both. */
class Timer {
  #settings: TimerSettings | undefined;
  #state: TimerState | undefined;

  constructor(
    readonly host: Host,
    readonly id: string,
    readonly systemd: Systemd,
    readonly loaded: LoadedUnit | undefined,
    readonly file: UnitFile | undefined,
  ) {}

  get settings(): TimerSettings {
    this.#settings ??= readTimerSettings(this.host, this.id, this.file?.path ?? null);
    return this.#settings;
  }

  /** Asked for on first use: each timer is a round trip. */
  get state(): TimerState {
    const { loaded } = this;
    this.#state ??= (loaded && refusedIsNull(() => this.systemd.timer(loaded.objectPath))) ?? NO_STATE;
    return this.#state;
  }

  get unit(): string {
    return (this.loaded && this.state.unit) ?? this.settings.unit ?? this.id.replace(/\.timer$/, '.service');
  }

  get lastTriggerSeconds(): number | null {
    return seconds(this.state.lastTriggerUs) ?? readTimerStamp(this.host, this.id);
  }
}

const { table, bigint, integer, text } = tableOf<Timer>();
const asked = { cost: 600, group: 'state' } as const;
const read = { cost: 60, group: 'settings' } as const;

/** Timers that systemd has loaded, and those that have a file. */
export const systemdTimers = table({
  name: 'systemd_timers',
  description: 'Timers of systemd: what they start, when, and when they last did',
  rows: 20,
  rowCost: 50,
  sources: [
    'unit files and /var/lib/systemd/timers',
    'D-Bus: org.freedesktop.systemd1, by /run/systemd/private or the system bus',
  ],
  examples: [
    "SELECT id, unit, datetime(next_elapse, 'unixepoch') AS next FROM systemd_timers ORDER BY next_elapse",
    "SELECT id, calendar, spans FROM systemd_timers WHERE fragment_path LIKE '/etc/%'",
  ],
  columns: {
    id: text('Name of the timer, such as fstrim.timer', (timer) => timer.id, { key: { unique: true } }),
    description: text('What it is, in words', ({ loaded, file }) => loaded?.description ?? file?.description),
    active_state: text(
      'active, inactive, failed, …; null where no systemd answers',
      ({ loaded }) => loaded?.activeState,
    ),
    unit_file_state: text('enabled, disabled, static, masked, …', ({ file }) => file?.state),
    unit: text('Unit that it starts', (timer) => timer.unit, asked),
    calendar: text(
      'Calendar expressions, with ; between',
      ({ settings }) => settings.calendar.join('; ') || null,
      read,
    ),
    spans: text(
      'Spans of time since something, such as OnBootSec=15min',
      ({ settings }) => settings.spans.join('; ') || null,
      read,
    ),
    persistent: integer(
      '1 where it makes up for what passed while the machine was off',
      ({ settings }) => Number(settings.isPersistent),
      read,
    ),
    last_trigger: bigint(
      'When it last elapsed, in seconds since the epoch',
      (timer) => timer.lastTriggerSeconds,
      asked,
    ),
    next_elapse: bigint(
      'When it elapses next by the calendar, in seconds since the epoch',
      ({ state }) => seconds(state.nextElapseUs),
      asked,
    ),
    next_elapse_uptime: bigint(
      'When it elapses next by a span, in seconds since boot, time asleep left out',
      ({ state }) => seconds(state.nextElapseMonotonicUs),
      asked,
    ),
    fragment_path: text('File it was read from', ({ file }) => file?.path),
  },
  *scan({ host, lookup, checkpoint, warn }) {
    const isAsked = admitting(lookup.id);
    const systemd = new Systemd(host);
    try {
      const loaded = new Map(loadedUnits(systemd, warn).map((unit) => [unit.id, unit]));
      const files = new Map([...listUnitFiles(host)].map((file) => [file.id, file]));
      for (const id of [...new Set([...loaded.keys(), ...files.keys()])].sort()) {
        checkpoint();
        if (id.endsWith('.timer') && isAsked(id)) yield new Timer(host, id, systemd, loaded.get(id), files.get(id));
      }
    } finally {
      systemd.close();
    }
  },
});

/** None where no systemd answers. */
function loadedUnits(systemd: Systemd, warn: (message: string) => void): readonly LoadedUnit[] {
  try {
    return systemd.listUnits() ?? [];
  } catch (error) {
    // Of a bus that nobody listens at a file may be left.
    if (error instanceof Refused && error.reason !== 'ECONNREFUSED') warn(error.message);
    else if (!(error instanceof Gone) && !(error instanceof Refused)) throw error;
    return [];
  }
}

function seconds(microseconds: bigint | null): number | null {
  return microseconds === null ? null : Number(microseconds / 1_000_000n);
}
