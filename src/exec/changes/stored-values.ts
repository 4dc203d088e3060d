import { type Affinity, applyAffinity, SqlError, storageClass, type Value } from '../../core/index.js';
import { STRICT_CLASSES, type StoredColumn, type TableSchema } from '../../store/index.js';
import { ConstraintFailure } from './failure.js';

export type Convert = (value: Value) => Value;

/** How a column stores its values; undefined: as they come. */
export function conversionOf(table: TableSchema, column: StoredColumn): Convert | undefined {
  if (table.strict && column.declared.toUpperCase() === 'ANY') return undefined;
  const { affinity } = column;
  switch (affinity) {
    case 'none':
    case 'blob':
      return undefined;
    case 'text':
      return (value) => (typeof value === 'string' ? value : applyAffinity(value, 'text'));
    case 'real':
      return (value) => applyAffinity(value, 'real');
    default:
      return numeric(affinity);
  }
}

const numeric =
  (affinity: Affinity): Convert =>
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) ? value : applyAffinity(value, affinity);

/** A value as a rowid. @throws SqlError `datatype mismatch` */
export function toRowid(value: Value): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const whole = applyAffinity(value, 'integer');
  if (storageClass(whole) !== 'integer') throw new SqlError('type-mismatch', 'datatype mismatch');
  return whole as number | bigint; // INTEGER is one of these
}

/** Refuses what a column of a STRICT table must not hold; undefined: nothing. */
export function strictTest(table: TableSchema, column: StoredColumn): ((value: Value) => void) | undefined {
  const declared = column.declared.toUpperCase();
  const wanted = STRICT_CLASSES.get(declared);
  if (!table.strict || wanted === undefined) return undefined;
  return (value) => {
    const given = storageClass(value);
    if (given === wanted || given === 'null') return;
    const shown = given === 'integer' ? 'INT' : given.toUpperCase();
    throw new ConstraintFailure(
      `cannot store ${shown} value in ${declared} column ${table.name}.${column.name}`,
      'abort',
    );
  };
}
