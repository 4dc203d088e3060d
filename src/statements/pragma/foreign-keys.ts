import type { Row } from '../../core/index.js';
import type { ForeignKey } from '../../store/index.js';
import { storedTable } from './shape.js';
import { columnsOf, type PragmaSpec } from './spec.js';

export const foreignKeyList: PragmaSpec = {
  name: 'foreign_key_list',
  columns: columnsOf(
    'id INTEGER',
    'seq INTEGER',
    'table TEXT',
    'from TEXT',
    'to TEXT',
    'on_update TEXT',
    'on_delete TEXT',
    'match TEXT',
  ),
  rows(session, { arg, schema }) {
    const table = arg === undefined ? undefined : storedTable(session, arg, schema);
    return [...(table?.foreignKeys ?? [])].reverse().flatMap(keyRows);
  },
};

/** SQLite reads MATCH and shows NONE. */
const keyRows = (key: ForeignKey, id: number): Row[] =>
  key.columns.map((column, seq) => [
    id,
    seq,
    key.table,
    column,
    key.targets[seq] ?? null,
    reaction(key, 'UPDATE'),
    reaction(key, 'DELETE'),
    'NONE',
  ]);

function reaction({ actions }: ForeignKey, event: 'UPDATE' | 'DELETE'): string {
  const start = `ON ${event} `;
  return actions.findLast((action) => action.startsWith(start))?.slice(start.length) ?? 'NO ACTION';
}
