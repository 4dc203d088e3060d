import { type TableSpec, tableOf } from '../../src/catalog/index.js';

interface Address {
  readonly name: string;
  readonly address: string;
}
interface Owner {
  readonly address: string;
  readonly owner: string;
}
interface Cell {
  readonly x: number;
  readonly y: number;
}
const required = { key: { required: true } } as const;
const { table: addressTable, text: addressText } = tableOf<Address>();
const { table: ownerTable, text: ownerText } = tableOf<Owner>();
const { table: cellTable, integer: cellInteger } = tableOf<Cell>();
const { table: numberTable, integer: numberInteger } = tableOf<number>();

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

const among = (all: readonly number[], wanted: readonly number[] | undefined): readonly number[] =>
  wanted ? all.filter((one) => wanted.includes(one)) : all;

/** Tables that answer no question without a key, as a name server does. */
export const keyedTables: readonly TableSpec[] = [
  addressTable({
    name: 'addresses',
    description: 'An address for each name asked for.',
    columns: {
      name: addressText('Name', (row) => row.name, { key: { required: true, unique: true } }),
      address: addressText('Address', (row) => row.address),
    },
    *scan({ lookup }) {
      for (const name of lookup.name?.values ?? []) yield { name, address: `address of ${name}` };
    },
  }),
  ownerTable({
    name: 'owners',
    description: 'Whose an address is.',
    columns: {
      address: ownerText('Address', (row) => row.address, { key: { required: true, unique: true } }),
      owner: ownerText('Owner', (row) => row.owner),
    },
    *scan({ lookup }) {
      for (const address of lookup.address?.values ?? []) yield { address, owner: `owner of ${address.slice(11)}` };
    },
  }),
  cellTable({
    name: 'grid',
    description: 'Ten columns of ten cells; a column or a row must be named.',
    columns: {
      x: cellInteger('Column', (cell) => cell.x, required),
      y: cellInteger('Row', (cell) => cell.y, required),
    },
    *scan({ lookup }) {
      for (const x of among(DIGITS, lookup.x?.values)) for (const y of among(DIGITS, lookup.y?.values)) yield { x, y };
    },
  }),
  numberTable({
    name: 'digits',
    description: 'From 0 to 9.',
    columns: { digit: numberInteger('Digit', (digit) => digit) },
    rows: 10,
    scan: () => DIGITS,
  }),
];
