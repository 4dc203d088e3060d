import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { readAttribute } from '../udev/properties.js';

const FOLDER = '/sys/class/power_supply';

/** A battery of the machine itself, by what its driver tells (power_supply of the kernel's ABI); null for what it does not. */
export interface Battery {
  readonly name: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  /** Charging, Discharging, Full, Not charging, Unknown. */
  readonly status: string | null;
  readonly technology: string | null;
  readonly health: string | null;
  readonly cycles: number | null;
  /** Milliampere hours. */
  readonly designedCapacity: number | null;
  readonly maxCapacity: number | null;
  readonly currentCapacity: number | null;
  readonly percent: number | null;
  readonly milliamperes: number | null;
  readonly millivolts: number | null;
  /** At the present current; null while it does not flow in that direction. */
  readonly minutesToEmpty: number | null;
  readonly minutesToFull: number | null;
  /** Seconds since the epoch, of midnight. */
  readonly manufactured: number | null;
}

/** Those that are there, by name; batteries of mice and headsets are none of the machine's. */
export function* listBatteries(host: Host): Generator<Battery> {
  for (const name of readOr([], () => host.list(FOLDER)).sort()) {
    const attribute = (file: string): string | null => readAttribute(host, `${FOLDER}/${name}/${file}`);
    if (attribute('type') === 'Battery' && attribute('scope') !== 'Device' && attribute('present') !== '0')
      yield batteryOf(name, attribute);
  }
}

/** Pure but for `attribute`, which reads a file of the battery's. Drivers count charges in µAh, or energies in µWh. */
function batteryOf(name: string, attribute: (file: string) => string | null): Battery {
  const micro = (file: string): number | null => {
    const text = attribute(file);
    return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
  };
  const microvolts = micro('voltage_now');
  const nominal = micro('voltage_min_design') ?? microvolts;
  const charge = (what: string): number | null => micro(`charge_${what}`) ?? perVolt(micro(`energy_${what}`), nominal);
  const current = micro('current_now') ?? perVolt(micro('power_now'), microvolts);
  const status = attribute('status');
  const [full, now] = [charge('full'), charge('now')];
  const flowing = current === null ? 0 : Math.abs(current);
  const minutes = (seconds: number | null, amount: number | null, isSo: boolean): number | null => {
    if (!isSo) return null;
    if (seconds !== null && seconds > 0) return Math.round(seconds / 60);
    return amount !== null && flowing > 0 ? Math.round((amount / flowing) * 60) : null;
  };
  return {
    name,
    manufacturer: attribute('manufacturer'),
    model: attribute('model_name'),
    serial: attribute('serial_number'),
    status,
    technology: attribute('technology'),
    health: attribute('health'),
    cycles: micro('cycle_count') || null, // drivers that do not count write 0
    designedCapacity: milli(charge('full_design')),
    maxCapacity: milli(full),
    currentCapacity: milli(now),
    percent: micro('capacity') ?? (full !== null && full > 0 && now !== null ? Math.round((now / full) * 100) : null),
    milliamperes: milli(current),
    millivolts: milli(microvolts),
    minutesToEmpty: minutes(micro('time_to_empty_now'), now, status === 'Discharging'),
    minutesToFull: minutes(
      micro('time_to_full_now'),
      full !== null && now !== null ? full - now : null,
      status === 'Charging',
    ),
    manufactured: dayOf(micro('manufacture_year'), micro('manufacture_month'), micro('manufacture_day')),
  };
}

const milli = (micro: number | null): number | null => (micro === null ? null : Math.round(micro / 1000));

/** µWh or µW at so many µV, as µAh or µA. */
const perVolt = (amount: number | null, microvolts: number | null): number | null =>
  amount === null || microvolts === null || microvolts <= 0 ? null : amount / (microvolts / 1e6);

const dayOf = (year: number | null, month: number | null, day: number | null): number | null =>
  year && month && day ? Date.UTC(year, month - 1, day) / 1000 : null;
