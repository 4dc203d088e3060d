import type { Cell, TableData } from '../rivals/rival.js';
import { randomNumbers } from './random.js';

const KINDS = ['file', 'socket', 'pipe', 'device', 'event', 'timer', 'memory', 'other'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** `big` of so many rows, and four tables of a tenth: `l`, `r` and `s` without indexes, `x` as `r` with them. */
export function millionTables(count: number): TableData[] {
  const side = Math.ceil(count / 10);
  return [
    {
      name: 'big',
      columns: ['id INTEGER PRIMARY KEY', 'kind TEXT', 'owner INTEGER', 'amount INTEGER', 'price REAL', 'name TEXT'],
      indexes: [],
      rows: () => bigRows(count, side),
    },
    sideTable('l', 'v', side, 2),
    sideTable('r', 'w', side, 3),
    sideTable('s', 'x', side, 4),
    { ...sideTable('x', 'w', side, 3), indexes: [['k'], ['j']] },
  ];
}

function* bigRows(count: number, owners: number): Iterable<Cell[]> {
  const random = randomNumbers(1);
  for (let id = 1; id <= count; id++) {
    const [kind, owner, amount] = [random.pick(KINDS), random.whole(0, owners - 1), random.whole(0, 999)];
    let name = '';
    for (let i = 0; i < 8; i++) name += LETTERS[random.whole(0, 25)];
    yield [id, kind, owner, amount, random.whole(0, 99_999) / 1000, name];
  }
}

const sideTable = (name: string, value: string, count: number, seed: number): TableData => ({
  name,
  columns: ['id INTEGER PRIMARY KEY', 'k INTEGER', 'j INTEGER', `${value} INTEGER`],
  indexes: [],
  rows: () => sideRows(count, seed),
});

function* sideRows(count: number, seed: number): Iterable<number[]> {
  const random = randomNumbers(seed);
  for (let id = 1; id <= count; id++)
    yield [id, random.whole(0, count - 1), random.whole(0, count - 1), random.whole(0, 999)];
}
