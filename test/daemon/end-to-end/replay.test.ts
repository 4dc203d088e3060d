import t from 'tap';
import { replay } from './replay.js';
import type { Line } from './results-log.js';

/** `1@7 +a -b`: report 1, told by process 7. */
const lines = (...reports: string[]): Line[] =>
  reports.flatMap((report) => {
    const [origin = '', ...changes] = report.split(' ');
    const [counter, process = ''] = origin.split('@');
    return changes.map((change) => ({
      name: 'q',
      counter: Number(counter),
      epoch: 0,
      unixTime: 0,
      action: change.startsWith('+') ? 'added' : 'removed',
      columns: { row: change.slice(1) },
      decorations: { process },
    }));
  });

const CASES: readonly { what: string; log: readonly string[]; rows: string; repeats?: number; faults?: number }[] = [
  { what: 'reports follow each other', log: ['0@1 +a +b', '1@1 -a +c', '2@2 +d'], rows: 'b c d' },
  { what: 'equal rows are counted', log: ['0@1 +a +a +a', '1@1 -a'], rows: 'a a' },
  { what: 'a report comes again', log: ['0@1 +a', '1@1 +b', '1@2 +b +c'], rows: 'a b c', repeats: 1 },
  { what: 'the first comes again', log: ['0@1 +a', '0@2 +b'], rows: 'b', repeats: 1 },
  { what: 'a report is missing', log: ['0@1 +a', '2@1 +c'], rows: 'a c', faults: 1 },
  {
    what: 'the counter starts anew',
    log: ['0@1 +a', '1@1 +b', '2@1 +c', '0@2 +a'],
    rows: 'a b c',
    repeats: 1,
    faults: 1,
  },
  { what: 'a row goes that never came', log: ['0@1 +a', '1@1 -b'], rows: 'a', faults: 1 },
];

for (const { what, log, rows, repeats = 0, faults = 0 } of CASES) {
  t.test(what, async (t) => {
    const replayed = replay(lines(...log), 'row');
    t.equal(replayed.rows.join(' '), rows);
    t.equal(replayed.repeats, repeats);
    t.equal(replayed.faults.length, faults);
  });
}
