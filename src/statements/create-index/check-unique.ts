import { SqlError } from '../../core/index.js';
import { type IndexSchema, rowidSlot, type StoredTable } from '../../store/index.js';

/** @throws SqlError where two rows share a key of the index */
export function checkUnique(rows: StoredTable, index: IndexSchema): void {
  const stored = rows.indexes.find((one) => one.schema === index);
  if (!stored) return;
  for (const batch of stored.tree.batches(undefined, undefined, false))
    for (const row of batch)
      if ((stored.holder(row) ?? row) !== row)
        throw new SqlError('constraint', `UNIQUE constraint failed: ${keyText(rows, index)}`);
}

function keyText({ schema }: StoredTable, { name, terms }: IndexSchema): string {
  if (terms.some((term) => term.slot > rowidSlot(schema))) return `index '${name}'`;
  return terms.map(({ slot }) => `${schema.name}.${schema.columns[slot]?.name}`).join(', ');
}
