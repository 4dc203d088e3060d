import type { TableData } from '../rivals/rival.js';
import { millionTables } from './million.js';
import { tpchTables } from './tpch.js';

/** Tables by name and size; every process makes its own, and all are the same. */
export const DATASETS = {
  million: millionTables,
  tpch: tpchTables,
} satisfies Record<string, (size: number) => TableData[]>;

export interface Dataset {
  readonly name: keyof typeof DATASETS;
  readonly size: number;
}

export const tablesOf = ({ name, size }: Dataset): TableData[] => DATASETS[name](size);
