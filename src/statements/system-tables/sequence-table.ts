import { type TableSpec, tableOf } from '../../catalog/index.js';
import { tableIn } from '../../store/index.js';
import type { Session } from '../session.js';

interface Sequence {
  readonly name: string;
  readonly largest: number | bigint;
}

const { table, text, bigint } = tableOf<Sequence>();

/** `sqlite_sequence`: there as long as a table with AUTOINCREMENT is. */
export function sequenceTable({ database }: Session): TableSpec | undefined {
  const counted = () =>
    [...database.objects()].flatMap((one) => (one.kind === 'table' && one.autoincrement ? [one] : []));
  if (counted().length === 0) return undefined;
  return table({
    name: 'sqlite_sequence',
    description: 'The largest rowid ever given in each table with AUTOINCREMENT.',
    columns: {
      name: text('The table', (one) => one.name),
      seq: bigint('Its largest rowid', (one) => one.largest),
    },
    *scan() {
      const view = database.view();
      for (const one of counted()) {
        const { largestRowid: largest } = tableIn(view, one);
        if (largest > 0) yield { name: one.name, largest };
      }
    },
  });
}
