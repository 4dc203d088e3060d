import { DbusConnection } from '../dbus/connection.js';
import { type DbusCall, type DbusMessage, type DbusValue, decodeBody, decodeMessages } from '../dbus/message.js';
import { Refused } from '../errors.js';
import type { Host } from '../host.js';

/** A unit that systemd has loaded, as its manager lists it. */
export interface LoadedUnit {
  readonly id: string;
  readonly description: string;
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  readonly following: string;
  readonly objectPath: string;
  readonly jobId: number;
  readonly jobType: string;
  readonly jobPath: string;
}

/** What else is asked of a unit; null for what it has not. */
export interface UnitProperties {
  readonly fragmentPath: string | null;
  readonly sourcePath: string | null;
  readonly unitFileState: string | null;
  readonly user: string | null;
}

/** When a timer elapses. Microseconds; null for never, or where systemd does not tell. */
export interface TimerState {
  /** The unit that it starts. */
  readonly unit: string | null;
  /** Since the epoch. */
  readonly lastTriggerUs: bigint | null;
  /** Since the epoch, for what is set by the calendar. */
  readonly nextElapseUs: bigint | null;
  /** Since boot, time asleep left out, for what is set by how long something is ago. */
  readonly nextElapseMonotonicUs: bigint | null;
}

/** Where systemd listens itself, for root alone, and where the system's message bus does. */
const PRIVATE_SOCKET = '/run/systemd/private';
const BUS_SOCKET = '/run/dbus/system_bus_socket';

const SERVICE = 'org.freedesktop.systemd1';
const LIST: DbusCall = {
  destination: SERVICE,
  path: '/org/freedesktop/systemd1',
  interface: `${SERVICE}.Manager`,
  member: 'ListUnits',
  arguments: [],
};
const GET_PROPERTY = {
  destination: SERVICE,
  interface: 'org.freedesktop.DBus.Properties',
  member: 'Get',
} as const;
const PROPERTIES: readonly (readonly [interface_: string, name: string])[] = [
  [`${SERVICE}.Unit`, 'FragmentPath'],
  [`${SERVICE}.Unit`, 'SourcePath'],
  [`${SERVICE}.Unit`, 'UnitFileState'],
  [`${SERVICE}.Service`, 'User'],
];

const TIMER = `${SERVICE}.Timer`;
const TIMER_PROPERTIES: readonly (readonly [interface_: string, name: string])[] = [
  [TIMER, 'Unit'],
  [TIMER, 'LastTriggerUSec'],
  [TIMER, 'NextElapseUSecRealtime'],
  [TIMER, 'NextElapseUSecMonotonic'],
];
/** For `never`. */
const USEC_INFINITY = 2n ** 64n - 1n;

/** The running systemd, asked over D-Bus; a recorded machine keeps its answers. Close it when done. */
export class Systemd {
  readonly #host: Host;
  #connection: DbusConnection | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /**
   * The units it has loaded; undefined for a recorded machine that kept none.
   * @throws Gone where no systemd listens, Refused
   */
  listUnits(): LoadedUnit[] | undefined {
    const answer = this.#ask('systemd units', [LIST]);
    return answer && readable(() => unitsOf(decodeMessages(answer)[0]));
  }

  /** @throws Gone, Refused */
  properties(objectPath: string): UnitProperties {
    const calls = PROPERTIES.map((property) => ({ ...GET_PROPERTY, path: objectPath, arguments: property }));
    const answer = this.#ask(`systemd unit ${objectPath}`, calls) ?? Buffer.alloc(0);
    const texts = readable(() => decodeMessages(answer).map(textOfProperty));
    const [fragmentPath = null, sourcePath = null, unitFileState = null, user = null] = texts;
    return { fragmentPath, sourcePath, unitFileState, user };
  }

  /** @throws Gone, Refused */
  timer(objectPath: string): TimerState {
    const calls = TIMER_PROPERTIES.map((property) => ({ ...GET_PROPERTY, path: objectPath, arguments: property }));
    const answer = this.#ask(`systemd timer ${objectPath}`, calls) ?? Buffer.alloc(0);
    const [unit, last, next, nextMonotonic] = readable(() => decodeMessages(answer).map(valueOfProperty));
    const time = (value: DbusValue | undefined): bigint | null =>
      typeof value === 'bigint' && value > 0n && value < USEC_INFINITY ? value : null;
    return {
      unit: typeof unit === 'string' && unit !== '' ? unit : null,
      lastTriggerUs: time(last),
      nextElapseUs: time(next),
      nextElapseMonotonicUs: time(nextMonotonic),
    };
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  #ask(name: string, calls: readonly DbusCall[]): Buffer | undefined {
    return this.#host.answer(name, () => {
      this.#connection ??= connect();
      this.#host.counters.syscalls += 2;
      return this.#connection.call(calls);
    });
  }
}

/** What `read` makes of an answer. @throws Refused where it is none that we understand */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused('the units of systemd', error instanceof Error ? error.message : String(error));
  }
}

/** Each a struct of type (ssssssouso). */
function unitsOf(message: DbusMessage | undefined): LoadedUnit[] {
  if (message?.kind === 'error') throw new Refused('the units of systemd', message.errorName);
  const [units] = message ? decodeBody(message) : [];
  if (!Array.isArray(units) || message?.signature !== 'a(ssssssouso)') throw new Error('D-Bus: not a list of units');
  return (units as readonly (readonly DbusValue[])[]).map((fields) => {
    const text = (index: number): string => String(fields[index] ?? '');
    return {
      id: text(0),
      description: text(1),
      loadState: text(2),
      activeState: text(3),
      subState: text(4),
      following: text(5),
      objectPath: text(6),
      jobId: Number(fields[7]),
      jobType: text(8),
      jobPath: text(9),
    };
  });
}

/** Null for an error too: units that are no services have no user. */
function textOfProperty(message: DbusMessage): string | null {
  const value = valueOfProperty(message);
  return typeof value === 'string' && value !== '' ? value : null;
}

const valueOfProperty = (message: DbusMessage): DbusValue | undefined =>
  message.kind === 'return' ? decodeBody(message)[0] : undefined;

/** The private socket saves the way over the bus, and works where no bus runs. */
function connect(): DbusConnection {
  if (process.geteuid?.() === 0) {
    try {
      return new DbusConnection(PRIVATE_SOCKET, false);
    } catch {
      // an older or newer systemd; or none
    }
  }
  return new DbusConnection(BUS_SOCKET, true);
}
