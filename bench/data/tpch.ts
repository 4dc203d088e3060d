import type { Cell, TableData } from '../rivals/rival.js';
import { type RandomNumbers, randomNumbers } from './random.js';
import { SCHEMAS } from './tpch-schema.js';
import {
  COLOURS,
  CONTAINERS,
  INSTRUCTIONS,
  MODES,
  NATIONS,
  PRIORITIES,
  REGIONS,
  SEGMENTS,
  TYPES,
  WORDS,
} from './tpch-vocabulary.js';

/**
 * The eight tables of TPC-H at a scale factor, by a generator of our own: sizes, keys, ranges and vocabularies are those of
 * TPC-H 3.0.1, clause 4.2.3; the rows are not dbgen's.
 */
export function tpchTables(scale: number): TableData[] {
  const sizes: Sizes = {
    scale,
    suppliers: Math.round(10_000 * scale),
    parts: Math.round(200_000 * scale),
    customers: Math.round(150_000 * scale),
    orders: Math.round(1_500_000 * scale),
  };
  return Object.entries(SCHEMAS).map(([name, { columns, indexes }]) => ({
    name,
    columns: columns.split(/,\s+/),
    indexes,
    rows: () => ROWS[name as keyof typeof SCHEMAS](sizes), // Object.entries forgets what the keys are
  }));
}

interface Sizes {
  readonly scale: number;
  readonly suppliers: number;
  readonly parts: number;
  readonly customers: number;
  readonly orders: number;
}

const ROWS: Record<keyof typeof SCHEMAS, (sizes: Sizes) => Iterable<Cell[]>> = {
  region: regionRows,
  nation: nationRows,
  supplier: supplierRows,
  part: partRows,
  partsupp: partSupplierRows,
  customer: customerRows,
  *orders(sizes) {
    for (const { order } of ordersWithLines(sizes)) yield order;
  },
  *lineitem(sizes) {
    for (const { lines } of ordersWithLines(sizes)) yield* lines;
  },
};

function* regionRows(): Iterable<Cell[]> {
  const random = randomNumbers(1);
  for (const [key, name] of REGIONS.entries()) yield [key, name, text(random, 31, 115)];
}

function* nationRows(): Iterable<Cell[]> {
  const random = randomNumbers(2);
  for (const [key, [name, region]] of NATIONS.entries()) yield [key, name, region, text(random, 31, 114)];
}

function* supplierRows({ suppliers, scale }: Sizes): Iterable<Cell[]> {
  const random = randomNumbers(3);
  // Five complaints and five recommendations for 10,000 suppliers; query 16 looks for the complaints.
  const noted = Math.max(1, Math.round(5 * scale));
  const every = Math.floor(suppliers / (2 * noted));
  for (let key = 1; key <= suppliers; key++) {
    const nation = random.whole(0, 24);
    const comment = text(random, 25, 100);
    const note = key % every === 0 ? (Math.floor(key / every) % 2 ? 'Complaints' : 'Recommends') : undefined;
    yield [
      key,
      numbered('Supplier', key),
      text(random, 10, 40),
      nation,
      phone(nation, random),
      random.money(-999.99, 9999.99),
      note === undefined ? comment : `${comment.slice(0, 20)}Customer ${random.pick(WORDS)} ${note}`,
    ];
  }
}

function* partRows({ parts }: Sizes): Iterable<Cell[]> {
  const random = randomNumbers(4);
  for (let key = 1; key <= parts; key++) {
    const maker = random.whole(1, 5);
    const colours = new Set<string>();
    while (colours.size < 5) colours.add(random.pick(COLOURS));
    yield [
      key,
      [...colours].join(' '),
      `Manufacturer#${maker}`,
      `Brand#${maker}${random.whole(1, 5)}`,
      TYPES.map((list) => random.pick(list)).join(' '),
      random.whole(1, 50),
      CONTAINERS.map((list) => random.pick(list)).join(' '),
      retailPrice(key),
      text(random, 5, 22),
    ];
  }
}

const retailPrice = (part: number): number => (90_000 + (Math.floor(part / 10) % 20_001) + 100 * (part % 1_000)) / 100;

/** The i-th of the four suppliers of a part. */
const supplierOf = (part: number, i: number, suppliers: number): number =>
  ((part + i * (Math.floor(suppliers / 4) + Math.floor((part - 1) / suppliers))) % suppliers) + 1;

function* partSupplierRows({ parts, suppliers }: Sizes): Iterable<Cell[]> {
  const random = randomNumbers(5);
  for (let part = 1; part <= parts; part++) {
    for (let i = 0; i < 4; i++) {
      const supplier = supplierOf(part, i, suppliers);
      yield [part, supplier, random.whole(1, 9999), random.money(1, 1000), text(random, 49, 198)];
    }
  }
}

function* customerRows({ customers }: Sizes): Iterable<Cell[]> {
  const random = randomNumbers(6);
  for (let key = 1; key <= customers; key++) {
    const nation = random.whole(0, 24);
    yield [
      key,
      numbered('Customer', key),
      text(random, 10, 40),
      nation,
      phone(nation, random),
      random.money(-999.99, 9999.99),
      random.pick(SEGMENTS),
      text(random, 29, 116),
    ];
  }
}

interface OrderWithLines {
  readonly order: Cell[];
  readonly lines: Cell[][];
}

/** Made twice, once for each of the two tables: neither is held. */
function* ordersWithLines(sizes: Sizes): Iterable<OrderWithLines> {
  const random = randomNumbers(7);
  for (let index = 0; index < sizes.orders; index++) {
    // Keys are sparse: eight used, twenty-four not.
    const key = (index >> 3) * 32 + (index & 7) + 1;
    const day = random.whole(0, LAST_ORDER_DAY);
    const lines = Array.from({ length: random.whole(1, 7) }, (_, i) => lineRow(key, i + 1, day, sizes, random));
    yield { order: orderRow(key, day, lines, sizes, random), lines };
  }
}

function orderRow(key: number, day: number, lines: readonly Cell[][], sizes: Sizes, random: RandomNumbers): Cell[] {
  const open = lines.filter((line) => line[9] === 'O').length;
  const total = lines.reduce((sum, line) => sum + Number(line[5]) * (1 + Number(line[7])) * (1 - Number(line[6])), 0);
  // A third of the customers never order.
  let customer = random.whole(1, sizes.customers);
  while (customer % 3 === 0) customer = random.whole(1, sizes.customers);
  const comment = text(random, 19, 78);
  return [
    key,
    customer,
    open === lines.length ? 'O' : open === 0 ? 'F' : 'P',
    Math.round(total * 100) / 100,
    dateOf(day),
    random.pick(PRIORITIES),
    numbered('Clerk', random.whole(1, Math.max(1, Math.round(1000 * sizes.scale)))),
    0,
    // What query 13 looks for is as frequent as dbgen's grammar makes it, about one in a hundred.
    random.whole(1, 100) === 1 ? `${comment.slice(0, 30)} special ${random.pick(WORDS)} requests` : comment,
  ];
}

function lineRow(order: number, line: number, day: number, { parts, suppliers }: Sizes, random: RandomNumbers): Cell[] {
  const part = random.whole(1, parts);
  const quantity = random.whole(1, 50);
  const shipped = day + random.whole(1, 121);
  const received = shipped + random.whole(1, 30);
  return [
    order,
    part,
    supplierOf(part, random.whole(0, 3), suppliers),
    line,
    quantity,
    Math.round(quantity * retailPrice(part) * 100) / 100,
    random.whole(0, 10) / 100,
    random.whole(0, 8) / 100,
    received <= TODAY ? random.pick(['R', 'A']) : 'N',
    shipped > TODAY ? 'O' : 'F',
    dateOf(shipped),
    dateOf(day + random.whole(30, 90)),
    dateOf(received),
    random.pick(INSTRUCTIONS),
    random.pick(MODES),
    text(random, 10, 43),
  ];
}

function text(random: RandomNumbers, low: number, high: number): string {
  const length = random.whole(low, high);
  let words = random.pick(WORDS);
  while (words.length < length) words += ` ${random.pick(WORDS)}`;
  return words.slice(0, length);
}

const numbered = (prefix: string, number: number): string => `${prefix}#${String(number).padStart(9, '0')}`;
const phone = (nation: number, random: RandomNumbers): string =>
  `${nation + 10}-${random.whole(100, 999)}-${random.whole(100, 999)}-${random.whole(1000, 9999)}`;

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(1992, 0, 1);
const dayOf = (year: number, month: number, day: number): number =>
  (Date.UTC(year, month - 1, day) - FIRST_DAY) / DAY_MS;
const LAST_ORDER_DAY = dayOf(1998, 8, 2);
const TODAY = dayOf(1995, 6, 17);
const DATES = Array.from({ length: dayOf(1998, 12, 31) + 1 }, (_, day) =>
  new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10),
);
const dateOf = (day: number): string => DATES[day] ?? '';
