import { COST, tableOf } from '../../catalog/index.js';
import { type Battery, listBatteries } from '../../host/index.js';

const { table, integer, text } = tableOf<Battery>();

/** As osquery has it on macOS and Windows; a row per battery. */
export const battery = table({
  name: 'battery',
  description: 'Batteries the machine runs on',
  rows: 1,
  rowCost: 20 * COST.file,
  sources: ['/sys/class/power_supply'],
  examples: [
    'SELECT percent_remaining, state, minutes_until_empty FROM battery',
    'SELECT model, 100 * max_capacity / designed_capacity AS health FROM battery',
  ],
  columns: {
    manufacturer: text('Who made it', (row) => row.manufacturer),
    model: text('Name of the model', (row) => row.model),
    serial_number: text('Serial number', (row) => row.serial),
    cycle_count: integer('Times it was charged', (row) => row.cycles),
    state: text('Battery Power while it feeds the machine, else AC Power; null where unknown', stateOf),
    charging: integer('1 while it is charged, else 0', ({ status }) => Number(status === 'Charging')),
    charged: integer('1 where it is full, else 0', ({ status }) => Number(status === 'Full')),
    designed_capacity: integer('Capacity it was made with, in mAh', (row) => row.designedCapacity),
    max_capacity: integer('Capacity it has when full now, in mAh', (row) => row.maxCapacity),
    current_capacity: integer('Charge that is left, in mAh', (row) => row.currentCapacity),
    percent_remaining: integer('Charge that is left, in percent', (row) => row.percent),
    amperage: integer('Current that flows in or out, in mA; drivers differ in signs', (row) => row.milliamperes),
    voltage: integer('Voltage now, in mV', (row) => row.millivolts),
    minutes_until_empty: integer(
      'Minutes left at this current, null while it is not discharged',
      (row) => row.minutesToEmpty,
    ),
    minutes_to_full_charge: integer(
      'Minutes to full at this current, null while it is not charged',
      (row) => row.minutesToFull,
    ),
    chemistry: text('What it is made of, such as Li-ion', (row) => row.technology),
    health: text('Health as its driver has it, such as Good', (row) => row.health),
    condition: text('macOS: condition', () => null, { hidden: true }),
    manufacture_date: integer('Day it was made, in seconds since the epoch', (row) => row.manufactured),
  },
  *scan({ host }) {
    yield* listBatteries(host);
  },
});

function stateOf({ status }: Battery): string | null {
  if (status === null || status === 'Unknown') return null;
  return status === 'Discharging' ? 'Battery Power' : 'AC Power';
}
