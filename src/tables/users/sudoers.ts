import { COST, tableOf } from '../../catalog/index.js';
import { readSudoers, type SudoersLine } from '../../host/index.js';

const { table, text } = tableOf<SudoersLine>();

/** A row per line; one that goes on after a backslash is one row. Needs root. */
export const sudoers = table({
  name: 'sudoers',
  description: 'Rules of sudo: /etc/sudoers and the files it includes',
  rows: 20,
  rowCost: COST.syscall,
  sources: ['/etc/sudoers and what it includes'],
  privileges: 'root; others get no rows and a warning',
  examples: [
    "SELECT source, header, rule_details FROM sudoers WHERE rule_details LIKE '%NOPASSWD%'",
    "SELECT rule_details FROM sudoers WHERE header = 'Defaults'",
  ],
  columns: {
    source: text('File the line is in', (line) => line.source),
    header: text('First word: a user, %group, Defaults, an alias', (line) => line.header),
    rule_details: text('What comes after it', (line) => line.details),
  },
  *scan({ host, warn }) {
    yield* readSudoers(host, warn);
  },
});
