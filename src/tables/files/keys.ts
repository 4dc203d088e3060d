import type { ColumnOptions } from '../../catalog/index.js';

/** The two keys of tables over files: a query must have one. What patterns find is the engine's to check. */
export const pathKey = {
  key: { ops: ['=', 'like', 'glob'], exact: ['='], required: true, rowsPerValue: 1 },
} as const satisfies ColumnOptions;

export const directoryKey = {
  key: { ops: ['=', 'like', 'glob'], exact: ['='], required: true, rowsPerValue: 50 },
} as const satisfies ColumnOptions;
